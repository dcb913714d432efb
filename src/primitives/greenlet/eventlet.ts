import { again, definePrimitive, deque, done, fresh, loop, parkingPlace, type Call, type Step } from 'heddle';
import { boundedSemaphore, semaphore } from 'heddle/models';
import { GreenSemaphore, type Waiter } from './greenSemaphore.ts';
import { waiterSet } from './waiterSet.ts';

/** February 2010 to 2014: whoever waits is in a set, and a release wakes any of them, in a turn of the hub. */
class WithSet extends GreenSemaphore<'wake one'> {
  readonly waiters = waiterSet();

  *acquire(): Step {
    const { waiters, counter } = this;
    if ((yield* counter.read()) <= 0) {
      const place = yield* fresh(parkingPlace());
      yield* waiters.add(place);
      try {
        yield* loop(function* () {
          if ((yield* counter.read()) > 0) return done();
          yield* place.park();
          return again();
        });
      } finally {
        yield* waiters.discard(place);
      }
    }
    yield* this.add(-1);
  }

  *tryAcquire(): Step<boolean> {
    if ((yield* this.counter.read()) <= 0) return false;
    yield* this.add(-1);
    return true;
  }

  *release(): Step {
    yield* this.add(1);
    if (!(yield* this.waiters.isEmpty())) yield* this.hub.schedule('wake one');
  }

  protected *call(): Step {
    if ((yield* this.waiters.isEmpty()) || (yield* this.counter.read()) <= 0) return;
    const place = (yield* this.waiters.pop()) as Waiter;
    yield* place.switchTo();
  }
}

/** 0.17 and later: a queue, and nobody passes those in it but one who would not wait for long. */
class WithQueue extends GreenSemaphore<'wake one'> {
  readonly waiters = deque<Waiter>();

  *acquire(): Step {
    if (yield* this.mustWait()) {
      const { counter } = this;
      const place = yield* this.enqueue();
      try {
        // Somebody may be on the way out of this loop, so switch first and look then.
        yield* loop(function* () {
          yield* place.park();
          return (yield* counter.read()) > 0 ? done() : again();
        });
      } finally {
        yield* this.waiters.remove(place);
      }
    }
    yield* this.add(-1);
  }

  *timedAcquire({ deadline }: Call): Step<boolean> {
    if (yield* this.mustWait()) {
      const { counter } = this;
      const place = yield* this.enqueue();
      let isGranted = false;
      try {
        isGranted = yield* loop(function* () {
          if ((yield* counter.read()) > 0) return done(true);
          return (yield* place.park(deadline)) ? again() : done(false);
        });
      } finally {
        yield* this.waiters.remove(place);
      }
      if (!isGranted) return false;
    }
    yield* this.add(-1);
    return true;
  }

  *release(): Step {
    yield* this.add(1);
    if (!(yield* this.waiters.isEmpty())) yield* this.hub.schedule('wake one');
  }

  protected *call(): Step {
    if ((yield* this.waiters.isEmpty()) || (yield* this.counter.read()) <= 0) return;
    const place = yield* this.waiters.popFront();
    yield* place.switchTo();
  }

  private *mustWait(): Step<boolean> {
    return (yield* this.counter.read()) <= 0 || !(yield* this.waiters.isEmpty());
  }

  private *enqueue(): Step<Waiter> {
    const place = yield* fresh(parkingPlace());
    yield* this.waiters.pushBack(place);
    return place;
  }
}

/** Its BoundedSemaphore: the look and the release are one turn. */
class BoundedWithQueue extends WithQueue {
  readonly bound: number;

  constructor(permits: number) {
    super(permits);
    this.bound = permits;
  }

  override *release(): Step {
    if ((yield* this.counter.read()) >= this.bound) throw new Error('Semaphore released too many times');
    yield* super.release();
  }
}

const common = {
  module: import.meta.url,
  scheduling: 'cooperative-fifo',
  background: 'runHub',
  model: semaphore,
} as const;
const url = 'https://github.com/eventlet/eventlet/blob/master/eventlet/semaphore.py';

export const eventletSet = definePrimitive({
  ...common,
  name: 'eventlet-2010',
  title: "Eventlet's Semaphore, February 2010 to 2014",
  catalogue: 'C2',
  source: {
    citation: 'eventlet, coros.py and semaphore.py, commit 46234611; issue #136',
    url,
    licence: 'MIT',
  },
  note: 'A green thread that releases and acquires again without switching always wins, for the waiter runs only in a turn of the hub.',
  expected: { violates: ['fifo'], from: 'issue #136, and PR #163' },
  create: ({ permits }) => new WithSet(permits),
});

export const eventletQueue = definePrimitive({
  ...common,
  name: 'eventlet',
  title: "Eventlet's Semaphore since 0.17",
  catalogue: 'C3',
  source: { citation: 'eventlet, semaphore.py, commit bab11168 and later', url, licence: 'MIT' },
  note: 'Without a timeout nobody is passed. A timed acquire that finds a permit free takes it without standing in line.',
  expected: { violates: ['fifo'], from: 'the exploration: it is the timed calls that pass' },
  create: ({ permits }) => new WithQueue(permits),
});

export const eventletBounded = definePrimitive({
  ...common,
  name: 'eventlet-bounded',
  title: "Eventlet's BoundedSemaphore since 0.17",
  catalogue: 'C4',
  source: { citation: 'eventlet, semaphore.py, class BoundedSemaphore', url, licence: 'MIT' },
  model: boundedSemaphore,
  note: 'Nothing comes between its look at the bound and the release. Its order is that of the semaphore under it: only timed calls pass.',
  expected: { violates: ['fifo'], from: 'its source; the exploration: it is the timed calls that pass' },
  create: ({ permits }) => new BoundedWithQueue(permits),
});
