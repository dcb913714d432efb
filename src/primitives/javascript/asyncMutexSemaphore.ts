import {
  again,
  cell,
  defineObject,
  definePrimitive,
  deque,
  done,
  eventLoop,
  fresh,
  future,
  loop,
  masked,
  next,
  planOf,
  workload,
  type Call,
  type Future,
  type Step,
} from 'heddle';
import { fifoSemaphore, mutex, semaphore } from 'heddle/models';

interface Ticket {
  readonly turn: Future;
  readonly weight: number;
  readonly priority: number;
}

/** An array of tickets, into the middle of which one may come. */
const ticketQueue = defineObject({
  kind: 'ticket queue',
  initial: (): readonly any[] => [],
  operations: {
    at: ({ value }, index: number) => next(value, value[index] ?? null),
    insert: ({ value }, index: number, ticket: any) => next(value.toSpliced(index, 0, ticket)),
    popFront: ({ value }) => next(value.slice(1), value[0] ?? null),
  },
});

/**
 * The Semaphore of async-mutex. A request has a weight and a priority. It stands behind all that have no less
 * priority, and the head of the queue is served as soon as there is enough for it; nobody behind it before.
 */
class Weighted {
  readonly value;
  readonly queue = ticketQueue();

  constructor(permits: number) {
    this.value = cell(permits);
  }

  acquire(call: Call): Step {
    return masked(() => this.enter(call));
  }

  *release({ permits }: Call): Step {
    yield* this.giveBack(permits);
  }

  /** Of a thread's requests. */
  protected priorityOf(_call: Call): number {
    return 0;
  }

  protected *giveBack(weight: number): Step {
    yield* this.value.write((yield* this.value.read()) + weight);
    yield* this.dispatch();
  }

  /** Takes at once if it would be the head and there is enough; null then, else its ticket. */
  protected *takeOrEnqueue(call: Call): Step<Ticket | null> {
    const priority = this.priorityOf(call);
    const { queue } = this;
    const index = yield* loop(0, function* (at) {
      const other = (yield* queue.at(at)) as Ticket | null;
      return other === null || other.priority < priority ? done(at) : again(at + 1);
    });
    const value = yield* this.value.read();
    if (index === 0 && call.permits <= value) {
      yield* this.value.write(value - call.permits);
      return null;
    }
    const ticket: Ticket = { turn: yield* fresh(future()), weight: call.permits, priority };
    yield* queue.insert(index, ticket);
    return ticket;
  }

  protected dispatch(): Step {
    const { value, queue } = this;
    const grant = (ticket: Ticket): Step => this.grant(ticket);
    return loop(function* () {
      const head = (yield* queue.at(0)) as Ticket | null;
      if (head === null) return done();
      const free = yield* value.read();
      if (free < head.weight) return done();
      yield* queue.popFront();
      yield* value.write(free - head.weight);
      yield* grant(head);
      return again();
    });
  }

  protected *grant({ turn }: Ticket): Step {
    yield* turn.complete();
  }

  private *enter(call: Call): Step {
    const ticket = yield* this.takeOrEnqueue(call);
    if (ticket !== null) yield* ticket.turn.wait();
  }
}

/** The first thread asks with less priority than all others. */
class Prioritised extends Weighted {
  protected override priorityOf({ me }: Call): number {
    return me === 0 ? 0 : 1;
  }
}

/**
 * With `withTimeout` around it. The request of one whose time is up stays in the queue like any other: when
 * it is granted, what waited for it finds that nobody wants it any more, and releases, one turn later.
 */
class WithTimeout extends Weighted {
  readonly microtasks = eventLoop<number>();

  timedAcquire(call: Call): Step<boolean> {
    return masked(() => this.enterUntil(call));
  }

  private *enterUntil(call: Call): Step<boolean> {
    const ticket = yield* this.takeOrEnqueue(call);
    return ticket === null || (yield* ticket.turn.wait(call.deadline));
  }

  /** What goes on after an await whose caller has gone. */
  *runMicrotasks(): Step {
    const { microtasks } = this;
    const giveBack = (weight: number): Step => this.giveBack(weight);
    yield* loop(function* () {
      yield* giveBack(yield* microtasks.nextCall());
      return again();
    });
  }

  protected override *grant({ turn, weight }: Ticket): Step {
    if (yield* turn.isCancelled()) yield* this.microtasks.schedule(weight);
    else yield* turn.complete();
  }
}

/** What is no mutex: to wait until nobody is inside, and then to go in without telling anybody. */
class WaitsForUnlock {
  readonly loop = eventLoop();
  readonly isLocked = cell(false);
  readonly waiters = deque<Future>();

  acquire(): Step {
    return masked(() => this.waitForUnlock());
  }

  *release(): Step {
    const { waiters } = this;
    yield* this.isLocked.write(false);
    yield* loop(function* () {
      if (yield* waiters.isEmpty()) return done();
      const waiter = yield* waiters.popFront();
      yield* waiter.complete();
      return again();
    });
  }

  private *waitForUnlock(): Step {
    if (yield* this.isLocked.read()) {
      const waiter = yield* fresh(future());
      yield* this.waiters.pushBack(waiter);
      yield* waiter.wait();
    } else {
      // To await what is resolved takes a turn too.
      yield* this.loop.yieldTurn();
    }
    yield* this.isLocked.write(true);
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative-fifo' } as const;
const source = {
  citation: 'async-mutex 0.5.0, src/Semaphore.ts, src/withTimeout.ts',
  url: 'https://github.com/DirtyHairy/async-mutex',
  licence: 'MIT',
};

export const asyncMutexSemaphore = definePrimitive({
  ...common,
  name: 'async-mutex-semaphore',
  title: "async-mutex's Semaphore",
  catalogue: 'E1',
  source,
  model: fifoSemaphore,
  acquireMax: 2,
  releaseMax: 2,
  expected: { violates: [], from: 'its source: one priority, first come, first served' },
  create: ({ permits }) => new Weighted(permits),
});

export const asyncMutexPriority = definePrimitive({
  ...common,
  name: 'async-mutex-priority',
  title: "async-mutex's Semaphore, where one thread asks with less priority",
  source,
  model: semaphore,
  note: 'That is what a priority is for: while others come, the one without it waits.',
  expected: { violates: ['fifo'], from: 'its source' },
  create: ({ permits }) => new Prioritised(permits),
});

export const asyncMutexTimeout = definePrimitive({
  ...common,
  name: 'async-mutex-timeout',
  title: "async-mutex's withTimeout",
  catalogue: 'E3',
  source,
  model: fifoSemaphore,
  background: 'runMicrotasks',
  acquireMax: 2,
  releaseMax: 2,
  clients: [
    workload(2, 2, 1),
    workload(3, 1, 1),
    {
      permits: 1,
      plans: [planOf('timedAcquire release'), planOf('timedAcquire release'), planOf('acquire release')],
    },
    // One that keeps, one that wants more than is left and gives up, one for whom it would do.
    { permits: 2, plans: [planOf('acquire'), planOf('timedAcquire*2 release*2'), planOf('acquire release')] },
  ],
  note: 'The request of one that has given up keeps its place; if it is a large one at the head, those behind it sleep although there is enough for them.',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom'],
    from: 'its source; the exploration; no report of it was found',
  },
  create: ({ permits }) => new WithTimeout(permits),
});

export const waitForUnlock = definePrimitive({
  ...common,
  name: 'wait-for-unlock',
  title: 'To wait for the unlocking, and then to go in',
  catalogue: 'E4',
  source: {
    ...source,
    citation: 'async-mutex, waitForUnlock: it says that nobody is inside, and reserves nothing',
  },
  model: mutex,
  expected: { violates: ['safety', 'refinement'], from: 'its documentation' },
  create: () => new WaitsForUnlock(),
});
