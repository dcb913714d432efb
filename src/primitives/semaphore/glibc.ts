import {
  again,
  type Call,
  cell,
  type Deadline,
  definePrimitive,
  done,
  futex,
  type Futex,
  loop,
  type Step,
} from 'heddle';
import { destructibleSemaphore } from 'heddle/models';
import { everyLateInterrupt } from '../everyInterrupt.ts';
import { destroyingClients, smallClients } from './smallClients.ts';

/** Takes one from a futex word that is above 0, by compare-and-swap; false if it is 0. */
function decrementIfPositive(word: Futex): Step<boolean> {
  return loop(function* () {
    const value = yield* word.read();
    if (value === 0) return done(false);
    return (yield* word.compareAndSwap(value, value - 1)) === value ? done(true) : again();
  });
}

/**
 * glibc from 2003 to 2.20: a value to sleep on, and beside it how many may sleep.
 *
 * Wrong in it: a post looks at the number of sleepers after the value is out. Somebody may have passed by then, and
 * have destroyed the semaphore: bug 12674, which failure freedom shows.
 */
class TwoWordSemaphore {
  readonly value;
  readonly sleepers = cell(0, { isDestructible: true });

  constructor(permits: number) {
    this.value = futex(permits, { isDestructible: true });
  }

  *acquire(): Step<boolean> {
    return yield* this.wait(undefined);
  }

  tryAcquire(): Step<boolean> {
    return decrementIfPositive(this.value);
  }

  *timedAcquire({ deadline }: Call): Step<boolean> {
    return yield* this.wait(deadline);
  }

  *release(): Step {
    const { value, sleepers } = this;
    yield* value.fetchAdd(1);
    if ((yield* sleepers.read()) > 0) yield* value.wake(1);
  }

  *destroy(): Step {
    yield* this.value.destroy();
    yield* this.sleepers.destroy();
  }

  private *wait(deadline: Deadline | undefined): Step<boolean> {
    const { value, sleepers } = this;
    if (yield* decrementIfPositive(value)) return true;
    yield* sleepers.fetchAdd(1);
    try {
      return yield* loop(function* () {
        const isWoken = yield* value.wait(0, deadline);
        if (yield* decrementIfPositive(value)) return done(true);
        if (!isWoken && deadline !== undefined && (yield* deadline.isPast())) return done(false);
        return again();
      });
    } finally {
      yield* sleepers.fetchAdd(-1);
    }
  }
}

/** The value is the lower part of the word, what is above it counts who may sleep. */
const oneSleeper = 64;
const valueOf = (word: number): number => word % oneSleeper;

/**
 * glibc since 2.21 where 64 bits fit in an atomic word: value and sleepers change together, so a post touches it no
 * more once the value is out. Its wake needs the address alone: at worst it wakes somebody without a reason who sleeps
 * on what lies there by then.
 */
class Semaphore64 {
  readonly word;

  constructor(permits: number) {
    this.word = futex(permits, { lowerPart: oneSleeper, isDestructible: true });
  }

  *acquire(): Step<boolean> {
    return yield* this.wait(undefined);
  }

  *tryAcquire(): Step<boolean> {
    return yield* this.takeOne(0);
  }

  *timedAcquire({ deadline }: Call): Step<boolean> {
    return yield* this.wait(deadline);
  }

  *release(): Step {
    const before = yield* this.word.fetchAdd(1);
    if (before >= oneSleeper) yield* this.word.wake(1);
  }

  *destroy(): Step {
    yield* this.word.destroy();
  }

  private *wait(deadline: Deadline | undefined): Step<boolean> {
    if (yield* this.takeOne(0)) return true;
    const { word } = this;
    const takeOne = (): Step<boolean> => this.takeOne(oneSleeper);
    yield* word.fetchAdd(oneSleeper);
    let isTaken = false;
    try {
      isTaken = yield* loop(function* () {
        if (yield* takeOne()) return done(true);
        const isWoken = yield* word.wait(0, deadline);
        if (!isWoken && deadline !== undefined && (yield* deadline.isPast())) return done(false);
        return again();
      });
      return isTaken;
    } finally {
      if (!isTaken) yield* word.fetchAdd(-oneSleeper);
    }
  }

  /** Takes one, and `besides` with it, in one step; false if there is none. */
  private takeOne(besides: number): Step<boolean> {
    const { word } = this;
    return loop(function* () {
      const found = yield* word.read();
      if (valueOf(found) === 0) return done(false);
      return (yield* word.compareAndSwap(found, found - 1 - besides)) === found ? done(true) : again();
    });
  }
}

/** What the files of these entries are. */
export const citation = 'The GNU C Library, nptl: sem_wait, sem_post, sem_destroy';

/** What the versions have in common: whoever has taken the last permit may destroy them. */
export const common = {
  model: destructibleSemaphore,
  clients: [...smallClients, ...destroyingClients],
} as const;

export const glibc2003 = definePrimitive({
  name: 'glibc-2003',
  module: import.meta.url,
  title: 'glibc sem_t, 2003 to 2.20',
  note: 'Right as long as nobody destroys it: bug 12674.',
  catalogue: 'F24',
  source: {
    citation: `${citation}; U. Drepper, 2003`,
    url: 'https://sourceware.org/bugzilla/show_bug.cgi?id=12674',
    licence: 'LGPL-2.1-or-later',
  },
  ...common,
  expected: {
    violates: ['fifo', 'refinement', 'failure-freedom', 'interrupt-before-anywhere', ...everyLateInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the bug report, for a post that touches a semaphore which is destroyed; a permit is lost if the acquire is interrupted behind it',
  },
  create: ({ permits }) => new TwoWordSemaphore(permits),
});

export const glibc64 = definePrimitive({
  name: 'glibc-64',
  module: import.meta.url,
  title: 'glibc sem_t since 2.21, in one word of 64 bits',
  catalogue: 'F25',
  source: {
    citation: `${citation}; T. Riegel, 2015`,
    url: 'https://sourceware.org/git/?p=glibc.git;a=commit;h=042e1521c794a945edc43b5bfa7e69ad70420524',
    licence: 'LGPL-2.1-or-later',
  },
  ...common,
  expected: {
    violates: ['fifo', 'interrupt-before-anywhere', ...everyLateInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the source; an interrupt that comes with the wake drops it, unlike one that only ends the sleep',
  },
  create: ({ permits }) => new Semaphore64(permits),
});
