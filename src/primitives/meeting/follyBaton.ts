import { again, definePrimitive, done, futex, loop, planOf, type Step } from 'heddle';
import { oneShotEvent } from 'heddle/models';

/** The word: not posted, posted before anybody waited, somebody waits, posted to who waits. */
const fresh = 0;
const early = 1;
const waiting = 2;
const late = 3;

/**
 * folly's Baton, in the form for a single use: one posts, one waits, and whoever posts first says so in the word. It
 * makes a system call only where somebody sleeps.
 *
 * Left out: the spinning before the sleep, and the wait with a deadline.
 */
class Baton {
  readonly word = futex(fresh);

  *set(): Step {
    const { word } = this;
    if ((yield* word.compareAndSwap(fresh, early)) === fresh) return;
    yield* word.write(late);
    yield* word.wake(1);
  }

  *wait(): Step {
    const { word } = this;
    const found = yield* word.read();
    if (found === early || found === late) return;
    if ((yield* word.compareAndSwap(fresh, waiting)) === early) return;
    yield* loop(function* () {
      yield* word.wait(waiting);
      return (yield* word.read()) === late ? done() : again();
    });
  }

  *isSet(): Step<boolean> {
    const found = yield* this.word.read();
    return found === early || found === late;
  }
}

/** The broken twin: it says that it waits without a look at whether all is over. */
class BatonBlind extends Baton {
  override *wait(): Step {
    const { word } = this;
    if (yield* this.isSet()) return;
    yield* word.write(waiting);
    yield* loop(function* () {
      yield* word.wait(waiting);
      return (yield* word.read()) === late ? done() : again();
    });
  }
}

const common = {
  module: import.meta.url,
  catalogue: 'F23',
  model: oneShotEvent,
  // One that posts, and one that waits: more it does not promise.
  threadsMax: 2,
  clients: [
    { permits: 1, plans: [planOf('set'), planOf('wait wait')] },
    { permits: 1, plans: [planOf('set isSet'), planOf('isSet wait isSet')] },
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
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'refinement'],
    from: 'a post between the look and the write is written over, and then it is as if there had been none',
  },
  create: () => new BatonBlind(),
});
