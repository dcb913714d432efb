import { again, cell, condition, definePrimitive, done, lock, loop, type Step } from 'heddle';
import { semaphore } from 'heddle/models';

/** A semaphore. One method takes a permit, and may wait for it or not. */
class Semaphore {
  readonly lock = lock();
  readonly freed = condition(this.lock);
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    yield* this.take(true);
  }

  *tryAcquire(): Step {
    yield* this.take(false);
  }

  *release(): Step {
    yield* this.lock.acquire();
    yield* this.value.write((yield* this.value.read()) + 1);
    yield* this.freed.notify();
    yield* this.lock.release();
  }

  private *take(blocking: boolean): Step {
    const { value, freed } = this;
    yield* this.lock.acquire();
    yield* loop(function* () {
      if ((yield* value.read()) !== 0) return done();
      if (!blocking) return done();
      yield* freed.wait();
      return again();
    });
    yield* value.write((yield* value.read()) - 1);
    yield* this.lock.release();
  }
}

export const negativeValue = definePrimitive({
  name: 'negative-value',
  title: 'A semaphore whose attempt never fails',
  model: semaphore,
  create: ({ permits }) => new Semaphore(permits),
});
