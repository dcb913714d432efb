import { cell, definePrimitive, lock, type Call, type Step } from 'heddle';
import { reentrantMutex } from 'heddle/models';
import { everyLateInterrupt } from '../everyInterrupt.ts';

const nobody = -1;

/**
 * Python's threading.RLock, the version that is written in Python: a lock that is not reentrant, who has it, and how
 * often. A thread compares the owner with itself before it has the lock: only its own number could tell it wrong, and
 * nobody else writes that.
 *
 * Wrong in it: an interrupt between the lock and the owner leaves the lock held by nobody.
 */
class RLock {
  readonly block = lock();
  readonly owner = cell(nobody);
  readonly count = cell(0);

  acquire({ me }: Call): Step<boolean> {
    return this.enter(me, (block) => block.acquire());
  }

  tryAcquire({ me }: Call): Step<boolean> {
    return this.enter(me, (block) => block.tryAcquire());
  }

  timedAcquire({ me, deadline }: Call): Step<boolean> {
    return this.enter(me, (block) => block.acquire(deadline));
  }

  *release({ me }: Call): Step {
    const { owner, count } = this;
    if (yield* owner.isNot(me)) throw new Error('cannot release un-acquired lock');
    const left = (yield* count.read()) - 1;
    yield* count.write(left);
    if (left === 0) yield* this.leave();
  }

  protected *leave(): Step {
    yield* this.owner.write(nobody);
    yield* this.block.release();
  }

  private *enter(me: number, take: (block: ReturnType<typeof lock>) => Step<boolean>): Step<boolean> {
    const { block, owner, count } = this;
    if (yield* owner.is(me)) {
      yield* count.write((yield* count.read()) + 1);
      return true;
    }
    if (!(yield* take(block))) return false;
    yield* owner.write(me);
    yield* count.write(1);
    return true;
  }
}

/** The broken twin: it asks who the owner is, and not how often it has come in, so it is free at the first release. */
class RLockUncounted extends RLock {
  override *release({ me }: Call): Step {
    if (yield* this.owner.isNot(me)) throw new Error('cannot release un-acquired lock');
    yield* this.leave();
  }
}

/** The broken twin: it sets the lock free first, and then wipes out the name of whoever has come in meanwhile. */
class RLockOwnerLast extends RLock {
  protected override *leave(): Step {
    yield* this.block.release();
    yield* this.owner.write(nobody);
  }
}

const source = {
  citation: 'CPython, Lib/threading.py, class _RLock',
  url: 'https://github.com/python/cpython/blob/main/Lib/threading.py',
  licence: 'PSF-2.0',
};

export const pythonRLock = definePrimitive({
  name: 'python-rlock',
  module: import.meta.url,
  title: "Python's threading.RLock, the version in Python",
  source,
  model: reentrantMutex,
  expected: {
    violates: ['fifo', 'interrupt-before-anywhere', ...everyLateInterrupt],
    endless: ['starvation-weak', 'bounded-bypass'],
    from: 'its source; an interrupt between the lock and the owner leaves it held by nobody',
  },
  create: () => new RLock(),
});

export const pythonRLockUncounted = definePrimitive({
  name: 'python-rlock-uncounted',
  module: import.meta.url,
  title: "Python's threading.RLock, set free at the first release (broken twin)",
  source,
  model: reentrantMutex,
  note: 'A thread that has come in twice is out after one release, and another comes in.',
  expected: {
    violates: ['safety', 'fifo', 'refinement', 'interrupt-before-anywhere', ...everyLateInterrupt],
    endless: ['starvation-weak', 'bounded-bypass'],
    from: 'made to fail: what the count is for',
  },
  create: () => new RLockUncounted(),
});

export const pythonRLockOwnerLast = definePrimitive({
  name: 'python-rlock-owner-last',
  module: import.meta.url,
  title: "Python's threading.RLock, whose owner is wiped out last (broken twin)",
  source,
  model: reentrantMutex,
  note: 'Whoever has come in meanwhile is not known to be inside: it waits for itself when it comes in again, and its release is rejected.',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo', 'refinement'],
    endless: ['starvation-weak', 'bounded-bypass'],
    from: 'made to fail: why the owner is wiped out before the lock is set free',
  },
  create: () => new RLockOwnerLast(),
});
