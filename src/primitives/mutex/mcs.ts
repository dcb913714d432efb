import { cell, definePrimitive, doorway, until, type Call, type Cell, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

const nobody = -1;

/**
 * The queue lock of Mellor-Crummey and Scott: a thread swaps itself to the tail, and waits for its
 * predecessor to clear its own flag. Each thread has one node, named by its number.
 *
 * A node that is abandoned stops everybody behind it.
 */
class McsLock {
  readonly tail = cell(nobody);
  readonly next: readonly Cell<number>[];
  readonly locked: readonly Cell<boolean>[];

  constructor(threads: number) {
    this.next = Array.from({ length: threads }, () => cell(nobody));
    this.locked = Array.from({ length: threads }, () => cell(false));
  }

  *acquire({ me }: Call): Step {
    yield* this.next[me]!.write(nobody);
    const predecessor = yield* this.tail.exchange(me);
    yield* doorway();
    if (predecessor === nobody) return;
    yield* this.link(predecessor, me);
    yield* until(() => this.locked[me]!.is(false));
  }

  *release({ me }: Call): Step {
    const next = this.next[me]!;
    if (yield* next.is(nobody)) {
      if (yield* this.tail.compareAndSet(me, nobody)) return;
      yield* until(() => next.isNot(nobody));
    }
    yield* this.locked[yield* next.read()]!.write(false);
  }

  /** Raises my flag, and only then shows myself to the predecessor. */
  protected *link(predecessor: number, me: number): Step {
    yield* this.locked[me]!.write(true);
    yield* this.next[predecessor]!.write(me);
  }
}

/** The broken twin: shows itself first, so the predecessor may clear the flag before it is raised. */
class McsLockLinkedFirst extends McsLock {
  protected override *link(predecessor: number, me: number): Step {
    yield* this.next[predecessor]!.write(me);
    yield* this.locked[me]!.write(true);
  }
}

const citation =
  'J. M. Mellor-Crummey and M. L. Scott, Algorithms for scalable synchronization on shared-memory multiprocessors, ACM TOCS 9(1), 1991, 21-65';

export const mcs = definePrimitive({
  name: 'mcs',
  module: import.meta.url,
  title: 'Queue lock, Mellor-Crummey and Scott',
  catalogue: 'F14',
  source: { citation },
  model: mutex,
  expected: {
    violates: everyInterrupt,
    endless: [],
    from: 'the paper; an abandoned node stops everybody behind it',
  },
  create: ({ threads }) => new McsLock(threads),
});

export const mcsLinkedFirst = definePrimitive({
  name: 'mcs-linked-first',
  module: import.meta.url,
  title: 'Queue lock MCS, linked before the flag is raised (broken twin)',
  catalogue: 'F14',
  source: { citation: `${citation}; its fourth and fifth step swapped` },
  model: mutex,
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'interrupt-before-anywhere', 'interrupt-after-anywhere'],
    endless: [],
    from: 'the predecessor clears the flag before it is raised, and nobody clears it again',
  },
  create: ({ threads }) => new McsLockLinkedFirst(threads),
});
