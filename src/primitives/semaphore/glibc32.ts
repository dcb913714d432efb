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
import { everyInterrupt, everyLateInterrupt } from '../everyInterrupt.ts';
import { citation, common } from './glibc.ts';

/**
 * glibc since 2.21 elsewhere: the value stands above a bit that says that somebody may sleep, and how many do stands
 * in another word. Who leaves last clears the bit; if that was a guess that newcomers have made wrong, it sets
 * the bit again and wakes as many as there are permits, for a post may have met it cleared.
 */
class Semaphore32 {
  /** Twice the value, plus 1 if somebody may sleep. */
  readonly word;
  readonly sleepers: Cell<number> = cell(0, { isDestructible: true });

  constructor(permits: number) {
    this.word = futex(2 * permits, { isDestructible: true });
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

  *destroy(): Step {
    yield* this.word.destroy();
    yield* this.sleepers.destroy();
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

export const glibc32 = definePrimitive({
  name: 'glibc-32',
  module: import.meta.url,
  title: 'glibc sem_t since 2.21, in two words of 32 bits',
  catalogue: 'F26',
  source: { citation: `${citation}; T. Riegel, 2015`, licence: 'LGPL-2.1-or-later' },
  ...common,
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
  ...common,
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'derived: two sleepers, two posts',
  },
  create: ({ permits }) => new Semaphore32Quiet(permits),
});
