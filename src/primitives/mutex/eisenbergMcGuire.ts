import { again, cell, definePrimitive, done, loop, until, type Call, type Cell, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

type Flag = 'idle' | 'wants in' | 'active';

/**
 * Eisenberg and McGuire's algorithm: from the owner of the turn on round to me nobody wants in; then I
 * am active, and enter if nobody else is and the turn is mine or its owner's no more. Whoever leaves
 * gives the turn to the next that wants in, so one waits for at most one round of the others.
 */
class EisenbergMcGuire {
  readonly flag: readonly Cell<Flag>[];
  readonly turn = cell(0);

  constructor(threads: number) {
    this.flag = Array.from({ length: threads }, () => cell('idle') as unknown as Cell<Flag>);
  }

  *acquire({ me }: Call): Step {
    const { flag, turn } = this;
    const isFirstFromTurn = (): Step<boolean> => this.isFirstFromTurn(me);
    const isAlone = (): Step<boolean> => this.isAlone(me);
    yield* loop(function* () {
      yield* flag[me]!.write('wants in');
      yield* until(isFirstFromTurn);
      yield* flag[me]!.write('active');
      if (!(yield* isAlone())) return again();
      const owner = yield* turn.read();
      return owner === me || (yield* flag[owner]!.is('idle')) ? done() : again();
    });
    yield* turn.write(me);
  }

  *release({ me, threads }: Call): Step {
    let next = (me + 1) % threads;
    while (next !== me && (yield* this.flag[next]!.is('idle'))) next = (next + 1) % threads;
    yield* this.turn.write(next);
    yield* this.flag[me]!.write('idle');
  }

  /** Whether all from the owner of the turn on, up to me, are idle. */
  private *isFirstFromTurn(me: number): Step<boolean> {
    const { flag } = this;
    for (let one = yield* this.turn.read(); one !== me; one = (one + 1) % flag.length) {
      if (yield* flag[one]!.isNot('idle')) return false;
    }
    return true;
  }

  private *isAlone(me: number): Step<boolean> {
    for (const [other, theirs] of this.flag.entries()) {
      if (other !== me && (yield* theirs.is('active'))) return false;
    }
    return true;
  }
}

export const eisenbergMcGuire = definePrimitive({
  name: 'eisenberg-mcguire',
  module: import.meta.url,
  title: "Eisenberg and McGuire's algorithm",
  catalogue: 'F13',
  source: {
    citation:
      "M. A. Eisenberg and M. R. McGuire, Further comments on Dijkstra's concurrent programming control problem, CACM 15(11), 1972, 999",
  },
  model: mutex,
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: [],
    from: 'the paper: one waits for at most one turn of each other; a flag that stays up stops the others',
  },
  create: ({ threads }) => new EisenbergMcGuire(threads),
});
