import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  eventLoop,
  fresh,
  future,
  loop,
  type Future,
  type Step,
} from 'heddle';
import { fifoSemaphore, mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * anyio 3.0 to 3.3, Lock: ownership is given with an event; a task that is cancelled then just goes.
 *
 * Left out: who the owner is. In the original nobody else can release; here nobody can where there is none.
 */
class LockOf30 {
  readonly isOwned = cell(false);
  readonly waiters = deque<Future>();

  *acquire(): Step {
    if (!(yield* this.isOwned.read())) {
      yield* this.isOwned.write(true);
      return;
    }
    const event = yield* fresh(future());
    yield* this.waiters.pushBack(event);
    try {
      yield* event.wait();
    } catch (cancel) {
      yield* this.waiters.remove(event);
      throw cancel;
    }
  }

  *release(): Step {
    if (!(yield* this.isOwned.read()))
      throw new Error('RuntimeError: The current task is not holding this lock');
    if (yield* this.waiters.isEmpty()) {
      yield* this.isOwned.write(false);
      return;
    }
    const event = yield* this.waiters.popFront();
    // An event may be set although its waiter has been cancelled.
    if (!(yield* event.isDone())) yield* event.complete();
  }
}

/** What the semaphores of anyio have in common: who queues, and how a permit is handed over. */
abstract class AnyioSemaphore {
  readonly loop = eventLoop();
  readonly waiters = deque<Future>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    const value = yield* this.value.read();
    if (value > 0 && (yield* this.waiters.isEmpty())) {
      yield* this.value.write(value - 1);
      return yield* this.checkpoint();
    }
    const own = yield* fresh(future());
    yield* this.waiters.pushBack(own);
    try {
      yield* own.wait();
    } catch (cancel) {
      yield* this.onCancel(own);
      throw cancel;
    }
  }

  abstract release(): Step;

  protected abstract onCancel(own: Future): Step;

  /** Who took without a wait gives up its turn, unless it was made for the fast path. */
  private *checkpoint(): Step {
    try {
      yield* this.loop.yieldTurn();
    } catch (cancel) {
      yield* this.release();
      throw cancel;
    }
  }
}

/** Up to 4.12: a release passes over a cancelled waiter and leaves it in the queue, which bars the fast path. */
class SkipsCancelled extends AnyioSemaphore {
  *release(): Step {
    const { waiters, value } = this;
    const isHandedOver = yield* loop(0, function* (index) {
      const waiter = yield* waiters.at(index);
      if (waiter === null) return done(false);
      if (yield* waiter.isCancelled()) return again(index + 1);
      yield* waiter.complete();
      yield* waiters.remove(waiter);
      return done(true);
    });
    if (!isHandedOver) yield* value.write((yield* value.read()) + 1);
  }

  protected *onCancel(own: Future): Step {
    if (yield* own.isCancelled()) yield* this.waiters.remove(own);
    else yield* this.release();
  }
}

/** Now: a release takes cancelled waiters out of the queue. */
class DropsCancelled extends AnyioSemaphore {
  *release(): Step {
    const { waiters, value } = this;
    const isHandedOver = yield* loop(function* () {
      if (yield* waiters.isEmpty()) return done(false);
      const waiter = yield* waiters.popFront();
      if (yield* waiter.isCancelled()) return again();
      yield* waiter.complete();
      return done(true);
    });
    if (!isHandedOver) yield* value.write((yield* value.read()) + 1);
  }

  protected *onCancel(own: Future): Step {
    if (yield* own.isCancelled()) yield* this.waiters.remove(own);
    else yield* this.release();
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative-fifo' } as const;
const licence = 'MIT';

export const anyioLock30 = definePrimitive({
  ...common,
  name: 'anyio-lock-3.0',
  title: "anyio's Lock, 3.0 to 3.3",
  catalogue: 'D19',
  source: {
    citation: 'anyio, src/anyio/_core/_synchronization.py, 3.0; issue #387, PR #388',
    url: 'https://github.com/agronholm/anyio/issues/387',
    licence,
  },
  model: mutex,
  note: 'A task that is cancelled after it was given the lock goes, and remains its owner.',
  expected: { violates: [...everyInterrupt], from: 'issue #387' },
  create: () => new LockOf30(),
});

export const anyioSemaphore412 = definePrimitive({
  ...common,
  name: 'anyio-4.12',
  title: "anyio's Semaphore up to 4.12, on asyncio",
  catalogue: 'D20',
  source: {
    citation: 'anyio, asyncio back end, 4.12; issue #1145',
    url: 'https://github.com/agronholm/anyio/issues/1145',
    licence,
  },
  model: fifoSemaphore,
  note: 'A cancelled waiter that has not run yet is passed over and stays in the queue, so that a newcomer queues behind it although a permit is free.',
  expected: { violates: ['interrupt-before-blocked', 'interrupt-before-anywhere'], from: 'issue #1145' },
  create: ({ permits }) => new SkipsCancelled(permits),
});

export const anyioSemaphore = definePrimitive({
  ...common,
  name: 'anyio',
  title: "anyio's Semaphore now, on asyncio",
  catalogue: 'D21',
  source: {
    citation: 'anyio, asyncio back end, after issue #1145',
    url: 'https://github.com/agronholm/anyio/issues/1145',
    licence,
  },
  model: fifoSemaphore,
  expected: { violates: [], from: 'the fix of issue #1145' },
  create: ({ permits }) => new DropsCancelled(permits),
});
