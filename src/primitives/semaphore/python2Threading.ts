import { again, cell, definePrimitive, deque, done, fresh, lock, loop, type Lock, type Step } from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * Python's threading.Semaphore up to 2.6, with its Condition written out: the lock is taken and given back by hand.
 *
 * Wrong in it: an exception in the wait comes after Condition has taken the lock again, and nobody gives it back.
 * Nobody takes the dead sleeper out of the queue either, where it eats a wake-up.
 */
export class Semaphore26 {
  readonly lock = lock();
  readonly waiters = deque<Lock>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  acquire(): Step<boolean> {
    return this.underLock(() => this.take(true));
  }

  tryAcquire(): Step<boolean> {
    return this.underLock(() => this.take(false));
  }

  release(): Step {
    return this.underLock(() => this.giveBack());
  }

  protected *underLock<Result>(body: () => Step<Result>): Step<Result> {
    yield* this.lock.acquire();
    const result = yield* body();
    yield* this.lock.release();
    return result;
  }

  private *take(blocking: boolean): Step<boolean> {
    const { value } = this;
    const wait = (): Step => this.wait();
    const isFree = yield* loop(function* () {
      if ((yield* value.read()) !== 0) return done(true);
      if (!blocking) return done(false);
      yield* wait();
      return again();
    });
    if (isFree) yield* value.write((yield* value.read()) - 1);
    return isFree;
  }

  private *giveBack(): Step {
    yield* this.value.write((yield* this.value.read()) + 1);
    yield* this.notify();
  }

  /** Condition.wait. The waiter is taken out of the queue by who wakes it, and by nobody else. */
  private *wait(): Step {
    const { lock: internal, waiters } = this;
    const waiter = yield* fresh(lock());
    yield* waiter.acquire();
    yield* waiters.pushBack(waiter);
    yield* internal.release();
    try {
      yield* waiter.acquire();
    } finally {
      yield* internal.acquire();
    }
  }

  /** Condition.notify. */
  private *notify(): Step {
    const { waiters } = this;
    if (yield* waiters.isEmpty()) return;
    const waiter = yield* waiters.peekFront();
    yield* waiter.release();
    yield* waiters.remove(waiter);
  }
}

/** 2.7: a `with` block gives the lock back. The dead sleeper is in the queue still, and a wake-up that it got is dropped. */
class Semaphore27 extends Semaphore26 {
  protected override *underLock<Result>(body: () => Step<Result>): Step<Result> {
    yield* this.lock.acquire();
    try {
      return yield* body();
    } finally {
      yield* this.lock.release();
    }
  }
}

const url = 'https://github.com/python/cpython/blob/2.7/Lib/threading.py';

export const python26 = definePrimitive({
  name: 'python-2.6',
  module: import.meta.url,
  title: "Python's threading.Semaphore, 2.4 to 2.6",
  catalogue: 'D1',
  source: {
    citation: 'CPython 2.6, Lib/threading.py, classes _Semaphore and _Condition',
    url: url.replace('2.7', '2.6'),
    licence: 'PSF-2.0',
  },
  model: semaphore,
  note: 'One interrupt of a sleeper, and the next release is blocked for ever: the lock that the wait took again is given back by nobody.',
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'barging; an exception in the wait, which leaves the lock held',
  },
  create: ({ permits }) => new Semaphore26(permits),
});

export const python27 = definePrimitive({
  name: 'python-2.7',
  module: import.meta.url,
  title: "Python's threading.Semaphore, 2.7",
  catalogue: 'D2',
  source: {
    citation: 'CPython 2.7, Lib/threading.py, classes _Semaphore and _Condition',
    url,
    licence: 'PSF-2.0',
  },
  model: semaphore,
  note: 'The leak of 2.6 is gone. The sleeper that was interrupted is in the queue still, and is woken in place of one that waits.',
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'barging; a wake-up that a dead sleeper gets, and a lock released that is not held',
  },
  create: ({ permits }) => new Semaphore27(permits),
});
