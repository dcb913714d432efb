import {
  again,
  cell,
  type Cell,
  type Deadline,
  definePrimitive,
  done,
  type Futex,
  loop,
  type Step,
} from 'heddle';
import { everyInterrupt, everyLateInterrupt } from '../everyInterrupt.ts';
import { CancellableSemaphore } from './cancellable.ts';
import { type Cancellation, citation, common, mendedCancellation, since241, until240 } from './glibc.ts';

/**
 * glibc since 2.21 elsewhere: the value stands above a bit that says that somebody may sleep, and how many do stands
 * in another word. Who leaves last clears the bit; if that was a guess that newcomers have made wrong, it sets
 * the bit again and wakes as many as there are permits, for a post may have met it cleared.
 */
class Semaphore32 extends CancellableSemaphore {
  readonly sleepers: Cell<number> = cell(0, { isDestructible: true });

  /** The word is twice the value, plus 1 if somebody may sleep. */
  constructor(permits: number, { isFinal }: Cancellation) {
    super(2 * permits, { isFinal });
  }

  *release(): Step {
    const before = yield* this.word.fetchAdd(2);
    if (before % 2 === 1) yield* this.word.wake(1);
  }

  *destroy(): Step {
    yield* this.word.destroy();
    yield* this.sleepers.destroy();
  }

  protected attempt(): Step<boolean> {
    const { word } = this;
    return loop(function* () {
      const found = yield* word.read();
      if (found < 2) return done(false);
      return (yield* word.compareAndSwap(found, found - 2)) === found ? done(true) : again();
    });
  }

  protected *wait(deadline: Deadline | undefined): Step<boolean> {
    if (yield* this.attempt()) return true;
    const { word, sleepers } = this;
    const sleep = (): Step<boolean> => this.sleepAt(1, deadline);
    yield* sleepers.fetchAdd(1);
    try {
      return yield* loop(function* () {
        const found = yield* word.read();
        if (found % 2 === 0) {
          yield* word.compareAndSwap(found, found + 1);
          return again();
        }
        if (found > 1) return (yield* word.compareAndSwap(found, found - 2)) === found ? done(true) : again();
        return (yield* sleep()) ? again() : done(false);
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
}

/** The broken twin: the bit is set again, and nobody is woken for what was posted meanwhile. */
class Semaphore32Quiet extends Semaphore32 {
  protected override *wakeForAll(): Step {}
}

export const glibc32 = definePrimitive({
  name: 'glibc-32',
  module: import.meta.url,
  title: 'glibc sem_t, 2.21 to 2.40, in two words of 32 bits',
  catalogue: 'F26',
  source: { citation: `${citation}; T. Riegel, 2015`, licence: 'LGPL-2.1-or-later' },
  ...common,
  expected: {
    violates: ['fifo', ...everyLateInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'bug report 12683, for a cancellation that comes with the wake and drops it, unlike one that ends the sleep',
  },
  create: ({ permits }) => new Semaphore32(permits, until240),
});

export const glibc32Since241 = definePrimitive({
  name: 'glibc-32-2025',
  module: import.meta.url,
  title: 'glibc sem_t since 2.41, in two words of 32 bits',
  catalogue: 'F26',
  source: mendedCancellation,
  ...common,
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the commit, which acts on a cancellation only where the call has had no effect',
  },
  create: ({ permits }) => new Semaphore32(permits, since241),
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
  create: ({ permits }) => new Semaphore32Quiet(permits, until240),
});
