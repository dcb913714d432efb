import {
  cell,
  definePrimitive,
  deque,
  fresh,
  interruptible,
  lock,
  masked,
  type Call,
  type Lock,
  type Step,
} from 'heddle';
import { fifoSemaphore } from 'heddle/models';

/**
 * The reference semaphore repaired throughout: a release hands its permit to the one that has waited
 * longest, which therefore need not compete again, and an interrupted sleeper cleans up, masked.
 *
 * Invariant: while the internal lock is free, a positive value means an empty queue.
 */
export class BatonSemaphore {
  readonly lock = lock();
  readonly waiters = deque<Lock>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  acquire(): Step<boolean> {
    return masked(() => this.take(undefined));
  }

  timedAcquire({ deadline }: Call): Step<boolean> {
    return masked(() => this.take(deadline));
  }

  tryAcquire(): Step<boolean> {
    return masked(() => this.attempt());
  }

  *release({ permits }: Call): Step {
    const { lock: internal } = this;
    yield* internal.acquire();
    for (let count = 0; count < permits; count++) yield* this.handOn();
    yield* internal.release();
  }

  private *take(deadline: Call['deadline'] | undefined): Step<boolean> {
    const { lock: internal, waiters } = this;
    yield* internal.acquire();
    if (yield* this.takeFree()) {
      yield* internal.release();
      return true;
    }
    const waiter = yield* fresh(lock({ isHeld: true }));
    yield* waiters.pushBack(waiter);
    yield* internal.release();
    try {
      if (yield* interruptible(() => waiter.acquire(deadline))) return true;
    } catch (interrupt) {
      yield* internal.acquire();
      // Not in the queue any more: the permit has been granted already, and goes to the next.
      if (!(yield* waiters.remove(waiter))) yield* this.handOn();
      yield* internal.release();
      throw interrupt;
    }
    yield* internal.acquire();
    const isGranted = !(yield* waiters.remove(waiter));
    yield* internal.release();
    return isGranted;
  }

  private *attempt(): Step<boolean> {
    const { lock: internal } = this;
    yield* internal.acquire();
    const isTaken = yield* this.takeFree();
    yield* internal.release();
    return isTaken;
  }

  /** Takes a permit that is free and that nobody waits for, with the internal lock held. */
  private *takeFree(): Step<boolean> {
    const { value, waiters } = this;
    const count = yield* value.read();
    if (count === 0 || !(yield* waiters.isEmpty())) return false;
    yield* value.write(count - 1);
    return true;
  }

  /** Hands a permit to the one that has waited longest, or sets it free, with the internal lock held. */
  private *handOn(): Step {
    const { value, waiters } = this;
    if (yield* waiters.isEmpty()) {
      yield* value.write((yield* value.read()) + 1);
    } else {
      const waiter = yield* waiters.popFront();
      yield* waiter.release();
    }
  }
}

export const baton = definePrimitive({
  name: 'baton',
  module: import.meta.url,
  title: 'Reference repaired: baton hand-off with clean-up',
  catalogue: 'A4',
  source: {
    citation:
      'The reference semaphore with hand-off (Andrews 1989, "passing the baton") and a masked clean-up',
  },
  model: fifoSemaphore,
  expected: {
    violates: [],
    endless: ['starvation-weak'],
    from: 'its invariant: a positive value means an empty queue',
  },
  releaseMax: 4,
  create: ({ permits }) => new BatonSemaphore(permits),
});
