import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  eventLoop,
  fresh,
  loop,
  parkingPlace,
  planOf,
  workload,
  type Call,
  type Cell,
  type Deque,
  type EventLoop,
  type ParkingPlace,
  type Step,
} from 'heddle';
import { cappedSemaphore } from 'heddle/models';

/** One of its two semaphores: a counter and those who wait for it. */
class Side {
  readonly counter: Cell<number>;
  readonly waiters: Deque<ParkingPlace> = deque<ParkingPlace>();

  constructor(count: number) {
    this.counter = cell(count);
  }

  *add(amount: number): Step {
    yield* this.counter.write((yield* this.counter.read()) + amount);
  }

  /** eventlet's Semaphore.acquire, blocking; a Timeout that is thrown into it leaves the queue, and is answered by false. */
  *acquire(deadline?: Call['deadline']): Step<boolean> {
    const { counter, waiters } = this;
    if ((yield* counter.read()) <= 0 || !(yield* waiters.isEmpty())) {
      const place = yield* fresh(parkingPlace());
      yield* waiters.pushBack(place);
      let isGranted = false;
      try {
        isGranted = yield* loop(function* () {
          if (!(yield* place.park(deadline))) return done(false);
          return (yield* counter.read()) > 0 ? done(true) : again();
        });
      } finally {
        yield* waiters.remove(place);
      }
      if (!isGranted) return false;
    }
    yield* this.add(-1);
    return true;
  }
}

/**
 * Eventlet's CappedSemaphore: a semaphore of the permits, and one of the room for more. To acquire is to
 * release room and to acquire a permit; to release is the mirror image of it. Here the limit is the number of
 * permits at the start, or one.
 */
class CappedSemaphore {
  readonly hub: EventLoop<'lower' | 'upper'> = eventLoop<'lower' | 'upper'>();
  readonly lower: Side;
  readonly upper: Side;

  constructor(count: number, limit: number) {
    this.lower = new Side(count);
    this.upper = new Side(limit - count);
  }

  *acquire(): Step {
    yield* this.through('upper', 'lower');
  }

  /** With blocking=False: it asks whether there is a permit, and then does what a blocking acquire does. */
  *tryAcquire(): Step<boolean> {
    if ((yield* this.lower.counter.read()) <= 0) return false;
    return yield* this.through('upper', 'lower');
  }

  /** Under an eventlet.Timeout. */
  *timedAcquire({ deadline }: Call): Step<boolean> {
    return yield* this.through('upper', 'lower', deadline);
  }

  *release(): Step {
    yield* this.through('lower', 'upper');
  }

  *runHub(): Step {
    const { hub } = this;
    const wake = (side: Side): Step => this.wakeOne(side);
    const sides = { lower: this.lower, upper: this.upper };
    yield* loop(function* () {
      yield* wake(sides[yield* hub.nextCall()]);
      return again();
    });
  }

  /** Releases one side and acquires the other; if that fails, the first is lowered again without a look at it. */
  private *through(
    released: 'lower' | 'upper',
    acquired: 'lower' | 'upper',
    deadline?: Call['deadline'],
  ): Step<boolean> {
    const side = this[released];
    yield* side.add(1);
    if (!(yield* side.waiters.isEmpty())) yield* this.hub.schedule(released);
    try {
      const isGranted = yield* this[acquired].acquire(deadline);
      if (!isGranted) yield* side.add(-1);
      return isGranted;
    } catch (killed) {
      yield* side.add(-1);
      throw killed;
    }
  }

  private *wakeOne({ counter, waiters }: Side): Step {
    if ((yield* waiters.isEmpty()) || (yield* counter.read()) <= 0) return;
    const place = yield* waiters.popFront();
    yield* place.switchTo();
  }
}

export const eventletCapped = definePrimitive({
  name: 'eventlet-capped',
  module: import.meta.url,
  title: "Eventlet's CappedSemaphore",
  catalogue: 'C5',
  source: {
    citation: 'eventlet, semaphore.py, class CappedSemaphore, commit c8f903a3',
    url: 'https://github.com/eventlet/eventlet/blob/master/eventlet/semaphore.py',
    licence: 'MIT',
  },
  scheduling: 'cooperative-fifo',
  background: 'runHub',
  model: cappedSemaphore,
  clients: [
    workload(2, 2, 1),
    workload(3, 1, 1),
    {
      permits: 1,
      plans: [planOf('tryAcquire release'), planOf('acquire release'), planOf('acquire release')],
    },
    // One that gives up after two have given; the other keeps what it takes, so that nobody gives in vain.
    { permits: 0, plans: [planOf('timedAcquire'), planOf('acquire'), planOf('post'), planOf('post')] },
  ],
  note: 'An acquire that is not to block queues behind one who has been woken. A waiter that gives up between the releases that counted on it and its turn leaves more permits than the limit.',
  expected: {
    violates: ['non-blocking', 'refinement'],
    from: 'its source; the exploration; no report of it was found',
  },
  create: ({ permits }) => new CappedSemaphore(permits, Math.max(permits, 1)),
});
