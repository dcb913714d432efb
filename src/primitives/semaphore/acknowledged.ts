import { binarySemaphore, cell, definePrimitive, type Step } from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * A general semaphore from three binary semaphores: a mutex `m`, a delay `d` on which threads sleep, and `k`, with
 * which a woken P acknowledges. A V that wakes somebody holds `m` until then, so there is never more than one wake-up
 * under way, and the delay never gets a second V: it is all that the textbook version lacks.
 *
 * Wrong in it: a V waits for the P that it has woken. Where that P has been interrupted, it waits for ever.
 */
class Acknowledged {
  readonly m = binarySemaphore(1);
  readonly d = binarySemaphore(0);
  readonly k = binarySemaphore(0);
  readonly count;

  constructor(permits: number) {
    this.count = cell(permits);
  }

  *acquire(): Step {
    const { m, d, k } = this;
    yield* m.p();
    if ((yield* this.add(-1)) < 0) {
      yield* m.v();
      yield* d.p();
      yield* k.v();
    } else {
      yield* m.v();
    }
  }

  *release(): Step {
    const { m, d, k } = this;
    yield* m.p();
    if ((yield* this.add(1)) <= 0) {
      yield* d.v();
      yield* k.p();
    }
    yield* m.v();
  }

  /** count := count + change; answers the new count. */
  private *add(change: number): Step<number> {
    const count = (yield* this.count.read()) + change;
    yield* this.count.write(count);
    return count;
  }
}

export const acknowledged = definePrimitive({
  name: 'acknowledged',
  module: import.meta.url,
  title: 'From binary semaphores, with an acknowledged wake-up',
  catalogue: 'B7',
  source: {
    citation:
      'A construction of this gallery, for contrast with the textbook version: one wake-up under way at a time is all that it lacks',
  },
  model: semaphore,
  note: 'A release is blocked for ever behind a sleeper that was interrupted, with the mutex in its hand.',
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'bounded-bypass'],
    from: 'the exploration; a woken P that is interrupted does not acknowledge',
  },
  create: ({ permits }) => new Acknowledged(permits),
});
