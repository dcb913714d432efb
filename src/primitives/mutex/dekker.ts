import { cell, definePrimitive, until, type Call, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/** Two flags, and whose turn it is to insist. */
abstract class TwoFlags {
  readonly flag = [cell(false), cell(false)] as const;
  readonly turn = cell(0);

  abstract acquire(call: Call): Step;

  *release({ me }: Call): Step {
    const [mine] = this.flagsOf(me);
    yield* this.turn.write(1 - me);
    yield* mine.write(false);
  }

  /** Lowers my flag until it is my turn, and raises it again. */
  protected *standBack(me: number): Step {
    const { turn } = this;
    const [mine] = this.flagsOf(me);
    yield* mine.write(false);
    yield* until(() => turn.is(me));
    yield* mine.write(true);
  }

  protected flagsOf(me: number) {
    const [first, second] = this.flag;
    return me === 0 ? ([first, second] as const) : ([second, first] as const);
  }
}

/**
 * Dekker's algorithm, the first for two threads: raise my flag; while the other's is up too, the one
 * whose turn it is insists, and the other stands back.
 *
 * Whoever is slow to raise its flag again may be overtaken without limit (FIFO).
 */
class Dekker extends TwoFlags {
  *acquire({ me }: Call): Step {
    const { turn } = this;
    const [mine, theirs] = this.flagsOf(me);
    const standBack = (): Step => this.standBack(me);
    yield* mine.write(true);
    yield* until(function* () {
      if (yield* theirs.is(false)) return true;
      if (yield* turn.isNot(me)) yield* standBack();
      return false;
    });
  }
}

/** Dekker's algorithm without the loop: one look at the other's flag, one at the turn, and one wait. */
class DoranThomas extends TwoFlags {
  *acquire({ me }: Call): Step {
    const { turn } = this;
    const [mine, theirs] = this.flagsOf(me);
    yield* mine.write(true);
    if (yield* theirs.is(false)) return;
    if (yield* turn.isNot(me)) yield* this.standBack(me);
    yield* until(() => theirs.is(false));
  }
}

export const dekker = definePrimitive({
  name: 'dekker',
  module: import.meta.url,
  title: "Dekker's algorithm",
  catalogue: 'F5',
  source: { citation: 'Th. J. Dekker; in E. W. Dijkstra, Cooperating sequential processes, EWD123, 1965' },
  model: mutex,
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['bounded-bypass'],
    from: 'whoever is slow to raise its flag again is overtaken; a flag that stays up stops the other',
  },
  threadsMax: 2,
  create: () => new Dekker(),
});

export const doranThomas = definePrimitive({
  name: 'doran-thomas',
  module: import.meta.url,
  title: "Dekker's algorithm without the loop, Doran and Thomas",
  catalogue: 'F6',
  source: {
    citation:
      'R. W. Doran and L. K. Thomas, Variants of the software solution to mutual exclusion, IPL 10(4-5), 1980, 206-208',
  },
  model: mutex,
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['bounded-bypass'],
    from: 'whoever is slow to raise its flag again is overtaken; a flag that stays up stops the other',
  },
  threadsMax: 2,
  create: () => new DoranThomas(),
});
