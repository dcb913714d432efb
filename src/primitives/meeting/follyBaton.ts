import { again, definePrimitive, done, futex, loop, planOf, type Step } from 'heddle';
import { oneShotEvent } from 'heddle/models';

/** The word: not posted, posted before anybody waited, somebody waits, posted to who waits. */
const fresh = 0;
const early = 1;
const waiting = 2;
const late = 3;

/**
 * folly's Baton, in the form for a single use: one posts, one waits, and whoever posts first says so in the word. Only
 * a post to one that has said that it waits makes a system call.
 *
 * Who has slept alone sees a late delivery: its wait is over by that, and the source forbids to wait or to ask again.
 * Left out: the spinning before the sleep, which is asking some more times, and the wait with a deadline.
 */
class Baton {
  readonly word = futex(fresh);

  *set(): Step {
    const { word } = this;
    const before = yield* word.read();
    if (before === fresh && (yield* word.compareAndSwap(fresh, early)) === fresh) return;
    yield* word.write(late);
    yield* word.wake(1);
  }

  *wait(): Step {
    if (yield* this.isSet()) return;
    if (yield* this.hasSaidThatItWaits()) yield* this.sleep();
  }

  /** Whether there has been an early delivery. */
  *isSet(): Step<boolean> {
    return (yield* this.word.read()) === early;
  }

  /** False if a post came first. */
  protected *hasSaidThatItWaits(): Step<boolean> {
    return (yield* this.word.compareAndSwap(fresh, waiting)) === fresh;
  }

  private sleep(): Step {
    const { word } = this;
    return loop(function* () {
      yield* word.wait(waiting);
      return (yield* word.read()) === late ? done() : again();
    });
  }
}

/** The broken twin: it says that it waits without a look at whether all is over. */
class BatonBlind extends Baton {
  protected override *hasSaidThatItWaits(): Step<boolean> {
    yield* this.word.write(waiting);
    return true;
  }
}

const common = {
  module: import.meta.url,
  catalogue: 'F23',
  model: oneShotEvent,
  // One that posts, and one that waits: more it does not promise.
  threadsMax: 2,
  roundsMax: 1,
  clients: [
    { permits: 1, plans: [planOf('set'), planOf('wait')] },
    { permits: 1, plans: [planOf('set'), planOf('isSet wait')] },
  ],
} as const;
const citation = 'folly, synchronization/Baton.h';
const url = 'https://github.com/facebook/folly/blob/main/folly/synchronization/Baton.h';

export const follyBaton = definePrimitive({
  ...common,
  name: 'folly-baton',
  title: "folly's Baton, for a single use",
  source: { citation, url, licence: 'Apache-2.0' },
  expected: { violates: [], from: 'the source' },
  create: () => new Baton(),
});

export const follyBatonBlind = definePrimitive({
  ...common,
  name: 'folly-baton-blind',
  title: "folly's Baton, which waits without a look (broken twin)",
  source: { citation: `${citation}; a write in place of its compare-and-swap`, url, licence: 'Apache-2.0' },
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom'],
    from: 'a post between the look and the write is written over, and then it is as if there had been none',
  },
  create: () => new BatonBlind(),
});
