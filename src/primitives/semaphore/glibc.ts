import { again, cell, type Deadline, definePrimitive, done, loop, type Step } from 'heddle';
import { destructibleSemaphore } from 'heddle/models';
import { everyLateInterrupt } from '../everyInterrupt.ts';
import { CancellableSemaphore } from './cancellable.ts';
import { destroyingClients, smallClients } from './smallClients.ts';

/**
 * glibc from 2003 to 2.20: a value to sleep on, and beside it how many may sleep.
 *
 * Wrong in it: a post looks at the number of sleepers after the value is out. Somebody may have passed by then, and
 * have destroyed the semaphore: bug 12674, which failure freedom shows. And a cancellation is heard as long as the thread
 * has not noted that the call is over: bug 12683.
 */
class TwoWordSemaphore extends CancellableSemaphore {
  readonly sleepers = cell(0, { isDestructible: true });

  constructor(permits: number) {
    super(permits, { isFinal: false });
  }

  *release(): Step {
    const { word, sleepers } = this;
    yield* word.fetchAdd(1);
    if ((yield* sleepers.read()) > 0) yield* word.wake(1);
  }

  *destroy(): Step {
    yield* this.word.destroy();
    yield* this.sleepers.destroy();
  }

  protected attempt(): Step<boolean> {
    const { word } = this;
    return loop(function* () {
      const value = yield* word.read();
      if (value === 0) return done(false);
      return (yield* word.compareAndSwap(value, value - 1)) === value ? done(true) : again();
    });
  }

  protected *wait(deadline: Deadline | undefined): Step<boolean> {
    const { sleepers } = this;
    if (yield* this.attempt()) return true;
    const attempt = (): Step<boolean> => this.attempt();
    const sleep = (): Step<boolean> => this.sleepAt(0, deadline);
    yield* sleepers.fetchAdd(1);
    try {
      return yield* loop(function* () {
        if (!(yield* sleep())) return done(false);
        return (yield* attempt()) ? done(true) : again();
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
class Semaphore64 extends CancellableSemaphore {
  constructor(permits: number, { isFinal }: Cancellation) {
    super(permits, { lowerPart: oneSleeper, isFinal });
  }

  *release(): Step {
    const before = yield* this.word.fetchAdd(1);
    if (before >= oneSleeper) yield* this.word.wake(1);
  }

  *destroy(): Step {
    yield* this.word.destroy();
  }

  protected attempt(): Step<boolean> {
    return this.takeOne(0);
  }

  protected *wait(deadline: Deadline | undefined): Step<boolean> {
    if (yield* this.attempt()) return true;
    const { word } = this;
    const takeOne = (): Step<boolean> => this.takeOne(oneSleeper);
    const sleep = (): Step<boolean> => this.sleepAt(0, deadline);
    yield* word.fetchAdd(oneSleeper);
    let isTaken = false;
    try {
      isTaken = yield* loop(function* () {
        if (yield* takeOne()) return done(true);
        return (yield* sleep()) ? again() : done(false);
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

/**
 * What became of a cancellation that comes with the wake. Until 2.40 it is heard as long as the thread has not noted that
 * the call is over, and the wake is lost with it: bug 12683. From 2.41 on, the call that a wake has ended is over.
 */
export interface Cancellation {
  readonly isFinal: boolean;
}

export const until240: Cancellation = { isFinal: false };
export const since241: Cancellation = { isFinal: true };

/** What the files of these entries are. */
export const citation = 'The GNU C Library, nptl: sem_wait, sem_post, sem_destroy';

/** What the versions have in common: whoever has taken the last permit may destroy them. */
export const common = {
  model: destructibleSemaphore,
  clients: [...smallClients, ...destroyingClients],
} as const;

/** Where bug 12683 was mended. */
export const mendedCancellation = {
  citation: `${citation}; A. Zanella, nptl: Fix Race conditions in pthread cancellation, 2024`,
  url: 'https://sourceware.org/git/?p=glibc.git;a=commit;h=89b53077d2a58f00e7debdfe58afabe953dac60d',
  licence: 'LGPL-2.1-or-later',
} as const;

export const glibc2003 = definePrimitive({
  name: 'glibc-2003',
  module: import.meta.url,
  title: 'glibc sem_t, 2003 to 2.20',
  note: 'Right as long as nobody destroys it (bug 12674) and nobody is cancelled (bug 12683).',
  catalogue: 'F24',
  source: {
    citation: `${citation}; U. Drepper, 2003`,
    url: 'https://sourceware.org/bugzilla/show_bug.cgi?id=12674',
    licence: 'LGPL-2.1-or-later',
  },
  ...common,
  expected: {
    violates: ['fifo', 'refinement', 'failure-freedom', ...everyLateInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the bug reports: 12674, for a post that touches a semaphore which is destroyed; 12683, for a cancellation that comes with the wake and drops it, unlike one that ends the sleep',
  },
  create: ({ permits }) => new TwoWordSemaphore(permits),
});

export const glibc64 = definePrimitive({
  name: 'glibc-64',
  module: import.meta.url,
  title: 'glibc sem_t, 2.21 to 2.40, in one word of 64 bits',
  catalogue: 'F25',
  source: {
    citation: `${citation}; T. Riegel, 2015`,
    url: 'https://sourceware.org/git/?p=glibc.git;a=commit;h=042e1521c794a945edc43b5bfa7e69ad70420524',
    licence: 'LGPL-2.1-or-later',
  },
  ...common,
  expected: {
    violates: ['fifo', ...everyLateInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'bug report 12683, for a cancellation that comes with the wake and drops it, unlike one that ends the sleep',
  },
  create: ({ permits }) => new Semaphore64(permits, until240),
});

export const glibc64Since241 = definePrimitive({
  name: 'glibc-64-2025',
  module: import.meta.url,
  title: 'glibc sem_t since 2.41, in one word of 64 bits',
  catalogue: 'F25',
  source: mendedCancellation,
  ...common,
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the commit, which acts on a cancellation only where the call has had no effect',
  },
  create: ({ permits }) => new Semaphore64(permits, since241),
});
