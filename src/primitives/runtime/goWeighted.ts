import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  interruptible,
  latch,
  lock,
  loop,
  masked,
  planOf,
  postings,
  workload,
  type Call,
  type Client,
  type Deadline,
  type Latch,
  type Step,
} from 'heddle';
import { fifoSemaphore } from 'heddle/models';

interface Waiter {
  readonly permits: number;
  readonly ready: Latch;
}

/** Held by whoever made it, so that clients may give back so many that they never took. */
const heldAtFirst = 4;

/**
 * Go's semaphore.Weighted: a request has a weight, and whoever does not fit waits in a queue; a release
 * grants from its front as long as the front fits. A context that is done ends the wait: here it is the
 * deadline, or an interrupt, and nothing but the wait can be interrupted. Whether it is done is asked before anything
 * is taken, too, and once more after a grant.
 *
 * Left out: a request for more than there can ever be, which waits for its context alone; and an interrupt that comes
 * before the first look, to which the call answers by doing nothing.
 */
class Weighted {
  readonly mu = lock();
  readonly size;
  readonly current = cell(heldAtFirst);
  readonly waiters = deque<Waiter>();
  /** Whether a context that is done makes it fail although there are permits. */
  protected readonly prefersToFail: boolean = true;

  constructor(permits: number) {
    this.size = permits + heldAtFirst;
  }

  *acquire(call: Call): Step<boolean> {
    return yield* masked(() => this.acquireUntil(call.permits, undefined));
  }

  *timedAcquire(call: Call): Step<boolean> {
    return yield* masked(() => this.acquireUntil(call.permits, call.deadline));
  }

  tryAcquire({ permits }: Call): Step<boolean> {
    return masked(() => this.attempt(permits));
  }

  release({ permits }: Call): Step {
    return this.giveBack(permits);
  }

  /** Takes back the request of one whose context is done, under the lock; tells whether it has its permits all the same. */
  protected *abandon(waiter: Waiter): Step<boolean> {
    if (yield* waiter.ready.isOpen()) {
      // Granted after the context was done: as if it had not been.
      yield* this.current.fetchAdd(-waiter.permits);
      yield* this.notifyWaiters();
      return false;
    }
    const isFront = yield* this.isFront(waiter);
    yield* this.waiters.remove(waiter);
    if (isFront && this.size > (yield* this.current.read())) yield* this.notifyWaiters();
    return false;
  }

  private *acquireUntil(permits: number, deadline: Deadline | undefined): Step<boolean> {
    const { mu, waiters } = this;
    yield* mu.acquire();
    const mustFail = yield* this.mustFail(deadline);
    if (mustFail || (yield* this.takeIfFirst(permits))) {
      yield* mu.release();
      return !mustFail;
    }
    const waiter: Waiter = { permits, ready: yield* fresh(latch()) };
    yield* waiters.pushBack(waiter);
    yield* mu.release();
    let isReady;
    try {
      isReady = yield* interruptible(() => waiter.ready.wait(deadline));
    } catch (cancel) {
      if (yield* this.giveUp(waiter)) return true;
      throw cancel;
    }
    if (!isReady) return yield* this.giveUp(waiter);
    if (!(yield* this.mustFail(deadline))) return true;
    yield* this.giveBack(permits);
    return false;
  }

  private *mustFail(deadline: Deadline | undefined): Step<boolean> {
    return this.prefersToFail && deadline !== undefined && (yield* deadline.isPast());
  }

  private *giveBack(permits: number): Step {
    const { mu, current } = this;
    yield* mu.acquire();
    if ((yield* current.fetchAdd(-permits)) < permits) {
      yield* mu.release();
      throw new Error('semaphore: released more than held');
    }
    yield* this.notifyWaiters();
    yield* mu.release();
  }

  private *attempt(permits: number): Step<boolean> {
    yield* this.mu.acquire();
    const isTaken = yield* this.takeIfFirst(permits);
    yield* this.mu.release();
    return isTaken;
  }

  private *giveUp(waiter: Waiter): Step<boolean> {
    yield* this.mu.acquire();
    const isGranted = yield* this.abandon(waiter);
    yield* this.mu.release();
    return isGranted;
  }

  private *takeIfFirst(permits: number): Step<boolean> {
    const free = this.size - (yield* this.current.read());
    if (free < permits || !(yield* this.waiters.isEmpty())) return false;
    yield* this.current.fetchAdd(permits);
    return true;
  }

  private *isFront({ ready }: Waiter): Step<boolean> {
    return (yield* this.waiters.peekFront()).ready === ready;
  }

  private notifyWaiters(): Step {
    const { size, current, waiters } = this;
    return loop(function* () {
      const front = yield* waiters.at(0);
      // Who is behind a large one waits with it, or the large one would starve.
      if (front === null || size - (yield* current.read()) < front.permits) return done();
      yield* current.fetchAdd(front.permits);
      yield* waiters.popFront();
      yield* front.ready.open();
      return again();
    });
  }
}

/** Before pull request 10: a front that leaves tells nobody; and a grant outdoes a context that is done. */
class WeightedBefore10 extends Weighted {
  protected override readonly prefersToFail: boolean = false;

  protected override *abandon(waiter: Waiter): Step<boolean> {
    if (yield* waiter.ready.isOpen()) return true;
    yield* this.waiters.remove(waiter);
    return false;
  }
}

/** The last of them has somebody who keeps, for a later release would rescue what was lost. */
const clients: readonly Client[] = [
  workload(2, 2, 1),
  workload(3, 1, 1),
  workload(3, 2, 1),
  postings(2, [1, 1], 0),
  postings(3, [2], 0),
  workload(4, 1, 2),
  { permits: 1, plans: [planOf('tryAcquire release'), planOf('acquire release'), planOf('acquire release')] },
  {
    permits: 1,
    plans: [planOf('timedAcquire release'), planOf('timedAcquire release'), planOf('acquire release')],
  },
  { permits: 2, plans: [planOf('acquire'), planOf('acquire*2 release release'), planOf('acquire release')] },
  { permits: 2, plans: [planOf('acquire'), planOf('timedAcquire*2 release*2'), planOf('acquire release')] },
];

const common = {
  module: import.meta.url,
  catalogue: 'F34',
  model: fifoSemaphore,
  acquireMax: 2,
  releaseMax: 2,
  postsMax: heldAtFirst,
  clients,
} as const;
const url = 'https://github.com/golang/sync/blob/master/semaphore/semaphore.go';

export const goWeighted = definePrimitive({
  ...common,
  name: 'go-weighted',
  title: "Go's semaphore.Weighted",
  source: {
    citation: 'golang.org/x/sync/semaphore, semaphore.go since 2023; golang/go issues #37852 and #63615',
    url,
    licence: 'BSD-3-Clause',
  },
  expected: {
    violates: [],
    endless: ['starvation-weak'],
    from: 'issues #37852 and #63615, whose repairs it has; over a weak lock one may never get as far as the queue',
  },
  create: ({ permits }) => new Weighted(permits),
});

export const goWeightedBefore10 = definePrimitive({
  ...common,
  name: 'go-weighted-2019',
  title: "Go's semaphore.Weighted, before its pull request 10",
  source: {
    citation: 'golang.org/x/sync/semaphore before pull request 10; golang/go issue #37852',
    url: 'https://github.com/golang/go/issues/37852',
    licence: 'BSD-3-Clause',
  },
  note: 'When the front of the queue gives up, those behind it for whom there is enough sleep on, until some release comes. Nobody notices where all that hold permits give them back.',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'interrupt-before-blocked', 'interrupt-before-anywhere'],
    endless: ['starvation-weak'],
    from: 'issue #37852',
  },
  create: ({ permits }) => new WeightedBefore10(permits),
});
