import { cell, definePrimitive, until, type Call, type Cell, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * Burns and Lynch's algorithm with one bit for each thread, the least that can be done with. A thread
 * raises its bit when it sees none raised below it, and looks again; then it waits for those above.
 *
 * Free of deadlock and not of starvation: the highest thread may be passed without limit.
 */
class BurnsLynch {
  readonly bit: readonly Cell<boolean>[];

  constructor(threads: number) {
    this.bit = Array.from({ length: threads }, () => cell(false));
  }

  *acquire({ me }: Call): Step {
    const { bit } = this;
    const lower = bit.slice(0, me);
    const higher = bit.slice(me + 1);
    yield* until(function* () {
      yield* bit[me]!.write(false);
      if (!(yield* areDown(lower))) return false;
      yield* bit[me]!.write(true);
      return yield* areDown(lower);
    });
    yield* until(() => areDown(higher));
  }

  *release({ me }: Call): Step {
    yield* this.bit[me]!.write(false);
  }
}

/** Whether none of the bits is raised; one step for each that is looked at. */
function* areDown(bits: readonly Cell<boolean>[]): Step<boolean> {
  for (const bit of bits) if (yield* bit.read()) return false;
  return true;
}

export const burnsLynch = definePrimitive({
  name: 'burns-lynch',
  module: import.meta.url,
  title: 'One bit for each thread, Burns and Lynch',
  catalogue: 'F10',
  source: {
    citation:
      'J. E. Burns and N. A. Lynch, Bounds on shared memory for mutual exclusion, Information and Computation 107(2), 1993, 171-184',
  },
  model: mutex,
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the paper: free of deadlock, not of starvation; a bit that stays up stops the others',
  },
  create: ({ threads }) => new BurnsLynch(threads),
});
