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
  type Cell,
  type Client,
  type Latch,
  type Step,
} from 'heddle';
import { fifoSemaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/** A request in the queue: how many permits it still lacks, and whether its task has been woken. */
interface Request {
  readonly lacking: Cell<number>;
  readonly isWoken: Latch;
}

/** How much is left to give, and who has got all by now. */
interface Gift {
  readonly left: number;
  readonly served: readonly Request[];
}

/**
 * tokio's batch semaphore: a word of free permits, and a queue under a lock. A request takes what is there and queues
 * for the rest; a release gives to the oldest first, in parts if need be. An acquire that is dropped takes its request
 * out of the queue and gives back what it has of it, as a release does. Whoever has been served is woken when the lock
 * is free again, and takes the lock once more when it is polled then, as if it might have to queue.
 *
 * Left out: closing, that a task may be polled again by somebody else, and that the last poll swaps the word of free
 * permits for the same.
 */
class BatchSemaphore {
  readonly permits;
  readonly mutex = lock();
  readonly queue = deque<Request>();

  constructor(permits: number) {
    this.permits = cell(permits);
  }

  *acquire({ permits: wanted }: Call): Step {
    yield* masked(() => this.acquireMany(wanted));
  }

  /** All or nothing, and only what is free: whoever waits is passed over by none, for then nothing is free. */
  tryAcquire({ permits: wanted }: Call): Step<boolean> {
    return masked(() => this.takeAll(wanted));
  }

  *release({ permits: count }: Call): Step {
    yield* this.mutex.acquire();
    const served = yield* this.giveLocked(count);
    yield* this.mutex.release();
    yield* this.wakeAll(served);
  }

  /**
   * What an acquire that is dropped does with the permits that its request has got already; the lock is held. Answers
   * who is to be woken.
   */
  protected giveUpLocked(permits: number): Step<readonly Request[]> {
    return this.giveLocked(permits);
  }

  private *acquireMany(wanted: number): Step {
    const { permits, mutex, queue } = this;
    if (yield* this.takeAll(wanted)) return;
    yield* mutex.acquire();
    // Whoever has the lock may find more than before; a release gives under the lock alone.
    const taken = yield* loop(function* () {
      const free = yield* permits.read();
      const part = Math.min(free, wanted);
      return (yield* permits.compareAndSet(free, free - part)) ? done(part) : again();
    });
    if (taken === wanted) return yield* mutex.release();
    const request: Request = {
      lacking: yield* fresh(cell(wanted - taken)),
      isWoken: yield* fresh(latch()),
    };
    yield* queue.pushBack(request);
    yield* mutex.release();
    try {
      yield* interruptible(() => request.isWoken.wait());
    } catch (dropped) {
      yield* this.drop(request, wanted);
      throw dropped;
    }
    yield* mutex.acquire();
    yield* mutex.release();
  }

  private *takeAll(wanted: number): Step<boolean> {
    const { permits } = this;
    return yield* loop(function* () {
      const free = yield* permits.read();
      if (free < wanted) return done(false);
      return (yield* permits.compareAndSet(free, free - wanted)) ? done(true) : again();
    });
  }

  private *drop(request: Request, wanted: number): Step {
    yield* this.mutex.acquire();
    yield* this.queue.remove(request);
    const got = wanted - (yield* request.lacking.read());
    const served = got > 0 ? yield* this.giveUpLocked(got) : [];
    yield* this.mutex.release();
    yield* this.wakeAll(served);
  }

  /** Gives to the oldest first, and answers which of them have all that they want. */
  private *giveLocked(count: number): Step<readonly Request[]> {
    const { permits, queue } = this;
    const first: Gift = { left: count, served: [] };
    return yield* loop(first, function* ({ left, served }) {
      if (left === 0) return done(served);
      const request = yield* queue.at(0);
      if (request === null) {
        yield* permits.fetchAdd(left);
        return done(served);
      }
      const lacking = yield* request.lacking.read();
      const part = Math.min(left, lacking);
      yield* request.lacking.write(lacking - part);
      if (part < lacking) return done(served);
      yield* queue.popFront();
      return again({ left: left - part, served: [...served, request] });
    });
  }

  private *wakeAll(served: readonly Request[]): Step {
    for (const { isWoken } of served) yield* isWoken.open();
  }
}

/** The broken twin: who is dropped puts its permits back where nobody looks that waits. */
class BatchSemaphoreSilent extends BatchSemaphore {
  protected override *giveUpLocked(permits: number): Step<readonly Request[]> {
    yield* this.permits.fetchAdd(permits);
    return [];
  }
}

/** Small; the last asks for more than there is while others come. */
const clients: readonly Client[] = [
  workload(2, 2, 1),
  workload(3, 1, 1),
  postings(2, [1, 1], 0),
  { permits: 1, plans: [planOf('tryAcquire release'), planOf('acquire release')] },
  {
    permits: 2,
    plans: [planOf('acquire release'), planOf('acquire*2 release*2'), planOf('acquire release')],
  },
];
const common = {
  module: import.meta.url,
  catalogue: 'F32',
  model: fifoSemaphore,
  acquireMax: 2,
  releaseMax: 2,
  clients,
} as const;

export const tokio = definePrimitive({
  ...common,
  name: 'tokio',
  title: "tokio's batch semaphore",
  source: {
    citation: 'tokio, tokio/src/sync/batch_semaphore.rs; pull request 2325',
    url: 'https://github.com/tokio-rs/tokio/blob/master/tokio/src/sync/batch_semaphore.rs',
    licence: 'MIT',
  },
  expected: {
    violates: [],
    endless: ['starvation-weak', 'starvation-strong'],
    from: 'the source; before it queues, a request goes round as long as the word changes under it',
  },
  create: ({ permits }) => new BatchSemaphore(permits),
});

export const tokioSilent = definePrimitive({
  ...common,
  name: 'tokio-silent-drop',
  title: "tokio's batch semaphore, whose dropped requests wake nobody (broken twin)",
  source: {
    citation: "shuttle's model of tokio's BatchSemaphore, before its pull request 167",
    url: 'https://github.com/awslabs/shuttle/pull/167',
    licence: 'Apache-2.0',
  },
  note: 'A permit was given to one that is dropped before it hears of it: it lies there, and who is next sleeps on.',
  expected: {
    violates: everyInterrupt,
    endless: ['starvation-weak', 'starvation-strong'],
    from: 'pull request 167',
  },
  create: ({ permits }) => new BatchSemaphoreSilent(permits),
});
