import { cell, definePrimitive, until, type Call, type Cell, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * The filter lock, Peterson's algorithm for n threads: n - 1 levels, and at each of them the one that
 * came last waits while another stands at its level or further on.
 *
 * Whoever is victim at a low level is overtaken by those that come and go above it (FIFO).
 */
class FilterLock {
  readonly level: readonly Cell<number>[];
  /** By level, from 1; the one at 0 is not used. */
  readonly victim: readonly Cell<number>[];

  constructor(threads: number) {
    this.level = Array.from({ length: threads }, () => cell(0));
    this.victim = Array.from({ length: levelsFor(threads) + 1 }, () => cell(-1));
  }

  *acquire({ me, threads }: Call): Step {
    for (let level = 1; level <= levelsFor(threads); level++) {
      yield* this.level[me]!.write(level);
      yield* this.victim[level]!.write(me);
      yield* until(() => this.mayPass(level, me));
    }
  }

  *release({ me }: Call): Step {
    yield* this.level[me]!.write(0);
  }

  /** Whether another is the victim here, or nobody else has come so far. */
  private *mayPass(level: number, me: number): Step<boolean> {
    if (yield* this.victim[level]!.isNot(me)) return true;
    for (const [other, theirs] of this.level.entries()) {
      if (other !== me && (yield* theirs.read()) >= level) return false;
    }
    return true;
  }
}

/** A thread alone passes one level too, so that it takes a step. */
function levelsFor(threads: number): number {
  return Math.max(1, threads - 1);
}

export const filter = definePrimitive({
  name: 'filter',
  module: import.meta.url,
  title: "Filter lock, Peterson's algorithm for n threads",
  catalogue: 'F8',
  source: {
    citation:
      'G. L. Peterson, Myths about the mutual exclusion problem, IPL 12(3), 1981, 115-116; named in M. Herlihy and N. Shavit, The Art of Multiprocessor Programming, 2008, section 2.4',
  },
  model: mutex,
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['bounded-bypass'],
    from: 'the literature: one may be overtaken without limit; a level that stays stops the others',
  },
  create: ({ threads }) => new FilterLock(threads),
});
