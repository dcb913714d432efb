import {
  again,
  type Call,
  cell,
  type Cell,
  type Deadline,
  definePrimitive,
  done,
  futex,
  type Futex,
  loop,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt, everyLateInterrupt } from '../everyInterrupt.ts';
import { smallClients } from './smallClients.ts';

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
 * Right as a semaphore. But a post looks at the number of sleepers after the value is out: somebody
 * may have passed by then, and have destroyed the semaphore.
 */
class TwoWordSemaphore {
  readonly value;
  readonly sleepers = cell(0);

  constructor(permits: number) {
    this.value = futex(permits);
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

/** glibc since 2.21 where 64 bits fit in an atomic word: value and sleepers change together, so a post is over with one step. */
class Semaphore64 {
  readonly word;

  constructor(permits: number) {
    this.word = futex(permits, { lowerPart: oneSleeper });
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

/**
 * glibc since 2.21 elsewhere: the value stands above a bit that says that somebody may sleep, and how many do stands
 * in another word. Who leaves last clears the bit; if that was a guess that newcomers have made wrong, it sets
 * the bit again and wakes as many as there are permits, for a post may have met it cleared.
 */
class Semaphore32 {
  /** Twice the value, plus 1 if somebody may sleep. */
  readonly word;
  readonly sleepers: Cell<number> = cell(0);

  constructor(permits: number) {
    this.word = futex(2 * permits);
  }

  *acquire(): Step<boolean> {
    return yield* this.wait(undefined);
  }

  tryAcquire(): Step<boolean> {
    return this.takeOne();
  }

  *timedAcquire({ deadline }: Call): Step<boolean> {
    return yield* this.wait(deadline);
  }

  *release(): Step {
    const before = yield* this.word.fetchAdd(2);
    if (before % 2 === 1) yield* this.word.wake(1);
  }

  private *wait(deadline: Deadline | undefined): Step<boolean> {
    if (yield* this.takeOne()) return true;
    const { word, sleepers } = this;
    yield* sleepers.fetchAdd(1);
    try {
      return yield* loop(function* () {
        const found = yield* word.read();
        if (found % 2 === 0) {
          yield* word.compareAndSwap(found, found + 1);
          return again();
        }
        if (found > 1) return (yield* word.compareAndSwap(found, found - 2)) === found ? done(true) : again();
        const isWoken = yield* word.wait(1, deadline);
        if (!isWoken && deadline !== undefined && (yield* deadline.isPast())) return done(false);
        return again();
      });
    } finally {
      yield* this.leave();
    }
  }

  private *leave(): Step {
    const { word, sleepers } = this;
    const seemsLast = (yield* sleepers.read()) === 1;
    if (seemsLast) yield* this.setBit(0);
    const wasLast = (yield* sleepers.fetchAdd(-1)) === 1;
    if (seemsLast && !wasLast) {
      const found = yield* this.setBit(1);
      yield* this.wakeForAll(word, Math.floor(found / 2));
    }
  }

  /** Wakes as many as there are permits: a post may have found no bit. */
  protected *wakeForAll(word: Futex, permits: number): Step {
    if (permits > 0) yield* word.wake(permits);
  }

  /** Sets or clears the bit; answers what the word was before. */
  private setBit(bit: 0 | 1): Step<number> {
    const { word } = this;
    return loop(function* () {
      const found = yield* word.read();
      const wanted = found - (found % 2) + bit;
      return (yield* word.compareAndSwap(found, wanted)) === found ? done(found) : again();
    });
  }

  private takeOne(): Step<boolean> {
    const { word } = this;
    return loop(function* () {
      const found = yield* word.read();
      if (found < 2) return done(false);
      return (yield* word.compareAndSwap(found, found - 2)) === found ? done(true) : again();
    });
  }
}

/** The broken twin: the bit is set again, and nobody is woken for what was posted meanwhile. */
class Semaphore32Quiet extends Semaphore32 {
  protected override *wakeForAll(): Step {}
}

const citation = 'The GNU C Library, nptl: sem_wait, sem_post';

export const glibc2003 = definePrimitive({
  name: 'glibc-2003',
  module: import.meta.url,
  title: 'glibc sem_t, 2003 to 2.20',
  catalogue: 'F24',
  source: {
    citation: `${citation}; U. Drepper, 2003`,
    url: 'https://sourceware.org/bugzilla/show_bug.cgi?id=12674',
    licence: 'LGPL-2.1-or-later',
  },
  model: semaphore,
  clients: smallClients,
  expected: {
    violates: ['fifo', 'interrupt-before-anywhere', ...everyLateInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the bug report: right as a semaphore, though a post may touch one that is destroyed; a permit is lost if the acquire is interrupted behind it',
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
  model: semaphore,
  clients: smallClients,
  expected: {
    violates: ['fifo', 'interrupt-before-anywhere', ...everyLateInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the source; an interrupt that comes with the wake drops it, unlike one that only ends the sleep',
  },
  create: ({ permits }) => new Semaphore64(permits),
});

export const glibc32 = definePrimitive({
  name: 'glibc-32',
  module: import.meta.url,
  title: 'glibc sem_t since 2.21, in two words of 32 bits',
  catalogue: 'F26',
  source: { citation: `${citation}; T. Riegel, 2015`, licence: 'LGPL-2.1-or-later' },
  model: semaphore,
  clients: smallClients,
  expected: {
    violates: ['fifo', 'interrupt-before-anywhere', ...everyLateInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the source; an interrupt that comes with the wake drops it, unlike one that only ends the sleep',
  },
  create: ({ permits }) => new Semaphore32(permits),
});

export const glibc32Quiet = definePrimitive({
  name: 'glibc-32-quiet',
  module: import.meta.url,
  title: 'glibc sem_t in 32 bits, whose last leaver wakes nobody (broken twin)',
  catalogue: 'F26',
  source: { citation: `${citation}; without the wake after a wrong guess`, licence: 'LGPL-2.1-or-later' },
  model: semaphore,
  clients: smallClients,
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'derived: two sleepers, two posts',
  },
  create: ({ permits }) => new Semaphore32Quiet(permits),
});
