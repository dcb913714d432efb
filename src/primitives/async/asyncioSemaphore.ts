import { again, cell, definePrimitive, done, loop, type Step } from 'heddle';
import { fifoSemaphore, semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';
import { asyncioLocks } from './asyncioSource.ts';
import { AsyncioSemaphore } from './asyncioWaiters.ts';

/** 3.4.0 to 3.5.0: the woken task takes its permit itself, when its turn comes. */
class LeavesWhenItRuns extends AsyncioSemaphore {
  *acquire(): Step {
    if ((yield* this.waiters.isEmpty()) && (yield* this.value.read()) > 0) {
      yield* this.add(-1);
      return;
    }
    const own = yield* this.enqueue();
    try {
      yield* own.wait();
      yield* this.add(-1);
    } finally {
      // A task that was cancelled after its future was completed tells nobody of the permit.
      yield* this.waiters.remove(own);
    }
  }

  protected *wakeNext(): Step {
    const waiter = yield* this.firstPending();
    if (waiter !== null) yield* waiter.complete();
  }
}

/** 3.5.1 to 3.10.4: a cancelled task passes the wake-up on; a woken one looks again, and queues anew. */
class LooksAgain extends AsyncioSemaphore {
  *acquire(): Step {
    const wait = (): Step => this.wait();
    const { value } = this;
    yield* loop(function* () {
      if ((yield* value.read()) > 0) return done();
      yield* wait();
      return again();
    });
    yield* this.add(-1);
  }

  protected wakeNext(): Step<unknown> {
    return this.popAndComplete();
  }

  protected *wait(): Step {
    const own = yield* this.enqueue();
    try {
      yield* own.wait();
    } catch (cancel) {
      if ((yield* this.value.read()) > 0 && !(yield* own.isCancelled())) yield* this.wakeNext();
      throw cancel;
    }
  }
}

/** 3.10.5 to 3.10.7: while somebody is woken and has not run, nobody may overtake it. */
class NotesTheWakeup extends AsyncioSemaphore {
  readonly isWakeupScheduled = cell(false);

  *acquire(): Step {
    const wait = (): Step => this.wait();
    const { value, isWakeupScheduled } = this;
    yield* loop(function* () {
      if (!(yield* isWakeupScheduled.read()) && (yield* value.read()) > 0) return done();
      yield* wait();
      return again();
    });
    yield* this.add(-1);
  }

  protected *wakeNext(): Step {
    if (yield* this.popAndComplete()) yield* this.isWakeupScheduled.write(true);
  }

  private *wait(): Step {
    const own = yield* this.enqueue();
    try {
      yield* own.wait();
      yield* this.isWakeupScheduled.write(false);
    } catch (cancel) {
      // The flag stays up where nobody else waits.
      yield* this.wakeNext();
      throw cancel;
    }
  }
}

/** 3.10.8 to 3.12: the release takes the permit in the name of the task that it wakes. */
class HandsOver extends AsyncioSemaphore {
  *acquire(): Step {
    if (!(yield* this.isLocked())) {
      yield* this.add(-1);
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
      if (!(yield* own.isCancelled())) {
        yield* this.add(1);
        yield* this.wakeNext();
      }
      throw cancel;
    }
    if ((yield* this.value.read()) > 0) yield* this.wakeNext();
  }

  /** Whether nothing is free, or somebody waits who has not been cancelled. */
  protected *isLocked(): Step<boolean> {
    if ((yield* this.value.read()) === 0) return true;
    const { waiters } = this;
    return yield* loop(0, function* (index) {
      const waiter = yield* waiters.at(index);
      if (waiter === null) return done(false);
      return (yield* waiter.isCancelled()) ? again(index + 1) : done(true);
    });
  }

  protected *wakeNext(): Step<boolean> {
    const waiter = yield* this.firstPending();
    if (waiter === null) return false;
    yield* this.add(-1);
    yield* waiter.complete();
    return true;
  }
}

/** 3.13: whoever leaves the queue wakes as many as there are permits for. */
class WakesAsManyAsItCan extends HandsOver {
  override *acquire(): Step {
    if (!(yield* this.isLocked())) {
      yield* this.add(-1);
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
      if (!(yield* own.isCancelled())) yield* this.add(1);
      throw cancel;
    } finally {
      yield* this.wakeAll();
    }
  }

  private wakeAll(): Step {
    const { value } = this;
    const wakeNext = (): Step<boolean> => this.wakeNext();
    return loop(function* () {
      if ((yield* value.read()) === 0) return done();
      return (yield* wakeNext()) ? again() : done();
    });
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative-fifo' } as const;

export const asyncioSemaphore34 = definePrimitive({
  ...common,
  name: 'asyncio-semaphore-3.4',
  title: 'asyncio.Semaphore of Python 3.4.0 to 3.5.0',
  catalogue: 'D5',
  source: asyncioLocks('3.5.0', 'python/asyncio issue #270'),
  model: semaphore,
  note: 'The woken task stays in the queue until it runs, and a newcomer queues behind it even if a second permit has come meanwhile: then nobody wakes the newcomer before the next release.',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', ...everyInterrupt],
    from: 'python/asyncio #270 for the cancelled task; the exploration for the loss without a cancel, of which no report was found',
  },
  create: ({ permits }) => new LeavesWhenItRuns(permits),
});

export const asyncioSemaphore35 = definePrimitive({
  ...common,
  name: 'asyncio-semaphore-3.5',
  title: 'asyncio.Semaphore of Python 3.5.1 to 3.10.4',
  catalogue: 'D6',
  source: asyncioLocks('3.5.1', 'bpo-45997 = gh-90155'),
  model: semaphore,
  note: 'A woken task that finds its permit taken by a newcomer queues again, at the end.',
  expected: { violates: ['fifo'], from: 'bpo-45997 = gh-90155' },
  create: ({ permits }) => new LooksAgain(permits),
});

export const asyncioSemaphore3105 = definePrimitive({
  ...common,
  name: 'asyncio-semaphore-3.10.5',
  title: 'asyncio.Semaphore of Python 3.10.5 to 3.10.7',
  catalogue: 'D7',
  source: asyncioLocks('3.10.5', 'PR #31910 and gh-90155'),
  model: semaphore,
  note: 'Two releases before the woken task runs: the second finds nobody to wake, and a newcomer between them and that task queues, for the flag is up; the task lowers the flag and wakes nobody.',
  expected: {
    violates: [
      'no-lost-wakeup',
      'deadlock-freedom',
      'fifo',
      'interrupt-after-blocked',
      'interrupt-after-anywhere',
    ],
    from: 'gh-90155, mended by PR #93222 in 3.10.8, for the cancelled task; the exploration for the loss without a cancel and for the order',
  },
  create: ({ permits }) => new NotesTheWakeup(permits),
});

export const asyncioSemaphore311 = definePrimitive({
  ...common,
  name: 'asyncio-semaphore-3.11',
  title: 'asyncio.Semaphore of Python 3.10.8 to 3.12',
  catalogue: 'D8',
  source: asyncioLocks('3.11.3', 'gh-90155, PR #93222; gh-97545, PR #97549'),
  model: fifoSemaphore,
  expected: { violates: [], from: 'gh-90155 and PR #93222, and PR #97549, which made it simpler and faster' },
  create: ({ permits }) => new HandsOver(permits),
});

export const asyncioSemaphore313 = definePrimitive({
  ...common,
  name: 'asyncio-semaphore-3.13',
  title: 'asyncio.Semaphore since Python 3.13',
  catalogue: 'D9',
  source: asyncioLocks('3.13.2', 'gh-111693, PR #111694'),
  model: fifoSemaphore,
  expected: { violates: [], from: 'gh-111693 and PR #111694, which it comes from' },
  create: ({ permits }) => new WakesAsManyAsItCan(permits),
});
