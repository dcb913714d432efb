import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  eventLoop,
  fresh,
  future,
  Interrupt,
  loop,
  type Call,
  type Future,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * curio's queue of sleeping tasks. Whoever is cancelled leaves a tombstone; to pop n tasks is to take entries
 * off the front until n of them were no tombstones, and nobody asks whether there are so many.
 *
 * A cancel of a task that has been woken and not yet run takes nothing from it: the kernel keeps it pending, and
 * raises it when the task is about to sleep again.
 */
class SchedFifo {
  readonly queue = deque<Future>();

  /** Answers whether a cancel is pending when the task goes on; it sleeps only where none is. */
  *suspend(isCancelPending: boolean): Step<boolean> {
    if (isCancelPending) throw new Interrupt();
    const task = yield* fresh(future());
    yield* this.queue.pushBack(task);
    try {
      yield* task.wait();
    } catch (cancel) {
      if (yield* task.isCancelled()) throw cancel;
      return true;
    }
    return false;
  }

  /** How many sleep that have not been cancelled. */
  countLive(): Step<number> {
    const { queue } = this;
    return loop({ index: 0, live: 0 }, function* ({ index, live }) {
      const task = yield* queue.at(index);
      if (task === null) return done(live);
      return again({ index: index + 1, live: (yield* task.isCancelled()) ? live : live + 1 });
    });
  }

  /** Wakes n tasks. Throws, inside the kernel, where there are fewer. */
  wake(count: number): Step {
    const { queue } = this;
    return loop(count, function* (left) {
      if (left === 0) return done();
      const task = yield* queue.popFront();
      if (yield* task.isCancelled()) return again(left);
      yield* task.complete();
      return again(left - 1);
    });
  }
}

/** curio's Lock: handed over to the oldest. */
class Lock {
  readonly isAcquired = cell(false);
  readonly waiting = new SchedFifo();

  /** Answers whether a cancel is pending when the task has the lock. */
  *acquire(isCancelPending: boolean): Step<boolean> {
    if (yield* this.isAcquired.read()) return yield* this.waiting.suspend(isCancelPending);
    yield* this.isAcquired.write(true);
    return isCancelPending;
  }

  *release(): Step {
    if (!(yield* this.isAcquired.read())) throw new Error('AssertionError: Lock not acquired');
    if ((yield* this.waiting.countLive()) > 0) yield* this.waiting.wake(1);
    else yield* this.isAcquired.write(false);
  }
}

/**
 * A semaphore from curio's Condition. A release of n permits notifies n. That it asks first whether somebody waits, and
 * notifies nobody else, is the client's care: curio's notify does not ask. A release by the first thread does something
 * else besides that takes a turn, with the lock held, so that whoever is woken finds the lock taken.
 *
 * Wrong in it: a wait that is cancelled while it takes the lock again, or between its notification and its turn where
 * it then finds the lock taken, ends without the lock; and whoever waited gives back the one that somebody else holds.
 */
class NotifiesAsManyAsItReleases {
  readonly loop = eventLoop();
  readonly lock = new Lock();
  readonly waiting = new SchedFifo();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    const { lock, waiting, value } = this;
    const isCancelPendingAtFirst = yield* lock.acquire(false);
    try {
      yield* loop(isCancelPendingAtFirst, function* (isCancelPending) {
        if ((yield* value.read()) > 0) return done();
        yield* lock.release();
        let isStillPending = false;
        try {
          isStillPending = yield* waiting.suspend(isCancelPending);
        } finally {
          isStillPending = yield* lock.acquire(isStillPending);
        }
        return again(isStillPending);
      });
      yield* value.write((yield* value.read()) - 1);
    } finally {
      yield* lock.release();
    }
  }

  *release({ me, permits }: Call): Step {
    const { lock, waiting, value } = this;
    yield* lock.acquire(false);
    yield* value.write((yield* value.read()) + permits);
    const sleepers = yield* waiting.countLive();
    if (sleepers > 0) yield* waiting.wake(this.countFor(permits, sleepers));
    if (me === 0) yield* this.loop.yieldTurn();
    yield* lock.release();
  }

  protected countFor(permits: number, _sleepers: number): number {
    return permits;
  }
}

/** The way around it: never more than there are. */
class NotifiesNoMoreThanThereAre extends NotifiesAsManyAsItReleases {
  protected override countFor(permits: number, sleepers: number): number {
    return Math.min(permits, sleepers);
  }
}

const common = {
  module: import.meta.url,
  source: {
    citation:
      'curio 1.x, curio/sync.py, class Condition; curio/sched.py, class SchedFIFO; curio/kernel.py, trap_cancel_task and check_cancellation; issue #365',
    url: 'https://github.com/dabeaz/curio/issues/365',
    licence: 'BSD-3-Clause',
  },
  scheduling: 'cooperative',
  model: semaphore,
  releaseMax: 2,
} as const;

export const curioCondition = definePrimitive({
  ...common,
  name: 'curio-condition',
  title: "A semaphore from curio's Condition",
  catalogue: 'D17',
  note: 'To notify more than there are pops from an empty queue, inside the kernel. A wait that is cancelled after its notification, and finds the lock taken, ends without the lock, and gives back the one of somebody else.',
  expected: {
    violates: ['fifo', 'refinement', 'failure-freedom', ...everyInterrupt],
    from: 'issue #365; its source for the cancel; the exploration for the order',
  },
  create: ({ permits }) => new NotifiesAsManyAsItReleases(permits),
});

export const curioConditionCounting = definePrimitive({
  ...common,
  name: 'curio-condition-counting',
  title: "A semaphore from curio's Condition that notifies no more than wait",
  note: 'A wait that is cancelled after its notification, and finds the lock taken, ends without the lock, and gives back the one of somebody else.',
  expected: {
    violates: ['fifo', ...everyInterrupt],
    from: 'its source for the cancel; the exploration for the order',
  },
  create: ({ permits }) => new NotifiesNoMoreThanThereAre(permits),
});
