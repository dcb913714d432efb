import {
  again,
  cell,
  definePrimitive,
  done,
  doorway,
  loop,
  until,
  type Call,
  type Cell,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/** A node by name: that of a thread, by its number, or the lock itself. */
type Pointer = number | 'lock' | null;

/** In the lock, `tail` is the end of the queue; in the node of a thread it says that the thread waits, until it is null. */
interface QueueNode {
  readonly tail: Cell<Pointer | 'waiting'>;
  readonly next: Cell<Pointer>;
}

const makeNode = (): QueueNode => ({
  tail: cell<Pointer | 'waiting'>(null),
  next: cell<Pointer>(null),
});

/**
 * The queue lock of the K42 kernel: MCS whose release needs no node, for the lock is a node itself. A thread waits
 * with a node in its stack frame; when it is served it puts the lock in the place of that node, and acquire returns.
 * A frame that is used again has the same address, so each thread has one node.
 *
 * Who comes must not swap itself to the tail of a free lock, for there the lock has to stand. This version looks
 * first and goes by what it saw, and tries again if that is no longer so: it is first come, first served for those in
 * the queue, and getting into the queue can take for ever.
 */
class K42 {
  readonly lock = makeNode();
  readonly nodes: readonly QueueNode[];

  constructor(threads: number) {
    this.nodes = Array.from({ length: threads }, makeNode);
  }

  *acquire({ me }: Call): Step {
    const { tail } = this.lock;
    const { nodes } = this;
    const last = yield* loop(function* () {
      const seen = (yield* tail.read()) as Pointer;
      if (seen === null) return (yield* tail.compareAndSet(null, 'lock')) ? done(null) : again();
      yield* nodes[me]!.next.write(null);
      yield* nodes[me]!.tail.write('waiting');
      return (yield* tail.compareAndSet(seen, me)) ? done(seen) : again();
    });
    yield* doorway();
    if (last === null) return;
    yield* this.wait(me, last);
    yield* this.leaveFrame(me);
  }

  *release(): Step {
    const { tail, next } = this.lock;
    if (yield* next.is(null)) {
      if (yield* tail.compareAndSet('lock', null)) return;
      yield* until(() => next.isNot(null));
    }
    yield* this.at(yield* next.read()).tail.write(null);
  }

  protected *wait(me: number, last: Pointer): Step {
    yield* this.at(last).next.write(me);
    yield* until(() => this.nodes[me]!.tail.is(null));
  }

  /** Puts the lock in the place of my node, which is gone when acquire returns. */
  protected *leaveFrame(me: number): Step {
    const { tail, next } = this.lock;
    const mine = this.nodes[me]!;
    if (yield* mine.next.is(null)) {
      yield* next.write(null);
      if (yield* tail.compareAndSet(me, 'lock')) return;
      yield* until(() => mine.next.isNot(null));
    }
    yield* next.write(yield* mine.next.read());
  }

  private at(pointer: Pointer): QueueNode {
    return typeof pointer === 'number' ? this.nodes[pointer]! : this.lock;
  }
}

/** With a swap: one step gets a thread into the queue, and it has to leave its frame even if nobody is there. */
class K42Swap extends K42 {
  override *acquire({ me }: Call): Step {
    yield* this.nodes[me]!.next.write(null);
    const last = (yield* this.lock.tail.exchange(me)) as Pointer;
    yield* doorway();
    if (last !== null) {
      yield* this.nodes[me]!.tail.write('waiting');
      yield* this.wait(me, last);
    }
    yield* this.leaveFrame(me);
  }
}

/**
 * The broken twin: the lock's link is wiped out after the lock has become the tail, and with it the thread that has
 * put itself there meanwhile.
 */
class K42SwapLateLink extends K42Swap {
  protected override *leaveFrame(me: number): Step {
    const { tail, next } = this.lock;
    const mine = this.nodes[me]!;
    if ((yield* mine.next.is(null)) && !(yield* tail.compareAndSet(me, 'lock'))) {
      yield* until(() => mine.next.isNot(null));
    }
    yield* next.write(yield* mine.next.read());
  }
}

const citation =
  'M. A. Auslander, D. J. Edelsohn, O. Y. Krieger, B. S. Rosenburg and R. W. Wisniewski, Enhancement to the MCS lock for increased functionality and improved programmability, US patent application 20030200457, 2003; as pseudocode of the University of Rochester, and in M. L. Scott, Shared-memory synchronization, Morgan & Claypool, 2013, section 4.3';
const url = 'https://www.cs.rochester.edu/research/synchronization/pseudocode/ss.html';

export const k42 = definePrimitive({
  name: 'k42',
  module: import.meta.url,
  title: 'Queue lock of K42, MCS with the lock as a node',
  source: { citation, url },
  model: mutex,
  expected: {
    violates: everyInterrupt,
    endless: ['starvation-weak', 'starvation-strong'],
    from: 'the exploration: a queue in order, behind a compare-and-swap that may fail again and again',
  },
  create: ({ threads }) => new K42(threads),
});

export const k42Swap = definePrimitive({
  name: 'k42-swap',
  module: import.meta.url,
  title: 'Queue lock of K42, entered by a swap',
  source: { citation: `${citation}; the alternative acquire of the pseudocode`, url },
  model: mutex,
  expected: {
    violates: everyInterrupt,
    endless: [],
    from: 'as MCS: first come, first served; an abandoned node stops everybody behind it',
  },
  create: ({ threads }) => new K42Swap(threads),
});

export const k42SwapLateLink = definePrimitive({
  name: 'k42-swap-late-link',
  module: import.meta.url,
  title: "Queue lock of K42, the lock's link wiped out too late (broken twin)",
  source: {
    citation: `${citation}; the alternative acquire, with the link written once, after the compare-and-swap, as a port in C has it`,
    url,
  },
  model: mutex,
  expected: {
    violates: ['non-blocking', 'deadlock-freedom', ...everyInterrupt],
    endless: [],
    from: 'the exploration: release looks for a successor that was wiped out',
  },
  create: ({ threads }) => new K42SwapLateLink(threads),
});
