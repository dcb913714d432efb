import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  loop,
  parkingPlace,
  type Call,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { GreenSemaphore, type Waiter } from './greenSemaphore.ts';

/** May 2010 to 2012: one notifier at a time goes through those who waited when it was scheduled. */
class WithNotifier extends GreenSemaphore<readonly Waiter[]> {
  readonly links = deque<Waiter>();
  readonly isNotifierPending = cell(false);

  *acquire(): Step {
    if ((yield* this.counter.read()) <= 0) {
      const place = yield* fresh(parkingPlace());
      yield* this.links.pushBack(place);
      try {
        yield* place.park();
      } finally {
        yield* this.links.remove(place);
      }
    }
    yield* this.add(-1);
  }

  *tryAcquire(): Step<boolean> {
    if ((yield* this.counter.read()) <= 0) return false;
    yield* this.add(-1);
    return true;
  }

  *timedAcquire({ deadline }: Call): Step<boolean> {
    if ((yield* this.counter.read()) <= 0) {
      const place = yield* fresh(parkingPlace());
      yield* this.links.pushBack(place);
      try {
        // Whether the time was up is not asked: the permit is taken in any case.
        yield* place.park(deadline);
      } finally {
        yield* this.links.remove(place);
      }
    }
    const count = (yield* this.counter.read()) - 1;
    yield* this.counter.write(count);
    if (count < 0) throw new Error('AssertionError');
    return true;
  }

  *release(): Step {
    yield* this.add(1);
    if ((yield* this.links.isEmpty()) || (yield* this.isNotifierPending.read())) return;
    yield* this.isNotifierPending.write(true);
    yield* this.hub.schedule(yield* this.snapshot());
  }

  protected *call(waiting: readonly Waiter[]): Step {
    const { links, counter } = this;
    yield* loop(0, function* (index) {
      const place = waiting[index];
      if (place === undefined || (yield* counter.read()) <= 0) return done();
      if (yield* links.remove(place)) yield* place.switchTo();
      return again(index + 1);
    });
    yield* this.isNotifierPending.write(false);
  }

  private snapshot(): Step<readonly Waiter[]> {
    const { links } = this;
    return loop([] as readonly Waiter[], function* (seen) {
      const place = yield* links.at(seen.length);
      return place === null ? done(seen) : again([...seen, place]);
    });
  }
}

/**
 * 1.5 and later: the notifier serves the oldest, as long as there are permits, and looks at who waits now. The source
 * stops at the last that was linked when it began, too: whoever is linked later has found no permit, and none comes
 * while nobody but the notifier runs, so that there the loop has ended already. Its notifier is also taken back when a
 * timeout removes the last link; here it stays scheduled, and serves whoever is linked when it runs.
 */
class OldestFirst extends GreenSemaphore<'notify'> {
  readonly links = deque<Waiter>();
  readonly isNotifierPending = cell(false);

  *acquire(): Step {
    if ((yield* this.counter.read()) <= 0) {
      const place = yield* this.enqueue();
      try {
        yield* place.park();
      } finally {
        yield* this.links.remove(place);
      }
    }
    yield* this.add(-1);
  }

  *tryAcquire(): Step<boolean> {
    if ((yield* this.counter.read()) <= 0) return false;
    yield* this.add(-1);
    return true;
  }

  *timedAcquire({ deadline }: Call): Step<boolean> {
    if ((yield* this.counter.read()) <= 0) {
      const place = yield* this.enqueue();
      try {
        if (!(yield* place.park(deadline))) return false;
      } finally {
        yield* this.links.remove(place);
      }
    }
    yield* this.add(-1);
    return true;
  }

  *release(): Step {
    yield* this.add(1);
    yield* this.scheduleNotifier();
  }

  protected *call(): Step {
    const { links, counter } = this;
    yield* loop(function* () {
      if ((yield* counter.read()) <= 0 || (yield* links.isEmpty())) return done();
      const place = yield* links.popFront();
      yield* place.switchTo();
      return again();
    });
    yield* this.isNotifierPending.write(false);
    if ((yield* counter.read()) > 0) yield* this.scheduleNotifier();
  }

  private *scheduleNotifier(): Step {
    if ((yield* this.links.isEmpty()) || (yield* this.isNotifierPending.read())) return;
    yield* this.isNotifierPending.write(true);
    yield* this.hub.schedule('notify');
  }

  private *enqueue(): Step<Waiter> {
    const place = yield* fresh(parkingPlace());
    yield* this.links.pushBack(place);
    return place;
  }
}

const common = {
  module: import.meta.url,
  scheduling: 'cooperative-fifo',
  background: 'runHub',
  model: semaphore,
} as const;

export const geventNotifier = definePrimitive({
  ...common,
  name: 'gevent-2010',
  title: "gevent's Semaphore, May 2010 to 2012",
  catalogue: 'C7',
  source: {
    citation: 'gevent, coros.py, commit b56e5709; issue #39, fixes a5c82704 and de3b38ec',
    url: 'https://github.com/gevent/gevent/issues/39',
    licence: 'MIT',
  },
  note: 'A release while the notifier is pending schedules nothing, and the notifier looks only at those who waited when it was scheduled; a timed acquire takes a permit also when its time is up.',
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo', 'refinement', 'failure-freedom'],
    from: "issue #39 for the timeout; the author's own remark in the code, and de3b38ec, for the notifier",
  },
  create: ({ permits }) => new WithNotifier(permits),
});

export const gevent = definePrimitive({
  ...common,
  name: 'gevent',
  title: "gevent's Semaphore since 1.5",
  catalogue: 'C9',
  source: {
    citation: 'gevent, _semaphore.py and _abstract_linkable.py, commit 9d7a12c0, PR #1488; issue #1487',
    url: 'https://github.com/gevent/gevent/pull/1488',
    licence: 'MIT',
  },
  expected: { violates: ['fifo'], from: 'PR #1488: it wakes the oldest, and newcomers still pass' },
  create: ({ permits }) => new OldestFirst(permits),
});
