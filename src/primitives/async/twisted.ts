import { cell, definePrimitive, deque, fresh, parkingPlace, type ParkingPlace, type Step } from 'heddle';
import { fifoSemaphore } from 'heddle/models';

/**
 * How many permits more than at the start the semaphore is made for: as if so many had been taken already. A release
 * beyond its limit is an error of the caller, which an assertion meets.
 */
const room = 4;

/**
 * Twisted's DeferredSemaphore. A release fires the Deferred of the oldest waiter at once, inside itself:
 * the waiter runs before the release returns, so nothing comes between the grant and it.
 */
class DeferredSemaphore {
  readonly waiting = deque<ParkingPlace>();
  readonly tokens;
  readonly #limit: number;

  constructor(permits: number) {
    this.tokens = cell(permits);
    this.#limit = permits + room;
  }

  *acquire(): Step {
    const tokens = yield* this.tokens.read();
    if (tokens > 0) {
      yield* this.tokens.write(tokens - 1);
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
    const tokens = yield* this.tokens.read();
    if (tokens >= this.#limit) throw new Error('AssertionError: released more often than acquired');
    yield* this.tokens.write(tokens + 1);
    if (yield* this.waiting.isEmpty()) return;
    yield* this.tokens.write(tokens);
    const deferred = yield* this.waiting.popFront();
    yield* deferred.switchTo();
  }
}

export const twistedSemaphore = definePrimitive({
  name: 'twisted',
  module: import.meta.url,
  title: "Twisted's DeferredSemaphore",
  catalogue: 'C11',
  source: {
    citation:
      'Twisted, internet/defer.py, classes DeferredLock and DeferredSemaphore; cancel since 10.1 (e699c2b9)',
    url: 'https://github.com/twisted/twisted/blob/trunk/src/twisted/internet/defer.py',
    licence: 'MIT',
  },
  model: fifoSemaphore,
  scheduling: 'cooperative-fifo',
  postsMax: room,
  note: 'The waiter runs inside the release of the one before it, so a long queue is a deep stack.',
  expected: { violates: [], from: 'its source: a Deferred that has been fired can no longer be cancelled' },
  create: ({ permits }) => new DeferredSemaphore(permits),
});
