import {
  again,
  binarySemaphore,
  cell,
  countingSemaphore,
  definePrimitive,
  done,
  loop,
  planOf,
  type Call,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';
import { everyLateInterrupt } from '../everyInterrupt.ts';

/**
 * The benaphore of BeOS: a count of those that hold or want the lock, with a semaphore behind it that
 * is touched only when there is more than one.
 *
 * Its order is that of the semaphore. A sleeper that is gone leaves its count: the V that was meant for
 * it stays in the semaphore, where the next one takes it, so nothing is lost but the short cut.
 */
class Benaphore {
  readonly count = cell(0);
  readonly semaphore = countingSemaphore(0);

  *acquire(): Step {
    if ((yield* this.count.fetchAdd(1)) > 0) yield* this.semaphore.p();
  }

  *timedAcquire({ deadline }: Call): Step<boolean> {
    if ((yield* this.count.fetchAdd(1)) === 0) return true;
    return (yield* this.semaphore.p(deadline)) || (yield* this.leave());
  }

  *release(): Step {
    if ((yield* this.count.fetchAdd(-1)) > 1) yield* this.semaphore.v();
  }

  /** Takes back the count of a sleeper whose time is up; answers whether it has the lock after all. */
  protected *leave(): Step<boolean> {
    const { count, semaphore } = this;
    return yield* loop(function* () {
      const found = yield* count.read();
      if (found > 1) return (yield* count.compareAndSet(found, found - 1)) ? done(false) : again();
      // I am alone: a V for me is under way, which only a newcomer may take in my place.
      return (yield* semaphore.tryP()) ? done(true) : again();
    });
  }
}

/** The broken twin: takes back its count and leaves a V that was meant for it behind. */
class BenaphoreLeaving extends Benaphore {
  protected override *leave(): Step<boolean> {
    yield* this.count.fetchAdd(-1);
    return false;
  }
}

/** The same with a binary event: no second V comes before the first has been taken. */
class EventBenaphore {
  readonly count = cell(0);
  readonly event = binarySemaphore(0, { excess: 'strict' });

  *acquire(): Step {
    if ((yield* this.count.fetchAdd(1)) > 0) yield* this.event.p();
  }

  *release(): Step {
    if ((yield* this.count.fetchAdd(-1)) > 1) yield* this.event.v();
  }
}

const citation = 'B. Schillings, Be engineering insights: benaphores, Be Newsletter 1(26), 1996';
const interrupts =
  'an interrupt that comes with the wake loses it, one before it leaves the lock slow and sound';

export const benaphore = definePrimitive({
  name: 'benaphore',
  module: import.meta.url,
  title: 'Benaphore, on a counting semaphore',
  catalogue: 'F16',
  source: { citation: `${citation}; its timed acquire is worked out here` },
  model: mutex,
  expected: {
    violates: ['fifo', ...everyLateInterrupt],
    endless: ['starvation-weak', 'bounded-bypass'],
    from: `the weak semaphore behind it; ${interrupts}`,
  },
  create: () => new Benaphore(),
});

export const benaphoreLeaving = definePrimitive({
  name: 'benaphore-leaving',
  module: import.meta.url,
  title: 'Benaphore, leaving without a look at the count (broken twin)',
  catalogue: 'F16',
  source: { citation: `${citation}; its timed acquire takes back its count, and nothing else` },
  model: mutex,
  expected: {
    violates: ['safety', 'fifo', 'refinement', ...everyLateInterrupt],
    endless: ['starvation-weak', 'bounded-bypass'],
    from: 'a V that was on its way to the one that left lets another in beside the holder',
  },
  clients: [
    {
      permits: 1,
      plans: [planOf('acquire release', 2), planOf('timedAcquire release'), planOf('acquire release')],
    },
  ],
  create: () => new BenaphoreLeaving(),
});

export const eventBenaphore = definePrimitive({
  name: 'benaphore-event',
  module: import.meta.url,
  title: 'Benaphore, on a binary event',
  catalogue: 'F16',
  source: { citation: `${citation}; on a binary event` },
  model: mutex,
  expected: {
    violates: ['fifo', ...everyLateInterrupt],
    endless: ['starvation-weak', 'bounded-bypass'],
    from: `the weak event behind it; ${interrupts}`,
  },
  create: () => new EventBenaphore(),
});
