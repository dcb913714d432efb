import { cell, definePrimitive, deque, done, again, eventLoop, fresh, future, loop, parkingPlace, type Future, type ParkingPlace, type Step } from 'heddle';
import { fifoSemaphore } from 'heddle/models';

/**
 * A semaphore in the idiom of asyncore, which has none and no tasks either: a counter, and a queue of
 * callbacks. A callback that is granted a permit is posted to the loop, which calls it in a turn of its own.
 * Whoever loses interest meanwhile must find out whether its callback is queued or posted.
 */
class PostedCallbacks {
  readonly loop = eventLoop();
  readonly callbacks = deque<Future>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    const value = yield* this.value.read();
    if (value > 0) {
      yield* this.value.write(value - 1);
      // Its callback is posted at once, and called in the next turn.
      try {
        yield* this.loop.yieldTurn();
      } catch (cancel) {
        yield* this.onCancelPosted();
        throw cancel;
      }
      return;
    }
    const callback = yield* fresh(future());
    yield* this.callbacks.pushBack(callback);
    try {
      yield* callback.wait();
    } catch (cancel) {
      if (!(yield* callback.isCancelled())) yield* this.onCancelPosted();
      throw cancel;
    }
  }

  *release(): Step {
    const { callbacks, value } = this;
    const isPosted = yield* loop(function* () {
      if (yield* callbacks.isEmpty()) return done(false);
      const callback = yield* callbacks.popFront();
      // To cancel is to take the callback out of the queue.
      if (yield* callback.isCancelled()) return again();
      yield* callback.complete();
      return done(true);
    });
    if (!isPosted) yield* value.write((yield* value.read()) + 1);
  }

  /** What its callback was posted for is given back. */
  protected *onCancelPosted(): Step {
    yield* this.release();
  }
}

/** The mistake that Tornado makes too: a callback that is posted already is forgotten. */
class ForgetsPosted extends PostedCallbacks {
  protected override *onCancelPosted(): Step {}
}

/** The other way: a release calls the callback itself. No gap, and a stack as deep as the queue is long. */
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

const common = { module: import.meta.url, scheduling: 'cooperative-fifo', model: fifoSemaphore } as const;
const source = {
  citation: 'An idiom for asyncore (standard library of Python until 3.11), which has no primitives',
  url: 'https://docs.python.org/3.11/library/asyncore.html',
  licence: 'PSF-2.0',
};

export const asyncore = definePrimitive({
  ...common,
  name: 'asyncore',
  title: "A semaphore in asyncore's idiom, callbacks posted to the loop",
  catalogue: 'C16',
  source,
  expected: { violates: [], from: 'a cancel that comes after the posting gives the permit back' },
  create: ({ permits }) => new PostedCallbacks(permits),
});

export const asyncoreForgetful = definePrimitive({
  ...common,
  name: 'asyncore-forgetful',
  title: "A semaphore in asyncore's idiom that forgets posted callbacks",
  source,
  note: 'The permit of a callback that was posted and then cancelled is lost, as in Tornado.',
  expected: {
    violates: ['interrupt-after-blocked', 'interrupt-before-anywhere', 'interrupt-after-anywhere'],
    from: 'the exploration',
  },
  create: ({ permits }) => new ForgetsPosted(permits),
});

export const asyncoreDirect = definePrimitive({
  ...common,
  name: 'asyncore-direct',
  title: "A semaphore in asyncore's idiom, callbacks called inside the release",
  source,
  expected: { violates: [], from: 'as Twisted: there is nothing between the grant and the callback' },
  create: ({ permits }) => new CalledDirectly(permits),
});
