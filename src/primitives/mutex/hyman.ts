import { cell, definePrimitive, done, again, loop, until, type Call, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/**
 * Hyman's algorithm for two threads: raise my flag; while it is not my turn, wait until the other's
 * flag is down and take the turn.
 *
 * Wrong in it: between finding the flag down and taking the turn, the other may have raised its flag
 * and entered by a turn that was its own still (safety).
 */
class Hyman {
  readonly flag = [cell(false), cell(false)] as const;
  readonly turn = cell(0);

  *acquire({ me }: Call): Step {
    const { turn } = this;
    const [mine, theirs] = this.flagsOf(me);
    yield* mine.write(true);
    yield* loop(function* () {
      if (yield* turn.is(me)) return done();
      yield* until(() => theirs.is(false));
      yield* turn.write(me);
      return again();
    });
  }

  *release({ me }: Call): Step {
    const [mine] = this.flagsOf(me);
    yield* mine.write(false);
  }

  private flagsOf(me: number) {
    const [first, second] = this.flag;
    return me === 0 ? ([first, second] as const) : ([second, first] as const);
  }
}

export const hyman = definePrimitive({
  name: 'hyman',
  module: import.meta.url,
  title: "Hyman's algorithm (published, wrong)",
  catalogue: 'F4',
  source: {
    citation:
      'H. Hyman, Comments on a problem in concurrent programming control, CACM 9(1), 1966, 45; refuted by D. E. Knuth, CACM 9(5), 1966, 321-322',
  },
  model: mutex,
  expected: {
    violates: ['safety', 'fifo', 'refinement', 'interrupt-before-anywhere', 'interrupt-after-anywhere'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'Knuth 1966: who waits for the flag may take the turn from one that is inside; whoever waits has not the turn, so its flag stops nobody, and that of one inside does',
  },
  threadsMax: 2,
  create: () => new Hyman(),
});
