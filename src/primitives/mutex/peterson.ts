import { cell, definePrimitive, doorway, until, type Call, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/** Peterson's algorithm for two threads: say that I want in, give way, wait until the other does not want in or gives way too. */
class Peterson {
  readonly flag = [cell(false), cell(false)] as const;
  readonly turn = cell(0);

  *acquire({ me }: Call): Step {
    const [mine, other] = this.flagsOf(me);
    yield* mine.write(true);
    yield* this.turn.write(1 - me);
    yield* doorway();
    yield* until(() => this.mayEnter(other, me));
  }

  *release({ me }: Call): Step {
    const [mine] = this.flagsOf(me);
    yield* mine.write(false);
  }

  protected *mayEnter(other: (typeof this.flag)[number], me: number): Step<boolean> {
    if (yield* other.is(false)) return true;
    return yield* this.turn.is(me);
  }

  protected flagsOf(me: number) {
    const [first, second] = this.flag;
    return me === 0 ? ([first, second] as const) : ([second, first] as const);
  }
}

/** The broken twin: gives way before it says that it wants in, so the other may see neither. */
class PetersonSwapped extends Peterson {
  override *acquire({ me }: Call): Step {
    const [mine, other] = this.flagsOf(me);
    yield* this.turn.write(1 - me);
    yield* mine.write(true);
    yield* doorway();
    yield* until(() => this.mayEnter(other, me));
  }
}

const citation = 'G. L. Peterson, Myths about the mutual exclusion problem, IPL 12(3), 1981, 115-116';

export const peterson = definePrimitive({
  name: 'peterson',
  module: import.meta.url,
  title: "Peterson's algorithm",
  catalogue: 'F3',
  source: { citation },
  model: mutex,
  expected: {
    violates: everyInterrupt,
    endless: [],
    from: 'the literature; a flag that stays up stops the other',
  },
  threadsMax: 2,
  create: () => new Peterson(),
});

export const petersonSwapped = definePrimitive({
  name: 'peterson-swapped',
  module: import.meta.url,
  title: "Peterson's algorithm, first two steps swapped (broken twin)",
  catalogue: 'F3',
  source: { citation: `${citation}; its first two steps swapped` },
  model: mutex,
  expected: {
    violates: ['safety', 'refinement', ...everyInterrupt],
    endless: [],
    from: 'the literature: each may see the flag of the other down',
  },
  threadsMax: 2,
  create: () => new PetersonSwapped(),
});
