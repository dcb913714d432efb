import { again, cell, condition, definePrimitive, done, lock, loop, type Step } from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * A semaphore from a mutex and a condition variable, with a count of wake-ups: a sleeper waits at
 * least once before it looks at that count, so a thread cannot eat the wake-up that it has produced.
 */
export class ConditionSemaphore {
  readonly mutex = lock();
  readonly condition = condition(this.mutex);
  readonly wakeups = cell(0);
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    const { mutex, condition: woken, wakeups } = this;
    yield* mutex.acquire();
    if ((yield* this.add(-1)) < 0) {
      yield* loop(function* () {
        yield* woken.wait();
        return (yield* wakeups.read()) < 1 ? again() : done();
      });
      yield* wakeups.write((yield* wakeups.read()) - 1);
    }
    yield* mutex.release();
  }

  *release(): Step {
    const { mutex, condition: woken, wakeups } = this;
    yield* mutex.acquire();
    if ((yield* this.add(1)) <= 0) {
      yield* wakeups.write((yield* wakeups.read()) + 1);
      yield* woken.notify();
    }
    yield* mutex.release();
  }

  private *add(change: number): Step<number> {
    const value = (yield* this.value.read()) + change;
    yield* this.value.write(value);
    return value;
  }
}

export const conditionWakeups = definePrimitive({
  name: 'condition-wakeups',
  module: import.meta.url,
  title: 'From a mutex and a condition, with a count of wake-ups',
  catalogue: 'B12',
  source: {
    citation: 'A. B. Downey, The Little Book of Semaphores, appendix on Linux semaphores',
    url: 'https://greenteapress.com/wp/semaphores/',
  },
  note: 'As published, an interrupted sleeper keeps the mutex. Where it gives the mutex back, the count stays too low and a later sleeper waits although a permit is free. Newcomers do not pass: a thread that has been woken is sure of its wake-up.',
  model: semaphore,
  expected: {
    violates: everyInterrupt,
    endless: ['starvation-weak'],
    from: 'no clean-up: the count stays too low, and the lock is not given back',
  },
  create: ({ permits }) => new ConditionSemaphore(permits),
});
