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
  masked,
  planOf,
  type Call,
  type Future,
  type Step,
} from 'heddle';
import { fifoSemaphore, semaphore } from 'heddle/models';
import { borrowerSet } from './borrowerSet.ts';

interface Pending {
  readonly task: Future;
  readonly borrower: number;
}

/**
 * trio's CapacityLimiter. It lends tokens to borrowers: a task borrows for itself, or on behalf of something
 * else. Those who wait are in a parking lot; whoever gives a token back wakes as many as there are tokens,
 * and enters those for whom they borrow in the set.
 */
class CapacityLimiter {
  readonly loop = eventLoop();
  readonly borrowers = borrowerSet();
  readonly lot = deque<Pending>();
  readonly totalTokens;

  constructor(permits: number) {
    this.totalTokens = cell(permits);
  }

  *acquire({ me }: Call): Step {
    const borrower = this.borrowerOf(me);
    if (yield* this.borrowers.has(borrower)) {
      throw new Error('RuntimeError: this borrower is already holding one of the tokens');
    }
    const total = yield* this.totalTokens.read();
    if ((yield* this.borrowers.size()) < total && (yield* this.lot.isEmpty())) {
      yield* this.borrowers.add(borrower);
      // A checkpoint that takes no cancel.
      yield* masked(() => this.loop.yieldTurn());
      return;
    }
    const task = yield* fresh(future({ isFinal: true }));
    const pending = { task, borrower };
    yield* this.lot.pushBack(pending);
    try {
      yield* task.wait();
    } catch (cancelled) {
      yield* this.lot.remove(pending);
      throw cancelled;
    }
  }

  *release({ me }: Call): Step {
    const borrower = this.borrowerOf(me);
    if (!(yield* this.borrowers.has(borrower))) {
      throw new Error('RuntimeError: this borrower is not holding any of the tokens');
    }
    yield* this.borrowers.remove(borrower);
    yield* this.wakeWaiters();
  }

  /** For whom a task borrows. */
  protected borrowerOf(me: number): number {
    return me;
  }

  private *wakeWaiters(): Step {
    const { lot, borrowers, totalTokens } = this;
    const available = (yield* totalTokens.read()) - (yield* borrowers.size());
    yield* loop(available, function* (left) {
      if (left <= 0 || (yield* lot.isEmpty())) return done();
      const { task, borrower } = yield* lot.popFront();
      // The kernel has taken this one off the lot already, when it took the cancel.
      if (yield* task.isCancelled()) return again(left);
      yield* borrowers.add(borrower);
      yield* task.complete();
      return again(left - 1);
    });
  }
}

/** Two tasks that borrow on behalf of the same: that it holds a token is asked when they come, not when they are woken. */
class OnBehalfOfOne extends CapacityLimiter {
  protected override borrowerOf(me: number): number {
    return Math.min(me, 2);
  }
}

const common = {
  module: import.meta.url,
  source: {
    citation: 'trio 0.34.0, src/trio/_sync.py, class CapacityLimiter',
    url: 'https://github.com/python-trio/trio/blob/v0.34.0/src/trio/_sync.py',
    licence: 'MIT OR Apache-2.0',
  },
  scheduling: 'cooperative',
  // A token goes back to whoever borrowed it, so nobody gives back what it has not.
  postsMax: 0,
} as const;

export const trioCapacityLimiter = definePrimitive({
  ...common,
  name: 'trio-capacity-limiter',
  title: "trio's CapacityLimiter",
  catalogue: 'D15',
  model: fifoSemaphore,
  expected: { violates: [], from: 'its source: a task that was rescheduled takes no cancel for its wait' },
  create: ({ permits }) => new CapacityLimiter(permits),
});

export const trioCapacityLimiterShared = definePrimitive({
  ...common,
  name: 'trio-capacity-limiter-shared',
  title: "trio's CapacityLimiter, two tasks on behalf of the same borrower",
  model: semaphore,
  note: 'Both are granted, and the set counts them once: another task is let in, and the second release throws.',
  clients: [
    {
      permits: 2,
      plans: [
        planOf('acquire release acquire'),
        planOf('acquire release'),
        planOf('acquire release'),
        planOf('acquire release'),
      ],
    },
  ],
  expected: {
    violates: ['safety', 'refinement', 'failure-freedom'],
    from: 'its source; the exploration; no report of it was found',
  },
  create: ({ permits }) => new OnBehalfOfOne(permits),
});
