import {
  again,
  definePrimitive,
  deque,
  done,
  fresh,
  loop,
  parkingPlace,
  planOf,
  workload,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { GreenSemaphore, type Waiter } from './greenSemaphore.ts';

/**
 * January 2009 and before: whoever finds no permit waits once, and takes one when it is switched to. The
 * wake-up looks whether there is a permit and switches in the same turn, so that what it saw is still true
 * when the waiter runs; but only if nothing else switches to it.
 */
class LooksOnce extends GreenSemaphore<Waiter | null> {
  readonly waiters = deque<Waiter>();

  *acquire(): Step {
    if ((yield* this.counter.read()) <= 0) {
      const place = yield* fresh(parkingPlace());
      yield* this.waiters.pushBack(place);
      try {
        yield* this.wait(place);
      } finally {
        yield* this.waiters.remove(place);
      }
    }
    yield* this.add(-1);
  }

  *release(): Step {
    yield* this.add(1);
    if (!(yield* this.waiters.isEmpty())) yield* this.hub.schedule(null);
  }

  protected *wait(place: Waiter): Step {
    yield* place.park();
  }

  protected *call(stray: Waiter | null): Step {
    if (stray !== null) return yield* stray.switchTo();
    if ((yield* this.waiters.isEmpty()) || (yield* this.counter.read()) <= 0) return;
    const place = yield* this.waiters.popFront();
    yield* place.switchTo();
  }
}

/** The same among strays: whoever waits has left a call with the hub that switches to it, for a reason of its own. */
class LooksOnceAmongStrays extends LooksOnce {
  protected override *wait(place: Waiter): Step {
    yield* this.hub.schedule(place);
    yield* place.park();
  }
}

/** The repair, among the same strays: the `if` is a `while`. */
class LooksAgain extends LooksOnce {
  protected override *wait(place: Waiter): Step {
    const { counter } = this;
    yield* this.hub.schedule(place);
    yield* loop(function* () {
      yield* place.park();
      return (yield* counter.read()) > 0 ? done() : again();
    });
  }
}

const common = {
  module: import.meta.url,
  source: {
    citation: 'eventlet, coros.py, before and after commit a4a5f14e (2009-01-27)',
    url: 'https://github.com/eventlet/eventlet/commit/a4a5f14e',
    licence: 'MIT',
  },
  scheduling: 'cooperative-fifo',
  background: 'runHub',
  model: semaphore,
} as const;

/** Small: what a stray switch breaks, it breaks for two. */
const smallClients = [
  workload(2, 2, 1),
  { permits: 1, plans: [planOf('acquire'), planOf('acquire release')] },
];

export const eventlet2009 = definePrimitive({
  ...common,
  name: 'eventlet-2009',
  title: "Eventlet's semaphore before January 2009",
  catalogue: 'C1',
  note: 'Whoever was woken does not look again. As long as only the semaphore switches to a waiter, none need.',
  expected: { violates: ['fifo'], from: 'the exploration' },
  create: ({ permits }) => new LooksOnce(permits),
});

export const eventlet2009Stray = definePrimitive({
  ...common,
  name: 'eventlet-2009-stray',
  title: "Eventlet's semaphore before January 2009, where others may switch to a waiter",
  note: 'A waiter that is switched to for another reason takes a permit that is not there, and the counter is negative.',
  clients: smallClients,
  expected: {
    violates: ['safety', 'refinement'],
    from: 'the exploration; commit a4a5f14e, which made the if a while',
  },
  create: ({ permits }) => new LooksOnceAmongStrays(permits),
});

export const eventletWhile = definePrimitive({
  ...common,
  name: 'eventlet-2009-while',
  title: "Eventlet's semaphore since January 2009, where others may switch to a waiter",
  clients: smallClients,
  expected: { violates: ['fifo'], from: 'commit a4a5f14e, and the exploration for the order' },
  create: ({ permits }) => new LooksAgain(permits),
});
