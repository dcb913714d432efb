import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  lock,
  loop,
  type Call,
  type Deadline,
  type Lock,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * Python's threading.Semaphore since 3.2, with its Condition written out.
 *
 * Wrong in it: a sleeper that is interrupted after it was notified drops the wake-up; an interrupt
 * while it takes the lock again leaves the `with` block, which then releases a lock that it does not
 * hold.
 */
export class ThreadingSemaphore {
  readonly lock = lock();
  readonly waiters = deque<Lock>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  acquire(): Step<boolean> {
    return this.underLock(() => this.take(true, undefined));
  }

  tryAcquire(): Step<boolean> {
    return this.underLock(() => this.take(false, undefined));
  }

  timedAcquire({ deadline }: Call): Step<boolean> {
    return this.underLock(() => this.take(true, deadline));
  }

  release({ permits }: Call): Step {
    return this.underLock(() => this.giveBack(permits));
  }

  /** The `with` block. */
  protected *underLock<Result>(body: () => Step<Result>): Step<Result> {
    yield* this.lock.acquire();
    try {
      return yield* body();
    } finally {
      yield* this.lock.release();
    }
  }

  protected *giveBack(permits: number): Step {
    yield* this.value.write((yield* this.value.read()) + permits);
    yield* this.notify(permits);
  }

  private *take(blocking: boolean, deadline: Deadline | undefined): Step<boolean> {
    const { value } = this;
    const wait = (): Step => this.wait(deadline);
    const isFree = yield* loop(false, function* (hasWaited) {
      if ((yield* value.read()) !== 0) return done(true);
      if (!blocking) return done(false);
      if (hasWaited && deadline !== undefined && (yield* deadline.isPast())) return done(false);
      yield* wait();
      return again(true);
    });
    if (isFree) yield* value.write((yield* value.read()) - 1);
    return isFree;
  }

  /** Condition.wait. */
  private *wait(deadline: Deadline | undefined): Step {
    const { lock: internal, waiters } = this;
    const waiter = yield* fresh(lock());
    yield* waiter.acquire();
    yield* waiters.pushBack(waiter);
    yield* internal.release();
    let isNotified = false;
    try {
      isNotified = yield* waiter.acquire(deadline);
    } finally {
      yield* internal.acquire();
      if (!isNotified) yield* waiters.remove(waiter);
    }
  }

  /** Condition.notify. */
  private *notify(count: number): Step {
    const { waiters } = this;
    yield* loop(count, function* (left) {
      if (left === 0 || (yield* waiters.isEmpty())) return done();
      const waiter = yield* waiters.peekFront();
      yield* waiter.release();
      yield* waiters.remove(waiter);
      return again(left - 1);
    });
  }
}

export const pythonThreading = definePrimitive({
  name: 'python-threading',
  module: import.meta.url,
  title: "Python's threading.Semaphore, 3.2 and later",
  catalogue: 'D3',
  source: {
    citation: 'CPython, Lib/threading.py, classes Semaphore and Condition (release(n) since 3.9)',
    url: 'https://github.com/python/cpython/blob/main/Lib/threading.py',
    licence: 'PSF-2.0',
  },
  note: 'One interrupt of a parked thread is enough for three failures: a wake-up that is dropped, a lock that is released by somebody who does not hold it, and, with two rounds, two threads inside.',
  model: semaphore,
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'barging; a wake-up dropped by an interrupt, and a lock released that is not held',
  },
  releaseMax: 4,
  create: ({ permits }) => new ThreadingSemaphore(permits),
});
