import { cell, definePrimitive, doorway, until, type Call, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * Kessels's algorithm for two threads: Peterson's, with the turn split in two, of which each thread
 * writes one. The turn is thread 0's while the two are equal, and thread 1's while they differ.
 */
class Kessels {
  readonly flag = [cell(false), cell(false)] as const;
  readonly turn = [cell(0), cell(0)] as const;

  *acquire({ me }: Call): Step {
    const [mine, theirs] = inOrder(this.flag, me);
    const [myTurn, theirTurn] = inOrder(this.turn, me);
    yield* mine.write(true);
    const written = ((yield* theirTurn.read()) + me) % 2;
    yield* myTurn.write(written);
    yield* doorway();
    // Nobody else writes myTurn: what was written there stands there still.
    yield* until(function* () {
      if (yield* theirs.is(false)) return true;
      return written !== ((yield* theirTurn.read()) + me) % 2;
    });
  }

  *release({ me }: Call): Step {
    const [mine] = inOrder(this.flag, me);
    yield* mine.write(false);
  }
}

/** Mine first, then the other's. */
function inOrder<One>([first, second]: readonly [One, One], me: number): readonly [One, One] {
  return me === 0 ? [first, second] : [second, first];
}

export const kessels = definePrimitive({
  name: 'kessels',
  module: import.meta.url,
  title: "Kessels's algorithm, Peterson's with single writers",
  catalogue: 'F7',
  source: {
    citation:
      'J. L. W. Kessels, Arbitration without common modifiable variables, Acta Informatica 17(2), 1982, 135-141',
  },
  model: mutex,
  expected: {
    violates: everyInterrupt,
    endless: [],
    from: 'the literature; a flag that stays up stops the other',
  },
  threadsMax: 2,
  create: () => new Kessels(),
});
