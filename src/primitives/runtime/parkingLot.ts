import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  latch,
  lock,
  loop,
  masked,
  type Call,
  planOf,
  type Client,
  type Deadline,
  type Latch,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';
import { fewComers } from '../mutex/fewComers.ts';

/** The byte: whether it is held, and whether somebody is parked. */
interface Bits {
  readonly isLocked: boolean;
  readonly isParked: boolean;
}

/** One that is parked, and what it is told when it wakes: that the lock is its own, or that it may try. */
interface Parked {
  readonly isWoken: Latch;
  readonly isHandedOver: ReturnType<typeof cell<boolean>>;
}

const free: Bits = { isLocked: false, isParked: false };

/**
 * The mutex of parking_lot: one byte, and a queue somewhere else, with a lock of its own. Who parks looks at the byte
 * once more under the lock of the queue; who unlocks and finds somebody parked wakes the first of them.
 *
 * Left out: the spinning before the park, that mutexes with the same hash share a queue, and that releases differ. In the
 * original a release that finds somebody parked hands the lock over when it is asked to, or else when the timer of the
 * queue has run out (`be_fair`, after a random time, half a millisecond on average); here either none does so, or all.
 * A mixture has the verdicts of the lock where none does, with the clients below: whether a release hands over may be free, or
 * alternate for all or for each thread, or go by the thread, one against the others. Once who is woken does not own the lock,
 * others come again without end before it looks.
 */
class ParkingLotMutex {
  readonly bits = cell<Bits>(free);
  readonly bucket = lock();
  readonly queue = deque<Parked>();
  /** Whether a release hands the lock over to the one that it wakes. */
  readonly isFair: boolean;

  constructor(isFair: boolean) {
    this.isFair = isFair;
  }

  *acquire(): Step<boolean> {
    return yield* masked(() => this.lockUntil(undefined));
  }

  *timedAcquire({ deadline }: Call): Step<boolean> {
    return yield* masked(() => this.lockUntil(deadline));
  }

  *tryAcquire(): Step<boolean> {
    const { bits } = this;
    return yield* masked(() =>
      loop(function* () {
        const found = yield* bits.read();
        if (found.isLocked) return done(false);
        return (yield* bits.compareAndSet(found, { ...found, isLocked: true })) ? done(true) : again();
      }),
    );
  }

  *release(): Step {
    const { bits, bucket, queue, isFair } = this;
    if (yield* bits.compareAndSet({ isLocked: true, isParked: false }, free)) return;
    yield* bucket.acquire();
    const first = yield* queue.at(0);
    if (first === null) {
      yield* bits.write(free);
    } else {
      yield* queue.popFront();
      const isParked = !(yield* queue.isEmpty());
      yield* bits.write({ isLocked: isFair, isParked });
      yield* first.isHandedOver.write(isFair);
      yield* first.isWoken.open();
    }
    yield* bucket.release();
  }

  private *lockUntil(deadline: Deadline | undefined): Step<boolean> {
    const { bits } = this;
    const park = (): Step<'mine' | 'again' | 'late'> => this.park(deadline);
    return yield* loop(function* () {
      const found = yield* bits.read();
      if (!found.isLocked) {
        return (yield* bits.compareAndSet(found, { ...found, isLocked: true })) ? done(true) : again();
      }
      if (!found.isParked && !(yield* bits.compareAndSet(found, { ...found, isParked: true })))
        return again();
      const told = yield* park();
      return told === 'again' ? again() : done(told === 'mine');
    });
  }

  private *park(deadline: Deadline | undefined): Step<'mine' | 'again' | 'late'> {
    const { bits, bucket, queue } = this;
    yield* bucket.acquire();
    const { isLocked, isParked } = yield* bits.read();
    if (!isLocked || !isParked) {
      yield* bucket.release();
      return 'again';
    }
    const parked: Parked = {
      isWoken: yield* fresh(latch()),
      isHandedOver: yield* fresh(cell<boolean>(false)),
    };
    yield* queue.pushBack(parked);
    yield* bucket.release();
    if (!(yield* parked.isWoken.wait(deadline)) && (yield* this.leave(parked))) return 'late';
    return (yield* parked.isHandedOver.read()) ? 'mine' : 'again';
  }

  /** Takes one out of the queue whose time is up; the last of it says so. False for one that was woken meanwhile. */
  private *leave(parked: Parked): Step<boolean> {
    const { bits, bucket, queue } = this;
    yield* bucket.acquire();
    const isLast = yield* this.isLast(parked);
    const wasThere = yield* queue.remove(parked);
    if (wasThere && isLast) {
      // In one step in the original: newcomers change the byte without the lock of the queue.
      yield* loop(function* () {
        const found = yield* bits.read();
        return (yield* bits.compareAndSet(found, { ...found, isParked: false })) ? done() : again();
      });
    }
    yield* bucket.release();
    return wasThere;
  }

  /** Whether nobody else is parked. Under the lock of the queue, for one that is in it. */
  protected *isLast(_parked: Parked): Step<boolean> {
    return (yield* this.queue.size()) === 1;
  }
}

/**
 * Before version 0.8.0 (2019): one whose time is up takes itself for the last that is parked when nobody is behind it in the
 * queue. It clears the bit even if others are parked before it, and the next release wakes none of them.
 */
class ParkingLotMutexBefore08 extends ParkingLotMutex {
  protected override *isLast(parked: Parked): Step<boolean> {
    return (yield* this.queue.after(parked)) === null;
  }
}

const clients: readonly Client[] = [
  ...fewComers,
  {
    permits: 1,
    plans: [planOf('timedAcquire release'), planOf('timedAcquire release'), planOf('acquire release')],
  },
];
const common = {
  module: import.meta.url,
  catalogue: 'F22',
  model: mutex,
  clients,
  hearsInterrupts: false,
  source: {
    citation: 'A. d’Antras and others, parking_lot, src/raw_mutex.rs and core/src/parking_lot.rs',
    url: 'https://github.com/Amanieu/parking_lot/blob/master/src/raw_mutex.rs',
    licence: 'MIT OR Apache-2.0',
  },
} as const;

export const parkingLot = definePrimitive({
  ...common,
  name: 'parking-lot',
  title: 'The mutex of parking_lot',
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the source; a newcomer may take what is free before who was woken looks',
  },
  create: () => new ParkingLotMutex(false),
});

export const parkingLot2018 = definePrimitive({
  ...common,
  name: 'parking-lot-2018',
  title: 'The mutex of parking_lot, before 0.8.0',
  note: 'Right as long as nobody parks with a deadline. Mended in 0.8.0 (core 0.5.0), May 2019.',
  source: {
    ...common.source,
    citation: `${common.source.citation}; before pull request 129`,
    url: 'https://github.com/Amanieu/parking_lot/pull/129',
  },
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the pull request, which mends what one is told whose time is up; its test is of a condition variable, and the mutex goes by the same answer',
  },
  create: () => new ParkingLotMutexBefore08(false),
});

export const parkingLotFair = definePrimitive({
  ...common,
  name: 'parking-lot-fair',
  title: 'The mutex of parking_lot, always unlocked fairly',
  expected: {
    violates: [],
    endless: ['starvation-weak', 'starvation-strong'],
    from: 'the source; before it is parked, one may find that its compare-and-swap comes too late again and again',
  },
  create: () => new ParkingLotMutex(true),
});
