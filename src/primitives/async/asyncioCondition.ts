import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  eventLoop,
  future,
  Interrupt,
  loop,
  postings,
  workload,
  type Call,
  type Future,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt, everyLateInterrupt } from '../everyInterrupt.ts';
import { WakesTheFirst } from './asyncioLock.ts';
import { asyncioLocks } from './asyncioSource.ts';

/**
 * asyncio.Condition through its versions. They differ by what a wait does when it is cancelled. All have the lock of
 * 3.6.5, so that what is wrong here is wrong with the condition; asyncioLock.ts tells what was wrong with the lock.
 */
abstract class Condition {
  readonly lock = new WakesTheFirst();
  readonly waiters = deque<Future>();

  /** Gives the lock back, waits for a notification, takes the lock again. */
  abstract wait(): Step;

  /** Completes the first future that is not done. */
  notify(): Step {
    const { waiters } = this;
    return loop(0, function* (index) {
      const waiter = yield* waiters.at(index);
      if (waiter === null) return done();
      if (yield* waiter.isDone()) return again(index + 1);
      yield* waiter.complete();
      return done();
    });
  }

  /** Waits in the queue, without the lock. */
  protected *sleep(): Step {
    const own = yield* fresh(future());
    yield* this.waiters.pushBack(own);
    try {
      yield* own.wait();
    } finally {
      yield* this.waiters.remove(own);
    }
  }

  /** Takes the lock even if it is cancelled meanwhile; answers whether it was. */
  protected relock(): Step<boolean> {
    const { lock } = this;
    return loop(false, function* (wasCancelled) {
      try {
        yield* lock.acquire();
      } catch {
        return again(true);
      }
      return done(wasCancelled);
    });
  }
}

/** 3.4.0 to 3.5.1: to take the lock again may be cancelled too, and then the wait ends without it. */
class LosesTheLock extends Condition {
  *wait(): Step {
    yield* this.lock.release();
    try {
      yield* this.sleep();
    } finally {
      yield* this.lock.acquire();
    }
  }
}

/**
 * 3.5.2 to 3.6.4: the lock is taken in any case, which is new. A cancel that comes meanwhile is forgotten: the wait goes on as
 * if nobody had cancelled it. One that comes before is thrown on, and the notification that it meets is lost.
 */
class ForgetsTheCancel extends Condition {
  *wait(): Step {
    yield* this.lock.release();
    try {
      yield* this.sleep();
    } finally {
      yield* this.relock();
    }
  }
}

/**
 * 3.6.5 to 3.12: a cancel that comes while the lock is taken is thrown once it is, which is new. A notification that comes
 * before a cancel is lost.
 */
class LosesTheNotification extends Condition {
  *wait(): Step {
    yield* this.lock.release();
    let cancel: unknown;
    let isCancelled = false;
    try {
      yield* this.sleep();
    } catch (caught) {
      cancel = caught;
      isCancelled = true;
    }
    const isCancelledLate = yield* this.relock();
    if (isCancelledLate) throw new Interrupt();
    if (isCancelled) throw cancel;
  }
}

/** 3.13: whoever leaves by an exception notifies somebody else, with the lock held, whether it was notified or not. */
class PassesItOn extends LosesTheNotification {
  override *wait(): Step {
    try {
      yield* super.wait();
    } catch (cancel) {
      yield* this.notify();
      throw cancel;
    }
  }
}

/**
 * What everybody writes with a condition: a semaphore. A release by the first thread does something else
 * besides that takes a turn, with the lock held, so that whoever is woken finds the lock taken.
 */
class ConditionSemaphore {
  readonly loop = eventLoop();
  readonly condition: Condition;
  readonly value;

  constructor(permits: number, condition: Condition) {
    this.condition = condition;
    this.value = cell(permits);
  }

  *acquire(): Step {
    const { condition, value } = this;
    yield* condition.lock.acquire();
    try {
      yield* loop(function* () {
        if ((yield* value.read()) > 0) return done();
        yield* condition.wait();
        return again();
      });
      yield* value.write((yield* value.read()) - 1);
    } finally {
      yield* condition.lock.release();
    }
  }

  *release({ me }: Call): Step {
    const { condition, value } = this;
    yield* condition.lock.acquire();
    yield* value.write((yield* value.read()) + 1);
    yield* condition.notify();
    if (me === 0) yield* this.loop.yieldTurn();
    yield* condition.lock.release();
  }
}

const common = {
  module: import.meta.url,
  scheduling: 'cooperative-fifo',
  model: semaphore,
  // Few: two conditions' worth of futures make many states.
  clients: [workload(2, 2, 1), workload(3, 1, 1), postings(2, [1, 1], 0)],
} as const;

export const asyncioCondition34 = definePrimitive({
  ...common,
  name: 'asyncio-condition-3.4',
  title: 'A semaphore from asyncio.Condition of Python 3.4.0 to 3.5.1',
  source: asyncioLocks('3.5.1', 'bpo-22970'),
  note: 'A wait that is cancelled while it takes the lock again ends without the lock.',
  expected: { violates: ['fifo', ...everyInterrupt], from: 'bpo-22970' },
  create: ({ permits }) => new ConditionSemaphore(permits, new LosesTheLock()),
});

export const asyncioCondition352 = definePrimitive({
  ...common,
  name: 'asyncio-condition-3.5.2',
  title: 'A semaphore from asyncio.Condition of Python 3.5.2 to 3.6.4',
  source: asyncioLocks('3.6.0', 'bpo-22970', 'bpo-32841 = gh-77022'),
  note: 'A cancel that comes while the lock is taken again has no effect: the task goes on, and may sleep again. One that comes before its turn takes the notification with it.',
  expected: {
    violates: ['fifo', ...everyLateInterrupt],
    from: 'gh-112202, which is in it as well; and bpo-32841, for a cancel that has no effect is not held against it',
  },
  create: ({ permits }) => new ConditionSemaphore(permits, new ForgetsTheCancel()),
});

export const asyncioCondition = definePrimitive({
  ...common,
  name: 'asyncio-condition-3.6.5',
  title: 'A semaphore from asyncio.Condition of Python 3.6.5 to 3.12',
  catalogue: 'D13',
  source: asyncioLocks('3.12.7', 'bpo-32841', 'gh-112202'),
  note: 'One that was notified and then cancelled takes the notification with it, be it cancelled before its turn or while it takes the lock again.',
  expected: { violates: ['fifo', ...everyInterrupt], from: 'gh-112202' },
  create: ({ permits }) => new ConditionSemaphore(permits, new LosesTheNotification()),
});

export const asyncioCondition313 = definePrimitive({
  ...common,
  name: 'asyncio-condition-3.13',
  title: 'A semaphore from asyncio.Condition since Python 3.13',
  source: asyncioLocks('3.13.2', 'gh-112202, PR #112201'),
  expected: { violates: ['fifo'], from: 'the fix of gh-112202' },
  create: ({ permits }) => new ConditionSemaphore(permits, new PassesItOn()),
});
