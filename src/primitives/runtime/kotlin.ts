import {
  again,
  cell,
  defineObject,
  definePrimitive,
  done,
  forgetting,
  fresh,
  future,
  interruptible,
  loop,
  masked,
  next,
  planOf,
  postings,
  workload,
  type Cell,
  type Client,
  type Future,
  type Step,
} from 'heddle';
import { fifoSemaphore } from 'heddle/models';

/** What lies in a cell of the queue: nothing yet, one that is suspended, or what has come of it. */
type Content = Future | 'permit' | 'taken' | 'broken' | 'cancelled' | 'resumed' | null;

type Side = 'acquires' | 'releases';

/** The cells that one side has reached and the other has not. */
type Ahead = { readonly side: Side; readonly cells: readonly any[] };

/**
 * An array without end, of whose cells acquires and releases each take the next: a fetch-and-add of an index, and the
 * look-up of the cell. Who is ahead of the other side brings a new cell along. So no index grows, and a cell that both
 * sides have passed is gone.
 */
const endlessArray = defineObject({
  kind: 'endless array',
  initial: (): Ahead => ({ side: 'acquires', cells: [] }),
  operations: {
    next: ({ value: { side: ahead, cells } }, side: Side, own: any) =>
      ahead === side || cells.length === 0
        ? next({ side, cells: [...cells, own] }, own)
        : next({ side: cells.length === 1 ? 'acquires' : ahead, cells: cells.slice(1) }, cells[0]),
  },
});

/** Held by whoever made it, so that clients may give back so many that they never took. */
const acquiredAtFirst = 4;

/**
 * The Semaphore of Kotlin's coroutines: a counter of permits, which goes below zero by one for each that waits, and a
 * queue whose cells are passed by one acquire and one release each, in either order.
 *
 * A coroutine that is cancelled while it is suspended hears of it there, and nowhere else in its acquire: an
 * acquire that need not suspend does not look, and one that is cancelled on its way is found cancelled in its cell.
 *
 * Left out: that cells come in segments, and that a segment is unlinked when all its cells are cancelled.
 */
abstract class CoroutineSemaphore {
  readonly available: Cell<number>;
  readonly array = endlessArray();
  readonly most: number;

  constructor(permits: number, most: number) {
    this.available = cell(permits);
    this.most = most;
  }

  *acquire(): Step {
    yield* masked(() => this.acquireOne());
  }

  *tryAcquire(): Step<boolean> {
    const { available } = this;
    const look = (): Step<number> => this.look();
    return yield* masked(() =>
      loop(function* () {
        const found = yield* look();
        if (found <= 0) return done(false);
        return (yield* available.compareAndSet(found, found - 1)) ? done(true) : again();
      }),
    );
  }

  abstract release(): Step;

  protected abstract acquireOne(): Step;

  /** How many are available; below 0, how many wait. */
  protected look(): Step<number> {
    return this.available.read();
  }

  protected *next(side: Side): Step<Cell<Content>> {
    const { array } = this;
    return yield* forgetting(function* () {
      return (yield* array.next(side, yield* fresh(cell<Content>(null)))) as Cell<Content>;
    });
  }
}

/**
 * As in 1.7: acquire and release meet in the cell. A release that comes first leaves its permit there for a while,
 * and then breaks the cell, and both begin anew; one that finds a cancelled acquire begins anew as well. Who is
 * cancelled after it was resumed, and before it runs, gives its permit back.
 *
 * Wrong in it: an acquire and a release may break each other's cells without end, be the while never so long.
 *
 * Left out: the hundred looks that are this while, for the swap that breaks the cell looks too.
 */
export class SynchronousSemaphore extends CoroutineSemaphore {
  *release(): Step {
    const { available, most } = this;
    const resumeNext = (): Step<boolean> => this.resumeNext();
    const look = (): Step<number> => this.look();
    yield* loop(function* () {
      const found = yield* available.fetchAdd(1);
      if (found >= most) {
        yield* look();
        throw releasedTooOften(most);
      }
      if (found >= 0) return done();
      return (yield* resumeNext()) ? done() : again();
    });
  }

  protected *acquireOne(): Step {
    if (yield* this.decrement()) return;
    const continuation = yield* fresh(future());
    const enqueue = (): Step<Cell<Content> | 'broken'> => this.enqueue(continuation);
    const decrement = (): Step<boolean> => this.decrement();
    const place = yield* loop(function* () {
      const found = yield* enqueue();
      if (found !== 'broken') return done(found);
      if (!(yield* decrement())) return again();
      yield* continuation.complete();
      return done(null);
    });
    try {
      yield* interruptible(() => continuation.wait());
    } catch (cancel) {
      if (yield* continuation.isCancelled()) yield* place!.write('cancelled');
      else yield* this.release();
      throw cancel;
    }
  }

  /** Takes away what was released too often, if it finds such, and looks again. */
  protected override *look(): Step<number> {
    const { available, most } = this;
    return yield* loop(function* () {
      const found = yield* available.read();
      if (found <= most) return done(found);
      yield* available.compareAndSet(found, most);
      return again();
    });
  }

  /** Whether it took a permit; whoever took none waits. One that was released too often is taken away, and counts for none. */
  private *decrement(): Step<boolean> {
    const { available, most } = this;
    return yield* loop(function* () {
      const found = yield* available.fetchAdd(-1);
      return found > most ? again() : done(found > 0);
    });
  }

  /** The cell in which the continuation lies, or was resumed at once; or that the cell is broken. */
  private *enqueue(continuation: Future): Step<Cell<Content> | 'broken'> {
    const place = yield* this.next('acquires');
    if (yield* place.compareAndSet(null, continuation)) return place;
    if (!(yield* place.compareAndSet('permit', 'taken'))) return 'broken';
    yield* continuation.complete();
    return place;
  }

  /** False if the permit has not been taken, and the release begins anew. */
  private *resumeNext(): Step<boolean> {
    const place = yield* this.next('releases');
    const found = yield* place.exchange('permit');
    if (found === null) return !(yield* place.compareAndSet('permit', 'broken'));
    return typeof found === 'object' && (yield* found.tryComplete());
  }
}

/**
 * Its first form, of 2019. A release leaves its permit in the cell and is over; and once resumed, nobody can be
 * cancelled any more.
 *
 * Wrong in it: who is cancelled marks its cell, and releases, whether it was given a permit or not. If somebody else
 * is the first that waits, that one is resumed.
 */
class SemaphoreBefore1323 extends CoroutineSemaphore {
  *release(): Step {
    const { available, most } = this;
    const found = yield* loop(function* () {
      const found = yield* available.read();
      if (found >= most) throw releasedTooOften(most);
      return (yield* available.compareAndSet(found, found + 1)) ? done(found) : again();
    });
    if (found < 0) yield* this.resumeNext();
  }

  protected *acquireOne(): Step {
    if ((yield* this.available.fetchAdd(-1)) > 0) return;
    const continuation = yield* fresh(future({ isFinal: true }));
    const place = yield* this.next('acquires');
    if (!(yield* place.compareAndSet(null, continuation))) return;
    try {
      yield* interruptible(() => continuation.wait());
    } catch (cancel) {
      yield* place.write('cancelled');
      yield* this.release();
      throw cancel;
    }
  }

  private *resumeNext(): Step {
    const place = yield* this.next('releases');
    const found = yield* loop(function* () {
      const found = yield* place.read();
      // The cancelled one releases, and resumes the next.
      if (found === 'cancelled') return done<Content>(found);
      return (yield* place.compareAndSet(found, 'resumed')) ? done<Content>(found) : again();
    });
    if (found !== null && typeof found === 'object') yield* found.tryComplete();
  }
}

/** What both throw. */
const releasedTooOften = (most: number): Error =>
  new Error(`The number of released permits cannot be greater than ${most}`);

const clients: readonly Client[] = [
  workload(2, 2, 1),
  workload(3, 1, 1),
  postings(2, [1, 1], 0),
  { permits: 1, plans: [planOf('tryAcquire release'), planOf('acquire release')] },
];
const common = {
  module: import.meta.url,
  catalogue: 'F33',
  model: fifoSemaphore,
  clients,
  postsMax: acquiredAtFirst,
} as const;

export const kotlin = definePrimitive({
  ...common,
  name: 'kotlin-semaphore',
  title: "Kotlin's Semaphore for coroutines",
  source: {
    citation: 'kotlinx.coroutines 1.7, sync/Semaphore.kt; pull requests 1898, 1937 and 2396',
    url: 'https://github.com/Kotlin/kotlinx.coroutines/blob/1.7.3/kotlinx-coroutines-core/common/src/sync/Semaphore.kt',
    licence: 'Apache-2.0',
  },
  note: 'An acquire that has been counted as a waiter and is not in its cell yet, and a release that breaks this cell before it comes, can go round together without end: neither returns. The original makes it unlikely, with a hundred looks before each break.',
  expected: {
    violates: [],
    endless: ['starvation-weak', 'starvation-strong', 'livelock'],
    from: 'the source, and the exploration: a cell may be broken again and again',
  },
  create: ({ permits }) => new SynchronousSemaphore(permits, permits + acquiredAtFirst),
});

export const kotlinBefore1323 = definePrimitive({
  ...common,
  name: 'kotlin-semaphore-1323',
  title: "Kotlin's Semaphore for coroutines, before its pull request 1323",
  source: {
    citation: 'kotlinx.coroutines before pull request 1323, 2019, sync/Semaphore.kt',
    url: 'https://github.com/Kotlin/kotlinx.coroutines/pull/1323',
    licence: 'Apache-2.0',
  },
  note: 'Of two that wait, the second is cancelled: the first is resumed, though whoever has the permit keeps it.',
  expected: {
    violates: ['interrupt-before-blocked', 'interrupt-before-anywhere'],
    endless: [],
    onlyLarger: {
      refinement:
        'a release leaves its permit in the next cell and is over. Whoever comes to the cell first takes it, also one that called later than another that has counted itself already; and a tryAcquire in between finds none.',
    },
    from: 'pull request 1323',
  },
  create: ({ permits }) => new SemaphoreBefore1323(permits, permits + acquiredAtFirst),
});
