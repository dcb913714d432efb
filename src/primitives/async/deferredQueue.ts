import { cell, definePrimitive, deque, fresh, parkingPlace, type ParkingPlace, type Step } from 'heddle';
import { fifoSemaphore } from 'heddle/models';

/**
 * Twisted's DeferredQueue. One list of what was put and not taken, one of those who wait to take; at most
 * one of them is not empty. What is put while somebody waits is handed to the oldest, who runs inside the
 * put. Here what lies in it are permits: to acquire is to get one, to release is to put one.
 */
class DeferredQueue {
  readonly waiting = deque<ParkingPlace>();
  /** As many as there are: they are all alike. */
  readonly pending;

  constructor(permits: number) {
    this.pending = cell(permits);
  }

  *acquire(): Step {
    const count = yield* this.pending.read();
    if (count > 0) {
      yield* this.pending.write(count - 1);
      return;
    }
    const deferred = yield* fresh(parkingPlace());
    yield* this.waiting.pushBack(deferred);
    try {
      yield* deferred.park();
    } catch (cancel) {
      yield* this.waiting.remove(deferred);
      throw cancel;
    }
  }

  *release(): Step {
    if (yield* this.waiting.isEmpty()) {
      yield* this.pending.write((yield* this.pending.read()) + 1);
      return;
    }
    const deferred = yield* this.waiting.popFront();
    yield* deferred.switchTo();
  }
}

export const deferredQueue = definePrimitive({
  name: 'twisted-queue',
  module: import.meta.url,
  title: "Twisted's DeferredQueue, of permits",
  catalogue: 'C12',
  source: {
    citation: 'Twisted, internet/defer.py, class DeferredQueue',
    url: 'https://github.com/twisted/twisted/blob/trunk/src/twisted/internet/defer.py',
    licence: 'MIT',
  },
  model: fifoSemaphore,
  scheduling: 'cooperative-fifo',
  expected: { violates: [], from: 'its source: a Deferred that has been fired can no longer be cancelled' },
  create: ({ permits }) => new DeferredQueue(permits),
});
