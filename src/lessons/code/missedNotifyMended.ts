import { again, cell, condition, definePrimitive, done, lock, loop, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/** A lock: to look, and to fall asleep, is all done under the mutex, and so is what wakes the sleepers. */
class SleepingLock {
  readonly held = cell(false);
  readonly mutex = lock();
  readonly freed = condition(this.mutex);

  *acquire(): Step {
    const { held, freed } = this;
    yield* this.mutex.acquire();
    yield* loop(function* () {
      if (!(yield* held.read())) return done();
      yield* freed.wait();
      return again();
    });
    yield* held.write(true);
    yield* this.mutex.release();
  }

  *release(): Step {
    yield* this.mutex.acquire();
    yield* this.held.write(false);
    yield* this.freed.notify();
    yield* this.mutex.release();
  }
}

export const missedNotifyMended = definePrimitive({
  name: 'missed-notify-mended',
  title: 'A lock that looks under its mutex',
  model: mutex,
  create: () => new SleepingLock(),
});
