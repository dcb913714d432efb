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
import { asyncioLocks } from './asyncioSource.ts';

/**
 * asyncio.Lock of Python through its versions, as {@link ./asyncioWaiters.ts} tells of the semaphore.
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

/**
 * 3.4.0 to 3.5.2: a task that was cancelled after its future was completed wakes nobody, and one that was cancelled
 * and has not run yet keeps newcomers out of a lock that is free.
 */
class WakesNobody extends AsyncioLock {
  *acquire(): Step {
    if (yield* this.mayTake()) {
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

  protected *mayTake(): Step<boolean> {
    return (yield* this.waiters.isEmpty()) && !(yield* this.isLocked.read());
  }

  protected override wakeFirst(): Step {
    return this.completeFirstPending();
  }
}

/** 3.5.3, and 3.6.0 to 3.6.1: those who have been cancelled keep nobody out any more. */
class PassesTheCancelled extends WakesNobody {
  protected override *mayTake(): Step<boolean> {
    return !(yield* this.isLocked.read()) && (yield* this.areAllCancelled());
  }
}

/** 3.5.4, and 3.6.2 to 3.6.4: a cancelled task wakes the next, even if it was not woken itself. */
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

export const asyncioLock34 = definePrimitive({
  ...common,
  name: 'asyncio-lock-3.4',
  title: 'asyncio.Lock of Python 3.4.0 to 3.5.2',
  catalogue: 'D10',
  source: asyncioLocks('3.5.2', 'bpo-27585, python/asyncio PR #393'),
  expected: { violates: [...everyInterrupt], from: 'bpo-27585' },
  create: () => new WakesNobody(),
});

export const asyncioLock353 = definePrimitive({
  ...common,
  name: 'asyncio-lock-3.5.3',
  title: 'asyncio.Lock of Python 3.5.3, and 3.6.0 to 3.6.1',
  catalogue: 'D10',
  source: asyncioLocks('3.6.1', 'bpo-27585, PR #1031'),
  note: 'PR #393 of python/asyncio mended half of it: one that was cancelled after its future was completed still wakes nobody.',
  expected: {
    violates: ['interrupt-after-blocked', 'interrupt-after-anywhere'],
    from: 'bpo-27585, of which 3.6.2 mended the rest',
  },
  create: () => new PassesTheCancelled(),
});

export const asyncioLock362 = definePrimitive({
  ...common,
  name: 'asyncio-lock-3.6.2',
  title: 'asyncio.Lock of Python 3.5.4, and 3.6.2 to 3.6.4',
  catalogue: 'D11',
  source: asyncioLocks('3.6.2', 'bpo-32734 = gh-76915, PR #5466'),
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
  source: asyncioLocks('3.6.5'),
  expected: { violates: [], from: 'the fix of bpo-32734' },
  create: () => new WakesTheFirst(),
});
