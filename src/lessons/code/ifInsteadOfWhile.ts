import { cell, condition, definePrimitive, lock, type Step } from 'heddle';
import { semaphore } from 'heddle/models';

/** A semaphore: sleep if there is no permit, then take one. */
class Semaphore {
  readonly lock = lock();
  readonly freed = condition(this.lock);
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    yield* this.lock.acquire();
    if ((yield* this.value.read()) === 0) {
      yield* this.freed.wait();
    }
    yield* this.value.write((yield* this.value.read()) - 1);
    yield* this.lock.release();
  }

  *release(): Step {
    yield* this.lock.acquire();
    yield* this.value.write((yield* this.value.read()) + 1);
    yield* this.freed.notify();
    yield* this.lock.release();
  }
}

export const ifInsteadOfWhile = definePrimitive({
  name: 'if-instead-of-while',
  title: 'A semaphore that looks once',
  model: semaphore,
  create: ({ permits }) => new Semaphore(permits),
});
