import { again, cell, condition, definePrimitive, done, lock, loop, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/** A lock: take it if it is free; else sleep until somebody notifies. */
class SleepingLock {
  readonly held = cell(false);
  readonly mutex = lock();
  readonly freed = condition(this.mutex);

  *acquire(): Step {
    const { held, mutex: inner, freed } = this;
    yield* loop(function* () {
      if (yield* held.compareAndSet(false, true)) return done();
      yield* inner.acquire();
      yield* freed.wait();
      yield* inner.release();
      return again();
    });
  }

  *release(): Step {
    yield* this.held.write(false);
    yield* this.mutex.acquire();
    yield* this.freed.notify();
    yield* this.mutex.release();
  }
}

export const missedNotify = definePrimitive({
  name: 'missed-notify',
  title: 'A lock whose notify may come too early',
  model: mutex,
  create: () => new SleepingLock(),
});
