import { again, cell, condition, definePrimitive, done, lock, loop, type Call, type Step } from 'heddle';
import { semaphore } from 'heddle/models';

/** A semaphore from which several permits can be taken at once. */
class Semaphore {
  readonly lock = lock();
  readonly freed = condition(this.lock);
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire({ permits }: Call): Step {
    const { value, freed } = this;
    yield* this.lock.acquire();
    yield* loop(function* () {
      if ((yield* value.read()) >= permits) return done();
      yield* freed.wait();
      return again();
    });
    yield* value.write((yield* value.read()) - permits);
    yield* this.lock.release();
  }

  *release({ permits }: Call): Step {
    yield* this.lock.acquire();
    yield* this.value.write((yield* this.value.read()) + permits);
    yield* this.freed.notifyAll();
    yield* this.lock.release();
  }
}

export const notifyOneMended = definePrimitive({
  name: 'notify-one-mended',
  title: 'A semaphore that wakes all, and lets each look',
  model: semaphore,
  acquireMax: 2,
  create: ({ permits }) => new Semaphore(permits),
});
