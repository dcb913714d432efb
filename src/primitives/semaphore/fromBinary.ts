import {
  binarySemaphore,
  cell,
  definePrimitive,
  interruptible,
  masked,
  type Primitive,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/** What the versions of this file leave open. */
export interface Variant {
  /** What a V on a binary semaphore that is 1 does. Default `saturating`: it is lost. */
  readonly excess?: 'saturating' | 'strict';
  /** Whether an interrupted sleeper puts the count right. Default false. */
  readonly cleansUp?: boolean;
  /** Whether interrupts are held off but for the sleep. Default false. */
  readonly isMasked?: boolean;
}

/**
 * General semaphores from binary semaphores: a mutex `m`, a delay `d` on which threads sleep, and a
 * count that is negative by the number of sleepers.
 */
abstract class CountAndDelay {
  readonly m;
  readonly d;
  readonly count;
  protected readonly variant: Variant;

  constructor(permits: number, variant: Variant) {
    this.m = binarySemaphore(1, variant);
    this.d = binarySemaphore(0, variant);
    this.count = cell(permits);
    this.variant = variant;
  }

  acquire(): Step {
    return this.variant.isMasked === true ? masked(() => this.p()) : this.p();
  }

  protected abstract p(): Step;

  /** count := count + change; answers the new count. */
  protected *add(change: number): Step<number> {
    const count = (yield* this.count.read()) + change;
    yield* this.count.write(count);
    return count;
  }

  /** P d, where a sleeper may be interrupted. */
  protected *sleep(): Step {
    const { m, d, variant } = this;
    try {
      yield* variant.isMasked === true ? interruptible(() => d.p()) : d.p();
    } catch (interrupt) {
      if (variant.cleansUp === true) {
        yield* m.p();
        yield* this.add(1);
        yield* m.v();
      }
      throw interrupt;
    }
  }
}

/**
 * The version of the textbooks, attributed to Dijkstra.
 *
 * Wrong in it: a P may be preempted between V m and P d; two V's then hit d twice, and one is lost.
 */
class Naive extends CountAndDelay {
  protected *p(): Step {
    const { m } = this;
    yield* m.p();
    if ((yield* this.add(-1)) < 0) {
      yield* m.v();
      yield* this.sleep();
    } else {
      yield* m.v();
    }
  }

  *release(): Step {
    const { m, d } = this;
    yield* m.p();
    if ((yield* this.add(1)) <= 0) yield* d.v();
    yield* m.v();
  }
}

/** Hemmendinger's version: a V that wakes somebody passes `m` on to the one that it wakes. */
class Hemmendinger extends CountAndDelay {
  protected *p(): Step {
    const { m } = this;
    yield* m.p();
    if ((yield* this.add(-1)) < 0) {
      yield* m.v();
      yield* this.sleep();
    }
    yield* m.v();
  }

  *release(): Step {
    const { m, d } = this;
    yield* m.p();
    if ((yield* this.add(1)) <= 0) yield* d.v();
    else yield* m.v();
  }
}

/**
 * Kearns's version: V's count the wake-ups that are under way, and a woken P passes the next one on.
 *
 * Wrong in it: a V that finds a wake-up under way signals d too, so a woken P passes on one too many.
 */
class Kearns extends CountAndDelay {
  readonly wakeCount = cell(0);

  protected *p(): Step {
    const { m, d, wakeCount } = this;
    yield* m.p();
    if ((yield* this.add(-1)) < 0) {
      yield* m.v();
      yield* this.sleep();
      yield* m.p();
      const left = (yield* wakeCount.read()) - 1;
      yield* wakeCount.write(left);
      if (left > 0) yield* d.v();
    }
    yield* m.v();
  }

  *release(): Step {
    const { m, d, wakeCount } = this;
    yield* m.p();
    if ((yield* this.add(1)) <= 0) {
      const underWay = (yield* wakeCount.read()) + 1;
      yield* wakeCount.write(underWay);
      if (this.signals(underWay)) yield* d.v();
    }
    yield* m.v();
  }

  /** Whether a V signals d, with so many wake-ups under way, its own included. */
  protected signals(_underWay: number): boolean {
    return true;
  }
}

/** Kearns's version repaired: only the first wake-up under way is put into d. */
class KearnsRepaired extends Kearns {
  protected override signals(underWay: number): boolean {
    return underWay === 1;
  }
}

/** The version with a third semaphore: a gate lets at most one P be between V m and P d. */
class Gate extends Naive {
  readonly gate;

  constructor(permits: number, variant: Variant) {
    super(permits, variant);
    this.gate = binarySemaphore(1, variant);
  }

  protected override *p(): Step {
    yield* this.gate.p();
    yield* super.p();
    yield* this.gate.v();
  }
}

const kotulski =
  'L. Kotulski, About the semantic nested monitor calls / general semaphores, ACM SIGOPS OSR 22(2), 1988, 53-59';
const hemmendinger =
  'D. Hemmendinger, A correct implementation of general semaphores, ACM SIGOPS OSR 22(3), 1988, 42-44';
const kearns =
  'P. Kearns, A correct and unrestrictive implementation of general semaphores, ACM SIGOPS OSR 22(4), 1988, 46-48';

interface Version {
  /** What it violates but for FIFO order and interrupts, with and without the clean-up. */
  readonly violates: readonly string[];
  readonly from: string;
  readonly name: string;
  readonly title: string;
  readonly catalogue: string;
  readonly citation: string;
  readonly note?: string;
  readonly make: new (permits: number, variant: Variant) => object;
}

function version({ name, title, catalogue, citation, note, make, violates, from }: Version) {
  return (variant: Variant = {}): Primitive =>
    definePrimitive({
      name: variant.cleansUp === true ? `${name}-cleaning` : name,
      module: import.meta.url,
      title: variant.cleansUp === true ? `${title}, cleaning up on interrupt` : title,
      catalogue: variant.cleansUp === true ? 'B11' : catalogue,
      source: { citation },
      ...(note === undefined || variant.cleansUp === true ? {} : { note }),
      model: semaphore,
      expected: {
        violates: [...violates, 'fifo', ...everyInterrupt],
        endless: ['starvation-weak', 'bounded-bypass'],
        from,
      },
      create: ({ permits }) => new make(permits, variant),
    });
}

export const naiveIn = version({
  name: 'naive',
  title: 'From binary semaphores, the textbook version',
  catalogue: 'B1',
  citation: `Attributed to E. W. Dijkstra; objection in ${kotulski}`,
  violates: ['no-lost-wakeup', 'deadlock-freedom'],
  from: 'the objection of Kotulski 1988: two V in a row hit d while two P are before it',
  note: 'An interrupted sleeper leaves the count too low and, in the end, d at 1. That one wake-up stands for the missing permit, so three threads that come and go notice nothing; with two wake-ups in a row it is lost.',
  make: Naive,
});
export const hemmendingerIn = version({
  name: 'hemmendinger',
  title: 'From binary semaphores, Hemmendinger 1988',
  catalogue: 'B2',
  citation: hemmendinger,
  violates: [],
  from: 'Kearns 1988 calls it restrictive, not wrong; an interrupted sleeper takes m with it',
  make: Hemmendinger,
});
export const kearnsIn = version({
  name: 'kearns',
  title: 'From binary semaphores, Kearns 1988',
  catalogue: 'B3',
  citation: kearns,
  violates: ['safety', 'refinement'],
  from: 'the comments of 1989; the run with three sleepers and two V was found by exploration',
  note: 'Interrupted at its sleep alone, it lives on with what the sleeper left: the wake-up for nobody, and its count, stand for the missing permit. Interrupted while it takes m again, a woken P drops the wake-up that it has taken.',
  make: Kearns,
});
export const kearnsRepairedIn = version({
  name: 'kearns-repaired',
  title: 'From binary semaphores, Kearns repaired',
  catalogue: 'B4',
  citation: `${kearns}; repaired as the comments of 1989 ask for`,
  violates: [],
  from: 'exploration; an interrupted sleeper leaves a wake-up behind',
  note: 'Interrupted at its sleep alone, and left so, it lives on: the wake-up for nobody, and its count, stand for the missing permit. Put right under m, that wake-up is one too many. Interrupted while it takes m again, a woken P drops the wake-up that it has taken.',
  make: KearnsRepaired,
});
export const gateIn = version({
  name: 'gate',
  title: 'From three binary semaphores, with a gate',
  catalogue: 'B5',
  citation: 'A. Silberschatz and P. B. Galvin, Operating System Concepts (with S1, S2, S3)',
  violates: [],
  from: 'exploration; an interrupted sleeper takes the gate with it',
  make: Gate,
});

export const naive = naiveIn();
export const hemmendinger1988 = hemmendingerIn();
export const kearns1988 = kearnsIn();
export const kearnsRepaired = kearnsRepairedIn();
export const gate = gateIn();

/** The same, with sleepers that put the count right when they are interrupted. */
export const cleaning = [naiveIn, hemmendingerIn, kearnsRepairedIn, gateIn].map((make) =>
  make({ cleansUp: true }),
);
