import { again, cell, condition, definePrimitive, done, lock, loop, type Step } from 'heddle';
import { semaphore } from 'heddle/models';

/** A semaphore whose loop says why it was left: with a permit in sight, or without. */
class Semaphore {
  readonly lock = lock();
  readonly freed = condition(this.lock);
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  acquire(): Step<boolean> {
    return this.take(true);
  }

  tryAcquire(): Step<boolean> {
    return this.take(false);
  }

  *release(): Step {
    yield* this.lock.acquire();
    yield* this.value.write((yield* this.value.read()) + 1);
    yield* this.freed.notify();
    yield* this.lock.release();
  }

  private *take(blocking: boolean): Step<boolean> {
    const { value, freed } = this;
    yield* this.lock.acquire();
    const isFree = yield* loop(function* () {
      if ((yield* value.read()) > 0) return done(true);
      if (!blocking) return done(false);
      yield* freed.wait();
      return again();
    });
    if (isFree) yield* value.write((yield* value.read()) - 1);
    yield* this.lock.release();
    return isFree;
  }
}

export const negativeValueMended = definePrimitive({
  name: 'negative-value-mended',
  title: 'A semaphore whose attempt may fail',
  model: semaphore,
  create: ({ permits }) => new Semaphore(permits),
});
