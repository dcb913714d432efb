import { cell, definePrimitive, deque, done, again, fresh, lock, loop, type Lock, type Step } from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * A semaphore from mutexes: one internal lock, a counter, and a queue with a fresh lock for every
 * thread that waits. Published in 2010 in Python; ported step by step, faults included.
 *
 * Wrong in it: an attempt without waiting, at 0, leaves the loop and takes a permit that is not there
 * (safety), after which the counter is negative, hence true, and everybody passes; an interrupt of a
 * sleeper takes the internal lock on its way out and never gives it back (interrupt restoration); a
 * woken waiter competes again, and at the tail of the queue (FIFO).
 */
export class ReferenceSemaphore {
  readonly lock = lock();
  readonly waiters = deque<Lock>();
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
    const { lock: internal, value, waiters } = this;
    yield* internal.acquire();
    yield* value.write((yield* value.read()) + 1);
    if (!(yield* waiters.isEmpty())) {
      const waiter = yield* waiters.popFront();
      yield* waiter.release();
    }
    yield* internal.release();
  }

  private *take(blocking: boolean): Step {
    const { lock: internal, value, waiters } = this;
    yield* internal.acquire();
    yield* loop(function* () {
      if ((yield* value.read()) !== 0) return done();
      if (!blocking) return done();
      const waiter = yield* fresh(lock());
      yield* waiter.acquire();
      yield* waiters.pushBack(waiter);
      yield* internal.release();
      try {
        yield* waiter.acquire();
      } finally {
        yield* internal.acquire();
      }
      return again();
    });
    yield* value.write((yield* value.read()) - 1);
    yield* internal.release();
  }
}

export const reference = definePrimitive({
  name: 'reference',
  module: import.meta.url,
  title: 'The reference semaphore, as published',
  catalogue: 'A0',
  source: {
    citation: 'How to implement a semaphore using mutexes, weblog post of 29 May 2010',
  },
  note: 'An interrupt that is held back until the lock is taken meets it soonest at the door, before it sleeps; at the sleep the same kind leaks the lock too, and eats the wake-up with it.',
  model: semaphore,
  expected: {
    violates: ['safety', 'fifo', 'refinement', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the faults that the catalogue of its defects lists (an attempt at 0, the leaked lock, barging)',
  },
  create: ({ permits }) => new ReferenceSemaphore(permits),
});
