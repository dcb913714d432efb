import { cell, definePrimitive, doorway, until, type Call, type Cell, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/** What stands in a Grant in place of the lock's address: there is one lock. */
const thisLock = 'this lock';

type Grant = Cell<typeof thisLock | null>;

/**
 * Hemlock: one word a lock, which points to the last thread in the queue, and one word a thread, its Grant, whatever
 * number of locks it holds. Whoever leaves writes the lock's address into its own Grant, where its successor looks;
 * the successor wipes it out, and until then the leaver stays: its Grant serves its next turn.
 *
 * So release waits, for a step or two of a thread that is awake. A thread that gives up its acquire stops everybody
 * behind it, and the one before it, which waits in release.
 */
class Hemlock {
  readonly tail = cell<Grant | null>(null);
  readonly grants: readonly Grant[];

  constructor(threads: number) {
    this.grants = Array.from({ length: threads }, () => cell<typeof thisLock | null>(null));
  }

  *acquire({ me }: Call): Step {
    const predecessor = yield* this.tail.exchange(this.grants[me]!);
    yield* doorway();
    if (predecessor === null) return;
    yield* until(() => predecessor.is(thisLock));
    yield* predecessor.write(null);
  }

  *release({ me }: Call): Step {
    const grant = this.grants[me]!;
    if (yield* this.tail.compareAndSet(grant, null)) return;
    yield* grant.write(thisLock);
    yield* this.acknowledgement(grant);
  }

  protected *acknowledgement(grant: Grant): Step {
    yield* until(() => grant.is(null));
  }
}

/**
 * The broken twin: whoever leaves does not wait. If it comes back while its Grant is still full, the thread that
 * queues behind it finds there what was meant for another.
 */
class HemlockUnacknowledged extends Hemlock {
  protected override *acknowledgement(): Step {}
}

const citation = 'D. Dice and A. Kogan, Hemlock: compact and scalable mutual exclusion, SPAA 2021';
const url = 'https://arxiv.org/abs/2102.03863';

export const hemlock = definePrimitive({
  name: 'hemlock',
  module: import.meta.url,
  title: 'Hemlock, a queue lock with one word a thread',
  source: { citation, url },
  model: mutex,
  expected: {
    violates: everyInterrupt,
    endless: [],
    from: 'the paper: first come, first served; whoever gives up leaves a Grant that nobody wipes out',
  },
  create: ({ threads }) => new Hemlock(threads),
});

export const hemlockUnacknowledged = definePrimitive({
  name: 'hemlock-unacknowledged',
  module: import.meta.url,
  title: 'Hemlock whose unlock does not wait for its Grant (broken twin)',
  source: { citation: `${citation}; without the last line of unlock`, url },
  model: mutex,
  expected: {
    violates: ['safety', 'no-lost-wakeup', 'deadlock-freedom', 'fifo', 'refinement', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the exploration: two threads wait at one Grant, and the wrong one is let in, or both are',
  },
  create: ({ threads }) => new HemlockUnacknowledged(threads),
});
