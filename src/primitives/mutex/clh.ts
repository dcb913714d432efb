import { cell, definePrimitive, doorway, until, type Call, type Cell, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * The queue lock of Craig, and of Landin and Hagersten: a thread raises the flag of its node, swaps
 * the node to the tail, and waits until the flag of the node before it is down. It leaves its own node
 * to its successor and takes that of its predecessor.
 *
 * A node that is abandoned stops everybody behind it.
 */
class ClhLock {
  /** By node. There is one more of them than there are threads; its flag is down. */
  readonly locked: readonly Cell<boolean>[];
  readonly tail;
  /** By thread, and touched by no other: the node that it owns, and the one that it waits for. */
  readonly mine: readonly Cell<number>[];
  readonly predecessor: readonly Cell<number>[];

  constructor(threads: number) {
    this.locked = Array.from({ length: threads + 1 }, () => cell(false));
    this.tail = cell(threads);
    this.mine = Array.from({ length: threads }, (_, thread) => cell(thread));
    this.predecessor = Array.from({ length: threads }, () => cell(-1));
  }

  *acquire({ me }: Call): Step {
    const mine = yield* this.mine[me]!.read();
    yield* this.locked[mine]!.write(true);
    const predecessor = yield* this.tail.exchange(mine);
    yield* doorway();
    yield* this.predecessor[me]!.write(predecessor);
    yield* until(() => this.locked[predecessor]!.is(false));
  }

  *release({ me }: Call): Step {
    const mine = yield* this.mine[me]!.read();
    yield* this.locked[mine]!.write(false);
    yield* this.takeNode(me);
  }

  /** Takes the node of the predecessor, which nobody looks at any more. */
  protected *takeNode(me: number): Step {
    yield* this.mine[me]!.write(yield* this.predecessor[me]!.read());
  }
}

/** The broken twin: keeps its own node, which may still be the tail; then it waits for itself. */
class ClhLockKeepingNode extends ClhLock {
  protected override *takeNode(): Step {}
}

const citation =
  'T. S. Craig, Building FIFO and priority-queuing spin locks from atomic swap, TR 93-02-02, University of Washington, 1993; A. Landin and E. Hagersten, Queue locks on cache coherent multiprocessors, IPPS 1994';

export const clh = definePrimitive({
  name: 'clh',
  module: import.meta.url,
  title: 'Queue lock, Craig, Landin and Hagersten',
  catalogue: 'F15',
  source: { citation },
  model: mutex,
  expected: {
    violates: everyInterrupt,
    endless: [],
    from: 'the papers; an abandoned node stops everybody behind it',
  },
  create: ({ threads }) => new ClhLock(threads),
});

export const clhKeepingNode = definePrimitive({
  name: 'clh-keeping-node',
  module: import.meta.url,
  title: 'Queue lock CLH, keeping its own node (broken twin)',
  catalogue: 'F15',
  source: { citation: `${citation}; without taking the node of the predecessor` },
  model: mutex,
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom'],
    endless: [],
    from: 'a thread that comes again raises the flag of the node that it will wait for, interrupted or not',
  },
  create: ({ threads }) => new ClhLockKeepingNode(threads),
});
