import { binarySemaphore, cell, definePrimitive, masked, type Primitive, type Step } from 'heddle';
import { weakTrySemaphore } from 'heddle/models';
import { everyLateInterrupt } from '../everyInterrupt.ts';

/**
 * Barz's general semaphore from two binary semaphores: a gate that is open while the count is
 * positive, and a mutex for the count. Whoever passes the gate leaves it open if permits are left.
 *
 * A sleeper is at the gate and has touched nothing yet, so an interrupt there needs no clean-up; what
 * follows is masked, for between gate and mutex the thread holds the gate.
 */
class BarzSemaphore {
  readonly gate;
  readonly mutex;
  readonly count;

  constructor(permits: number, excess: 'saturating' | 'strict') {
    this.gate = binarySemaphore(permits > 0 ? 1 : 0, { excess });
    this.mutex = binarySemaphore(1, { excess });
    this.count = cell(permits);
  }

  *acquire(): Step {
    yield* this.gate.p();
    yield* masked(() => this.takeOne());
  }

  *tryAcquire(): Step<boolean> {
    if (!(yield* this.gate.tryP())) return false;
    yield* masked(() => this.takeOne());
    return true;
  }

  *release(): Step {
    const { gate, mutex, count } = this;
    yield* mutex.p();
    const left = (yield* count.read()) + 1;
    yield* count.write(left);
    if (left === 1) yield* gate.v();
    yield* mutex.v();
  }

  private *takeOne(): Step {
    const { gate, mutex, count } = this;
    yield* mutex.p();
    const left = (yield* count.read()) - 1;
    yield* count.write(left);
    if (left > 0) yield* gate.v();
    yield* mutex.v();
  }
}

/** The construction, over binary semaphores on which a V on 1 is lost or is an error. */
export function barzIn(excess: 'saturating' | 'strict' = 'saturating'): Primitive {
  return definePrimitive({
    name: 'barz',
    module: import.meta.url,
    title: 'From two binary semaphores, Barz 1983',
    catalogue: 'B6',
    source: {
      citation:
        'H. W. Barz, Implementing semaphores by binary semaphores, ACM SIGPLAN Notices 18(2), 1983, 39-45',
    },
    model: weakTrySemaphore,
    expected: {
      violates: ['fifo', ...everyLateInterrupt],
      endless: ['starvation-weak', 'bounded-bypass'],
      from: 'a sleeper at the gate has touched nothing; an interrupt that comes with the gate loses it',
    },
    create: ({ permits }) => new BarzSemaphore(permits, excess),
  });
}

export const barz = barzIn();
