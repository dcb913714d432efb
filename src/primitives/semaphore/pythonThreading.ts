import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  lock,
  loop,
  OperationError,
  type Call,
  type Deadline,
  type Lock,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * Python's threading.Semaphore, with its Condition written out, as it is in 3.12. Locks can be interrupted since 3.2; what
 * is older than 3.9.13 and 3.10.5 differs where a notify meets a waiter that has been released before: it raises
 * (gh-92530).
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
    if (!(yield* this.isOwned())) throw new Error('RuntimeError: cannot wait on un-acquired lock');
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

  /** Condition.notify. A waiter that has been released before, by one who has not taken it out, does not count. */
  private *notify(count: number): Step {
    const { waiters } = this;
    if (!(yield* this.isOwned())) throw new Error('RuntimeError: cannot notify on un-acquired lock');
    yield* loop(count, function* (left) {
      if (left === 0) return done();
      const waiter = yield* waiters.at(0);
      if (waiter === null) return done();
      const isWoken = yield* releasesIt(waiter);
      yield* waiters.remove(waiter);
      return again(isWoken ? left - 1 : left);
    });
  }

  /** Condition._is_owned: of a lock that has no owner, whether anybody has it. */
  private *isOwned(): Step<boolean> {
    if (!(yield* this.lock.tryAcquire())) return true;
    yield* this.lock.release();
    return false;
  }
}

function* releasesIt(waiter: Lock): Step<boolean> {
  try {
    yield* waiter.release();
    return true;
  } catch (error) {
    if (error instanceof OperationError) return false;
    throw error;
  }
}

export const pythonThreading = definePrimitive({
  name: 'python-threading',
  module: import.meta.url,
  title: "Python's threading.Semaphore since 3.9.13 and 3.10.5",
  catalogue: 'D3',
  source: {
    citation: 'CPython 3.12.7, Lib/threading.py, classes Semaphore and Condition; gh-92530, PR #92534',
    url: 'https://github.com/python/cpython/blob/v3.12.7/Lib/threading.py',
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
