import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  future,
  loop,
  parkingPlace,
  type Future,
  type ParkingPlace,
  type Step,
} from 'heddle';
import { fifoSemaphore } from 'heddle/models';

/**
 * A semaphore from a channel of Stackless Python, which Concurrence and Syncless are built on: who finds no
 * permit receives, and a release sends if somebody receives. Whether the receiver or the sender goes on
 * first is the channel's preference.
 */
class PrefersReceivers {
  readonly receivers = deque<ParkingPlace>();
  readonly counter;

  constructor(permits: number) {
    this.counter = cell(permits);
  }

  *acquire(): Step {
    const counter = yield* this.counter.read();
    if (counter > 0) {
      yield* this.counter.write(counter - 1);
      return;
    }
    const place = yield* fresh(parkingPlace());
    yield* this.receivers.pushBack(place);
    try {
      yield* place.park();
    } catch (exception) {
      // An exception that is sent to a tasklet takes it off its channel.
      yield* this.receivers.remove(place);
      throw exception;
    }
  }

  *release(): Step {
    if (yield* this.receivers.isEmpty()) {
      yield* this.counter.write((yield* this.counter.read()) + 1);
      return;
    }
    const place = yield* this.receivers.popFront();
    yield* place.switchAndQueue();
  }
}

/** The sender goes on; what it sent lies in the receiver's slot, where an exception overwrites it. */
class PrefersSenders {
  readonly receivers = deque<Future>();
  readonly counter;

  constructor(permits: number) {
    this.counter = cell(permits);
  }

  *acquire(): Step {
    const counter = yield* this.counter.read();
    if (counter > 0) {
      yield* this.counter.write(counter - 1);
      return;
    }
    const slot = yield* fresh(future());
    yield* this.receivers.pushBack(slot);
    yield* slot.wait();
  }

  *release(): Step {
    const { receivers, counter } = this;
    const isSent = yield* loop(function* () {
      if (yield* receivers.isEmpty()) return done(false);
      const slot = yield* receivers.popFront();
      // Its tasklet has been taken off the channel.
      if (yield* slot.isCancelled()) return again();
      yield* slot.complete();
      return done(true);
    });
    if (!isSent) yield* counter.write((yield* counter.read()) + 1);
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative-fifo', model: fifoSemaphore } as const;
const citation = 'Stackless Python, channels; the basis of Concurrence (7b67f69) and Syncless (acae1fa)';
const source = {
  citation,
  url: 'https://github.com/stackless-dev/stackless/wiki/Channels',
  licence: 'PSF-2.0',
};

export const stacklessReceivers = definePrimitive({
  ...common,
  name: 'stackless-channel',
  title: 'A semaphore from a Stackless channel that prefers receivers',
  catalogue: 'C17',
  source,
  expected: { violates: [], from: 'its source: nothing comes between the sending and the receiver' },
  create: ({ permits }) => new PrefersReceivers(permits),
});

export const stacklessSenders = definePrimitive({
  ...common,
  name: 'stackless-channel-senders',
  title: 'A semaphore from a Stackless channel that prefers senders',
  catalogue: 'C17s',
  source,
  note: 'An exception that comes between the sending and the receiver overwrites the permit in its slot.',
  expected: {
    violates: ['interrupt-after-blocked', 'interrupt-after-anywhere'],
    from: 'reading the source of the channel; no report of it was found',
  },
  create: ({ permits }) => new PrefersSenders(permits),
});
