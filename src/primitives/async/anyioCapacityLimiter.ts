import {
  cell,
  defineObject,
  definePrimitive,
  eventLoop,
  fresh,
  future,
  next,
  planOf,
  type Call,
  type Cell,
  type Future,
  type Primitive,
  type Step,
} from 'heddle';
import { fifoSemaphore, semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';
import { borrowerSet } from './borrowerSet.ts';

/** An event of asyncio that one task waits for. It may be set although that one has been cancelled. */
interface OwnEvent {
  readonly isSet: Cell<boolean>;
  readonly turn: Future;
}

type Entry = readonly [borrower: number, event: any];

/** An ordered map from borrowers to events: to set a key that is there keeps its place. */
const waitQueue = defineObject({
  kind: 'wait queue',
  initial: (): readonly Entry[] => [],
  operations: {
    isEmpty: ({ value }) => next(value, value.length === 0),
    set: ({ value }, borrower: number, event: any) => {
      const entry: Entry = [borrower, event];
      const place = value.findIndex(([other]) => other === borrower);
      return next(place < 0 ? [...value, entry] : value.with(place, entry));
    },
    remove: ({ value }, borrower: number) => next(value.filter(([other]) => other !== borrower)),
    popFirst: ({ value }) => next(value.slice(1), value[0] ?? null),
    popLast: ({ value }) => next(value.slice(0, -1), value.at(-1) ?? null),
  },
});

/** anyio's CapacityLimiter on asyncio through its versions: 3.x, whose queue is a stack. */
class Stack {
  readonly loop = eventLoop();
  readonly borrowers = borrowerSet();
  readonly waiting = waitQueue();
  readonly totalTokens;

  constructor(permits: number) {
    this.totalTokens = cell(permits);
  }

  *acquire({ me }: Call): Step {
    const borrower = this.borrowerOf(me);
    if (yield* this.tryTake(borrower)) return yield* this.checkpoint(me);
    const event: OwnEvent = { isSet: yield* fresh(cell(false)), turn: yield* fresh(future()) };
    yield* this.waiting.set(borrower, event);
    try {
      yield* event.turn.wait();
    } catch (cancel) {
      yield* this.onCancel(borrower, event);
      throw cancel;
    }
    yield* this.onWoken(borrower);
  }

  *tryAcquire({ me }: Call): Step<boolean> {
    return yield* this.tryTake(this.borrowerOf(me));
  }

  *release({ me }: Call): Step {
    yield* this.releaseOnBehalfOf(this.borrowerOf(me));
  }

  private *releaseOnBehalfOf(borrower: number): Step {
    if (!(yield* this.borrowers.has(borrower))) {
      throw new Error('RuntimeError: this borrower is not holding any of the tokens');
    }
    yield* this.borrowers.remove(borrower);
    yield* this.notifyNext();
  }

  /** For whom a task borrows. */
  protected borrowerOf(me: number): number {
    return me;
  }

  protected *popNext(): Step<Entry | null> {
    return (yield* this.waiting.popLast()) as Entry | null;
  }

  /** What is done in the name of the one that is woken. */
  protected *beforeWaking(_borrower: number): Step {}

  protected *onWoken(borrower: number): Step {
    yield* this.borrowers.add(borrower);
  }

  protected *onCancel(borrower: number, _event: OwnEvent): Step {
    yield* this.waiting.remove(borrower);
  }

  protected *notifyNext(): Step {
    if ((yield* this.borrowers.size()) >= (yield* this.totalTokens.read())) return;
    const entry = yield* this.popNext();
    if (entry === null) return;
    const [borrower, { isSet, turn }] = entry as readonly [number, OwnEvent];
    yield* this.beforeWaking(borrower);
    yield* isSet.write(true);
    if (!(yield* turn.isDone())) yield* turn.complete();
  }

  /** Who took without a wait gives up its turn. Cancelled then, it releases for itself, whoever has borrowed. */
  private *checkpoint(me: number): Step {
    try {
      yield* this.loop.yieldTurn();
    } catch (cancel) {
      yield* this.releaseOnBehalfOf(me);
      throw cancel;
    }
  }

  private *tryTake(borrower: number): Step<boolean> {
    if (yield* this.borrowers.has(borrower)) {
      throw new Error('RuntimeError: this borrower is already holding one of the tokens');
    }
    const total = yield* this.totalTokens.read();
    if (!(yield* this.waiting.isEmpty()) || (yield* this.borrowers.size()) >= total) return false;
    yield* this.borrowers.add(borrower);
    return true;
  }
}

/** 4.0 to 4.9: a queue. The token of one that has been woken is free until it runs. */
class Queue extends Stack {
  protected override *popNext(): Step<Entry | null> {
    return (yield* this.waiting.popFirst()) as Entry | null;
  }
}

/**
 * Since pull requests 952 and 1172: the token is reserved for the one that is woken, who gives it back on a cancel if
 * its own event has been set.
 */
class Reserving extends Queue {
  protected override *beforeWaking(borrower: number): Step {
    yield* this.borrowers.add(borrower);
  }

  protected override *onWoken(_borrower: number): Step {}

  protected override *onCancel(borrower: number, event: OwnEvent): Step {
    yield* this.waiting.remove(borrower);
    if (!(yield* event.isSet.read())) return;
    yield* this.borrowers.remove(borrower);
    yield* this.notifyNext();
  }
}

/** Two tasks that wait on behalf of the same: the event of the second takes the place of the first's. */
class OnBehalfOfOne extends Reserving {
  protected override borrowerOf(me: number): number {
    return Math.min(me, 1);
  }
}

/** Each task borrows on behalf of something of its own. */
class OnBehalfOfOthers extends Reserving {
  protected override borrowerOf(me: number): number {
    return -1 - me;
  }
}

const common = {
  module: import.meta.url,
  scheduling: 'cooperative-fifo',
  // A token goes back to whoever borrowed it, so nobody gives back what it has not.
  postsMax: 0,
} as const;

function sourceOf(release: string, reports = ''): NonNullable<Primitive['source']> {
  return {
    citation: `anyio ${release}, src/anyio/_backends/_asyncio.py, class CapacityLimiter${reports}`,
    url: `https://github.com/agronholm/anyio/blob/${release}/src/anyio/_backends/_asyncio.py`,
    licence: 'MIT',
  };
}

export const anyioLimiter3 = definePrimitive({
  ...common,
  name: 'anyio-limiter-3',
  title: "anyio's CapacityLimiter, 3.x, on asyncio",
  source: sourceOf('3.7.1'),
  model: semaphore,
  note: 'It wakes whoever came last.',
  expected: {
    violates: ['safety', 'fifo', 'refinement', ...everyInterrupt],
    from: 'its source for the order; issues #947 and #1170 for the rest',
  },
  create: ({ permits }) => new Stack(permits),
});

export const anyioLimiter4 = definePrimitive({
  ...common,
  name: 'anyio-limiter-4',
  title: "anyio's CapacityLimiter, 4.0 to 4.9, on asyncio",
  source: sourceOf('4.9.0', '; issues #947 and #1170'),
  model: semaphore,
  note: 'Between the waking and the turn of the woken its token is free, and a newcomer takes it.',
  expected: { violates: ['safety', 'refinement', ...everyInterrupt], from: 'issues #947 and #1170' },
  create: ({ permits }) => new Queue(permits),
});

export const anyioLimiter = definePrimitive({
  ...common,
  name: 'anyio-limiter',
  title: "anyio's CapacityLimiter now, on asyncio",
  catalogue: 'D22',
  source: sourceOf('4.15.1', '; pull requests 952 and 1172'),
  model: fifoSemaphore,
  expected: { violates: [], from: 'pull requests 952 and 1172' },
  create: ({ permits }) => new Reserving(permits),
});

export const anyioLimiterShared = definePrimitive({
  ...common,
  name: 'anyio-limiter-shared',
  title: "anyio's CapacityLimiter now, two tasks on behalf of the same borrower",
  source: sourceOf('4.15.1'),
  model: semaphore,
  clients: [
    { permits: 1, plans: [planOf('acquire release'), planOf('acquire release'), planOf('acquire release')] },
  ],
  note: 'The queue has one place for a borrower: the first of the two sleeps for ever. (That one which comes while the other holds a token is refused with an error is documented.)',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo', 'refinement', 'failure-freedom'],
    from: 'its source; the exploration; no report of it was found',
  },
  create: ({ permits }) => new OnBehalfOfOne(permits),
});

export const anyioLimiterOnBehalf = definePrimitive({
  ...common,
  name: 'anyio-limiter-on-behalf',
  title: "anyio's CapacityLimiter now, each task on behalf of something else",
  source: sourceOf('4.15.1'),
  model: fifoSemaphore,
  note: 'A task that took a token without a wait, and is cancelled at the checkpoint that follows, releases for itself and not for the borrower: that raises an error in place of the cancel, and the token is lost.',
  expected: {
    violates: ['interrupt-before-anywhere', 'interrupt-after-anywhere'],
    from: 'its source; the exploration; no report of it was found',
  },
  create: ({ permits }) => new OnBehalfOfOthers(permits),
});
