import { cell, definePrimitive, deque, fresh, parkingPlace, type ParkingPlace, type Step } from 'heddle';
import { fifoSemaphore } from 'heddle/models';

/**
 * The idiom of asyncore the other way: a release calls the callback itself, and does not post it. There is no
 * gap, and a stack as deep as the queue is long.
 */
class CalledDirectly {
  readonly callbacks = deque<ParkingPlace>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    const value = yield* this.value.read();
    if (value > 0) {
      yield* this.value.write(value - 1);
      return;
    }
    const callback = yield* fresh(parkingPlace());
    yield* this.callbacks.pushBack(callback);
    try {
      yield* callback.park();
    } catch (cancel) {
      yield* this.callbacks.remove(callback);
      throw cancel;
    }
  }

  *release(): Step {
    if (yield* this.callbacks.isEmpty()) {
      yield* this.value.write((yield* this.value.read()) + 1);
      return;
    }
    const callback = yield* this.callbacks.popFront();
    yield* callback.switchTo();
  }
}

export const callbackIdiomDirect = definePrimitive({
  name: 'callback-idiom-direct',
  module: import.meta.url,
  title: 'A counter and a queue of callbacks, called inside the release',
  source: { citation: 'The idiom of asyncore without a turn of the loop between the grant and the callback' },
  scheduling: 'cooperative-fifo',
  model: fifoSemaphore,
  expected: { violates: [], from: 'as Twisted: there is nothing between the grant and the callback' },
  create: ({ permits }) => new CalledDirectly(permits),
});
