import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  future,
  loop,
  type Call,
  type Future,
  type Step,
} from 'heddle';
import { fifoSemaphore, mutex } from 'heddle/models';

interface Request {
  readonly turn: Future;
  readonly weight: number;
}

/**
 * Web Locks, for one name. Only the head of the queue can be granted, when nothing that is held conflicts
 * with it. Here a request for one permit is a shared one, a request for all of them an exclusive one. The
 * callback of a granted request is posted, and is told there whether its signal has been aborted meanwhile.
 */
class WebLock {
  readonly free;
  readonly queue = deque<Request>();

  constructor(permits: number) {
    this.free = cell(permits);
  }

  *acquire({ permits }: Call): Step {
    const turn = yield* fresh(future());
    const request = { turn, weight: permits };
    yield* this.queue.pushBack(request);
    yield* this.process();
    try {
      yield* turn.wait();
    } catch (abort) {
      if (yield* turn.isCancelled()) {
        yield* this.queue.remove(request);
        yield* this.onAbort();
      } else {
        yield* this.onAbortAtDelivery(permits);
      }
      throw abort;
    }
  }

  /** With ifAvailable: not granted if it would have to wait. */
  *tryAcquire({ permits }: Call): Step<boolean> {
    const free = yield* this.free.read();
    if (!(yield* this.queue.isEmpty()) || free < permits) return false;
    yield* this.free.write(free - permits);
    return true;
  }

  *release({ permits }: Call): Step {
    yield* this.free.write((yield* this.free.read()) + permits);
    yield* this.process();
  }

  /** Grants the head while it can be. An abort takes a request out of the queue, though its caller has not run yet. */
  protected process(): Step {
    const { free, queue } = this;
    return loop(function* () {
      const head = yield* queue.at(0);
      if (head === null) return done();
      if (yield* head.turn.isCancelled()) {
        yield* queue.popFront();
        return again();
      }
      const left = yield* free.read();
      if (left < head.weight) return done();
      yield* queue.popFront();
      yield* free.write(left - head.weight);
      yield* head.turn.complete();
      return again();
    });
  }

  /** Those behind it may have been waiting for it alone. */
  protected *onAbort(): Step {
    yield* this.process();
  }

  protected *onAbortAtDelivery(weight: number): Step {
    yield* this.free.write((yield* this.free.read()) + weight);
    yield* this.process();
  }
}

/** A mistake: an aborted request leaves the queue, and nobody looks at who is the head now. */
class LeavesSilently extends WebLock {
  protected override *onAbort(): Step {}
}

/** A mistake: nobody looks at the signal when the callback is delivered. */
class DeliversToNobody extends WebLock {
  protected override *onAbortAtDelivery(): Step {}
}

/** With steal: the last thread takes the lock from whoever holds it, whose code keeps running. */
class Stolen extends WebLock {
  readonly holder = cell<number | null>(null);

  override *acquire(call: Call): Step {
    const { me, threads } = call;
    if (me === threads - 1) yield* this.free.write(0);
    else yield* super.acquire(call);
    yield* this.holder.write(me);
  }

  override *tryAcquire(call: Call): Step<boolean> {
    const isGranted = yield* super.tryAcquire(call);
    if (isGranted) yield* this.holder.write(call.me);
    return isGranted;
  }

  override *release(call: Call): Step {
    // What was stolen is not given back.
    if (yield* this.holder.isNot(call.me)) return;
    yield* this.holder.write(null);
    yield* super.release(call);
  }
}

const common = {
  module: import.meta.url,
  scheduling: 'cooperative-fifo',
  source: {
    citation:
      'Web Locks API, W3C working draft, commit a61a773 (2025-09); issues #34 and #79, pull request 80',
    url: 'https://github.com/w3c/web-locks',
    licence: 'W3C-20150513',
  },
} as const;
const shared = { ...common, model: fifoSemaphore, acquireMax: 2, releaseMax: 2 } as const;

export const webLocks = definePrimitive({
  ...shared,
  name: 'web-locks',
  title: 'Web Locks',
  catalogue: 'E14',
  expected: { violates: [], from: 'the specification' },
  create: ({ permits }) => new WebLock(permits),
});

export const webLocksSilent = definePrimitive({
  ...shared,
  name: 'web-locks-silent-abort',
  title: 'Web Locks without the look at the queue after an abort',
  note: 'A shared lock is held, an exclusive request waits, and a shared one behind it: the exclusive one is aborted, and the shared one waits on.',
  expected: {
    violates: ['interrupt-before-blocked', 'interrupt-before-anywhere'],
    from: 'issue #79, pull request 80',
  },
  create: ({ permits }) => new LeavesSilently(permits),
});

export const webLocksLeaking = definePrimitive({
  ...shared,
  name: 'web-locks-blind-delivery',
  title: 'Web Locks without the look at the signal at delivery',
  note: 'A request that is aborted between its grant and the callback holds the lock for ever.',
  expected: { violates: ['interrupt-after-blocked', 'interrupt-after-anywhere'], from: 'issue #34' },
  create: ({ permits }) => new DeliversToNobody(permits),
});

export const webLocksStolen = definePrimitive({
  ...common,
  name: 'web-locks-steal',
  title: 'Web Locks, stolen',
  model: mutex,
  note: 'By design: the promise of the one that is robbed is rejected, and its code goes on as if it held the lock.',
  expected: { violates: ['safety', 'fifo', 'refinement'], from: 'the specification, which says so' },
  create: () => new Stolen(1),
});
