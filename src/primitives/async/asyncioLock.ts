import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  future,
  loop,
  type Future,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * asyncio.Lock of Python through its versions, as {@link ./asyncioSemaphore.ts} tells of the semaphore.
 */
abstract class AsyncioLock {
  readonly isLocked = cell(false);
  readonly waiters = deque<Future>();

  abstract acquire(): Step;

  *release(): Step {
    if (!(yield* this.isLocked.read())) throw new Error('RuntimeError: Lock is not acquired.');
    yield* this.isLocked.write(false);
    yield* this.wakeFirst();
  }

  /** Completes the first future, unless it is done already: 3.6.5 and later. */
  protected *wakeFirst(): Step {
    const first = yield* this.waiters.at(0);
    if (first !== null && !(yield* first.isDone())) yield* first.complete();
  }

  protected *enqueue(): Step<Future> {
    const own = yield* fresh(future());
    yield* this.waiters.pushBack(own);
    return own;
  }

  /** Whether nobody waits who has not been cancelled. */
  protected areAllCancelled(): Step<boolean> {
    const { waiters } = this;
    return loop(0, function* (index) {
      const waiter = yield* waiters.at(index);
      if (waiter === null) return done(true);
      return (yield* waiter.isCancelled()) ? again(index + 1) : done(false);
    });
  }

  /** Completes the first future that is not done, wherever it stands. */
  protected completeFirstPending(): Step {
    const { waiters } = this;
    return loop(0, function* (index) {
      const waiter = yield* waiters.at(index);
      if (waiter === null) return done();
      if (yield* waiter.isDone()) return again(index + 1);
      yield* waiter.complete();
      return done();
    });
  }
}

/** Up to 3.6.1: a task that was cancelled after its future was completed wakes nobody. */
class WakesNobody extends AsyncioLock {
  *acquire(): Step {
    if ((yield* this.waiters.isEmpty()) && !(yield* this.isLocked.read())) {
      yield* this.isLocked.write(true);
      return;
    }
    const own = yield* this.enqueue();
    try {
      yield* own.wait();
      yield* this.isLocked.write(true);
    } finally {
      yield* this.waiters.remove(own);
    }
  }

  protected override wakeFirst(): Step {
    return this.completeFirstPending();
  }
}

/** 3.6.2 to 3.6.4: a cancelled task wakes the next, even if it was not woken itself. */
class WakesTooMany extends AsyncioLock {
  *acquire(): Step {
    if (!(yield* this.isLocked.read()) && (yield* this.areAllCancelled())) {
      yield* this.isLocked.write(true);
      return;
    }
    const own = yield* this.enqueue();
    try {
      yield* own.wait();
      yield* this.isLocked.write(true);
    } catch (cancel) {
      if (!(yield* this.isLocked.read())) yield* this.completeFirstPending();
      throw cancel;
    } finally {
      yield* this.waiters.remove(own);
    }
  }

  protected override wakeFirst(): Step {
    return this.completeFirstPending();
  }
}

/** 3.6.5 and later: the first in the queue is woken, if it is not woken already. */
export class WakesTheFirst extends AsyncioLock {
  *acquire(): Step {
    if (!(yield* this.isLocked.read()) && (yield* this.areAllCancelled())) {
      yield* this.isLocked.write(true);
      return;
    }
    const own = yield* this.enqueue();
    try {
      try {
        yield* own.wait();
      } finally {
        yield* this.waiters.remove(own);
      }
    } catch (cancel) {
      if (!(yield* this.isLocked.read())) yield* this.wakeFirst();
      throw cancel;
    }
    yield* this.isLocked.write(true);
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative-fifo', model: mutex } as const;
const url = 'https://github.com/python/cpython/blob/main/Lib/asyncio/locks.py';
const licence = 'PSF-2.0';

export const asyncioLock34 = definePrimitive({
  ...common,
  name: 'asyncio-lock-3.4',
  title: 'asyncio.Lock of Python 3.4 to 3.6.1',
  catalogue: 'D10',
  source: { citation: 'CPython 3.6.1, Lib/asyncio/locks.py; bpo-27585', url, licence },
  expected: { violates: [...everyInterrupt], from: 'bpo-27585' },
  create: () => new WakesNobody(),
});

export const asyncioLock362 = definePrimitive({
  ...common,
  name: 'asyncio-lock-3.6.2',
  title: 'asyncio.Lock of Python 3.6.2 to 3.6.4',
  catalogue: 'D11',
  source: { citation: 'CPython 3.6.2, Lib/asyncio/locks.py; bpo-32734 = gh-76915, PR #5466', url, licence },
  note: 'A waiter that was cancelled wakes another one although one has been woken already: both come in.',
  expected: {
    violates: ['interrupt-before-blocked', 'interrupt-before-anywhere'],
    from: 'bpo-32734 = gh-76915',
  },
  create: () => new WakesTooMany(),
});

export const asyncioLock365 = definePrimitive({
  ...common,
  name: 'asyncio-lock',
  title: 'asyncio.Lock since Python 3.6.5',
  catalogue: 'D12',
  source: { citation: 'CPython 3.6.5, Lib/asyncio/locks.py', url, licence },
  expected: { violates: [], from: 'the fix of bpo-32734' },
  create: () => new WakesTheFirst(),
});
