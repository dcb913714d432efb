import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  eventLoop,
  fresh,
  future,
  loop,
  type Call,
  type Future,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';

/**
 * curio's queue of sleeping tasks. Whoever is cancelled leaves a tombstone; to pop n tasks is to take entries
 * off the front until n of them were no tombstones, and nobody asks whether there are so many.
 */
class SchedFifo {
  readonly queue = deque<Future>();

  *suspend(): Step {
    const task = yield* fresh(future({ isFinal: true }));
    yield* this.queue.pushBack(task);
    yield* task.wait();
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

  *acquire(): Step {
    if (yield* this.isAcquired.read()) yield* this.waiting.suspend();
    else yield* this.isAcquired.write(true);
  }

  *release(): Step {
    if (!(yield* this.isAcquired.read())) throw new Error('AssertionError: Lock not acquired');
    if ((yield* this.waiting.countLive()) > 0) yield* this.waiting.wake(1);
    else yield* this.isAcquired.write(false);
  }
}

/**
 * A semaphore from curio's Condition. A release of n permits notifies n; one that knows of nobody waiting
 * notifies nobody. A release by the first thread does something else besides that takes a turn, with the lock held, so
 * that whoever is woken finds the lock taken.
 *
 * Wrong in it: a wait that is cancelled while it takes the lock again ends without the lock, and whoever waited gives
 * back the one that somebody else holds.
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
    yield* lock.acquire();
    try {
      yield* loop(function* () {
        if ((yield* value.read()) > 0) return done();
        yield* lock.release();
        try {
          yield* waiting.suspend();
        } finally {
          yield* lock.acquire();
        }
        return again();
      });
      yield* value.write((yield* value.read()) - 1);
    } finally {
      yield* lock.release();
    }
  }

  *release({ me, permits }: Call): Step {
    const { lock, waiting, value } = this;
    yield* lock.acquire();
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

/** What shows that a wait may be cancelled while it takes the lock again; a lock that has been handed over is past that. */
const cancelledAtTheLock = ['interrupt-before-blocked', 'interrupt-before-anywhere'];

const common = {
  module: import.meta.url,
  source: {
    citation: 'curio, curio/sync.py, class Condition, and curio/sched.py, class SchedFIFO; issue #365',
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
  note: 'To notify more than there are pops from an empty queue, inside the kernel. A wait that is cancelled while it takes the lock again ends without the lock, and gives back the one of somebody else.',
  expected: {
    violates: ['fifo', 'refinement', 'failure-freedom', ...cancelledAtTheLock],
    from: 'issue #365; its source for the cancel; the exploration for the order',
  },
  create: ({ permits }) => new NotifiesAsManyAsItReleases(permits),
});

export const curioConditionCounting = definePrimitive({
  ...common,
  name: 'curio-condition-counting',
  title: "A semaphore from curio's Condition that notifies no more than wait",
  note: 'A wait that is cancelled while it takes the lock again ends without the lock, and gives back the one of somebody else.',
  expected: {
    violates: ['fifo', ...cancelledAtTheLock],
    from: 'its source for the cancel; the exploration for the order',
  },
  create: ({ permits }) => new NotifiesNoMoreThanThereAre(permits),
});
