/** Mutexes on Atomics.wait and Atomics.notify, as packages for shared memory have them. */

import { again, definePrimitive, done, futex, loop, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyLateInterrupt } from '../everyInterrupt.ts';

/** One word, 0 or 1; every release notifies, be somebody asleep or not. */
class NotifyingLock {
  readonly word = futex(0);

  *acquire(): Step {
    const { word } = this;
    yield* loop(function* () {
      if ((yield* word.compareAndSwap(0, 1)) === 0) return done();
      yield* word.wait(1);
      return again();
    });
  }

  *tryAcquire(): Step<boolean> {
    return (yield* this.word.compareAndSwap(0, 1)) === 0;
  }

  *release(): Step {
    yield* this.word.write(0);
    yield* this.word.wake(1);
  }
}

/** The broken twin: it notifies while it still holds the lock. */
class NotifyingFirst extends NotifyingLock {
  override *release(): Step {
    yield* this.word.wake(1);
    yield* this.word.write(0);
  }
}

const common = { module: import.meta.url, model: mutex } as const;
const barging = ['starvation-weak', 'starvation-strong', 'bounded-bypass'] as const;

export const atomicsLock = definePrimitive({
  ...common,
  name: 'atomics-lock',
  title: 'A lock on Atomics that notifies at every release',
  catalogue: 'E18',
  source: { citation: 'The idiom of several npm packages for SharedArrayBuffer, such as node-atomics' },
  expected: {
    violates: ['fifo', 'interrupt-before-anywhere', ...everyLateInterrupt],
    endless: barging,
    from: 'the source; an interrupt that comes with the wake drops it, unlike one that only ends the sleep',
  },
  create: () => new NotifyingLock(),
});

export const atomicsLockNotifiesFirst = definePrimitive({
  ...common,
  name: 'atomics-lock-notifies-first',
  title: 'A lock on Atomics that notifies before it is free (broken twin)',
  catalogue: 'E18',
  source: { citation: 'atomics-lock, its last two steps swapped' },
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    endless: barging,
    from: 'who comes to sleep between the two steps is woken by nobody',
  },
  create: () => new NotifyingFirst(),
});
