import { again, cell, condition, definePrimitive, done, lock, loop, type Step } from 'heddle';
import { semaphore } from 'heddle/models';

/** A semaphore that wakes a sleeper when a permit is free. */
class Semaphore {
  readonly lock = lock();
  readonly freed = condition(this.lock);
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    const { value, freed } = this;
    yield* this.lock.acquire();
    yield* loop(function* () {
      if ((yield* value.read()) > 0) return done();
      yield* freed.wait();
      return again();
    });
    yield* value.write((yield* value.read()) - 1);
    yield* this.lock.release();
  }

  *release(): Step {
    yield* this.lock.acquire();
    yield* this.value.write((yield* this.value.read()) + 1);
    yield* this.freed.notify();
    yield* this.lock.release();
  }
}

export const barging = definePrimitive({
  name: 'barging',
  title: 'A semaphore that lets newcomers pass',
  model: semaphore,
  create: ({ permits }) => new Semaphore(permits),
});
