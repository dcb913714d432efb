import {
  again,
  definePrimitive,
  done,
  futex,
  loop,
  type Call,
  type Deadline,
  type Futex,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';
import { everyLateInterrupt } from '../everyInterrupt.ts';

/** A futex mutex: the word is 0 when free, 1 when held, 2 when held and somebody may sleep. */
abstract class FutexMutex {
  readonly word;

  constructor(word: Futex = futex(0)) {
    this.word = word;
  }

  *acquire(): Step<boolean> {
    return yield* this.lock(undefined);
  }

  *tryAcquire(): Step<boolean> {
    return (yield* this.word.compareAndSwap(0, 1)) === 0;
  }

  /** A plain give-up: the word may stay 2, which costs one needless wake. */
  *timedAcquire({ deadline }: Call): Step<boolean> {
    return yield* this.lock(deadline);
  }

  *release(): Step {
    const { word } = this;
    if ((yield* word.fetchAdd(-1)) !== 1) {
      yield* word.write(0);
      yield* this.wake();
    }
  }

  protected abstract lock(deadline: Deadline | undefined): Step<boolean>;

  /** Sleeps as long as the word is 2, and is not woken. */
  protected sleep(deadline: Deadline | undefined): Step<boolean> {
    return this.word.wait(2, deadline);
  }

  protected wake(): Step<unknown> {
    return this.word.wake(1);
  }
}

/** Mutex 3: whoever finds it held marks it 2 with an exchange, and sleeps. */
export class Mutex3 extends FutexMutex {
  protected *lock(deadline: Deadline | undefined): Step<boolean> {
    const { word } = this;
    const sleep = (): Step<boolean> => this.sleep(deadline);
    const first = yield* word.compareAndSwap(0, 1);
    if (first === 0) return true;
    const found = first === 2 ? first : yield* word.exchange(2);
    return yield* loop(found, function* (value) {
      if (value === 0) return done(true);
      const isWoken = yield* sleep();
      if (!isWoken && deadline !== undefined && (yield* deadline.isPast())) return done(false);
      return again(yield* word.exchange(2));
    });
  }
}

/** Mutex 2: whoever finds it held makes 1 into 2 with a compare-and-swap, sleeps, and takes it back as 2. */
class Mutex2 extends FutexMutex {
  /** What the word is set to by a thread that has slept: 2, for others may sleep still. */
  protected readonly taken: number = 2;

  protected *lock(deadline: Deadline | undefined): Step<boolean> {
    const { word, taken } = this;
    const sleep = (): Step<boolean> => this.sleep(deadline);
    const first = yield* word.compareAndSwap(0, 1);
    if (first === 0) return true;
    return yield* loop(first, function* (value) {
      if (value === 2 || (yield* word.compareAndSwap(1, 2)) !== 0) {
        const isWoken = yield* sleep();
        if (!isWoken && deadline !== undefined && (yield* deadline.isPast())) return done(false);
      }
      const found = yield* word.compareAndSwap(0, taken);
      return found === 0 ? done(true) : again(found);
    });
  }
}

/** The broken twin: a thread that has slept takes it back as 1, and so forgets those that sleep still. */
class Mutex2Forgetful extends Mutex2 {
  protected override readonly taken: number = 1;
}

/** Where the word of {@link Mutex1} wraps round; on a real machine at 2 to the power of 32. */
const valuesOfWord = 4;

/**
 * Mutex 1: each that comes adds one, and sleeps as long as the word is what it has made of it.
 *
 * Wrong in it: those that find it held make the word grow, until it wraps round to 0, which says that it is free.
 */
class Mutex1 {
  readonly word = futex(0, { modulo: valuesOfWord });

  *acquire(): Step {
    const { word } = this;
    yield* loop(function* () {
      const found = yield* word.fetchAdd(1);
      if (found === 0) return done();
      yield* word.wait((found + 1) % valuesOfWord);
      return again();
    });
  }

  *release(): Step {
    yield* this.word.write(0);
    yield* this.word.wake(1);
  }
}

const citation = 'U. Drepper, Futexes are tricky, 2003-2011';
const url = 'https://www.akkadia.org/drepper/futex.pdf';

export const drepper2 = definePrimitive({
  name: 'drepper-2',
  module: import.meta.url,
  title: "Drepper's futex mutex 2",
  catalogue: 'F19',
  source: { citation, url },
  model: mutex,
  expected: {
    violates: ['fifo', 'interrupt-before-anywhere', ...everyLateInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the paper; an interrupt that comes with the wake drops it, unlike one that only ends the sleep',
  },
  create: () => new Mutex2(),
});

export const drepper2Forgetful = definePrimitive({
  name: 'drepper-2-forgetful',
  module: import.meta.url,
  title: "Drepper's mutex 2, taken back as 1 (broken twin)",
  catalogue: 'F20',
  source: { citation: `${citation}; its last compare-and-swap writes 1`, url },
  model: mutex,
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo', 'interrupt-after-anywhere'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the paper: with 1 instead of 2, a thread that sleeps still is forgotten',
  },
  create: () => new Mutex2Forgetful(),
});

export const drepper3 = definePrimitive({
  name: 'drepper-3',
  module: import.meta.url,
  title: "Drepper's futex mutex 3",
  catalogue: 'F18',
  source: { citation, url },
  model: mutex,
  expected: {
    violates: ['fifo', 'interrupt-before-anywhere', ...everyLateInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the paper; an interrupt that comes with the wake drops it, unlike one that only ends the sleep',
  },
  create: () => new Mutex3(),
});

export const drepper1 = definePrimitive({
  name: 'drepper-1',
  module: import.meta.url,
  title: `Drepper's futex mutex 1, with a word that wraps round at ${valuesOfWord}`,
  catalogue: 'F17',
  source: { citation, url },
  model: mutex,
  note: 'The third that comes makes the word wrap round to 0, and one that was about to sleep takes the mutex that is held.',
  expected: {
    violates: [
      'safety',
      'no-lost-wakeup',
      'deadlock-freedom',
      'fifo',
      'refinement',
      'interrupt-after-anywhere',
    ],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the paper, which says that the word may overflow',
  },
  create: () => new Mutex1(),
});
