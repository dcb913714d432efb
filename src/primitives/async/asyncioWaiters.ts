import { again, cell, deque, done, fresh, future, loop, type Future, type Step } from 'heddle';

/**
 * asyncio.Semaphore of Python through its versions. One turn of the loop runs from one await to the
 * next, so nothing needs a lock; but between the completion of a waiter's future and the waiter's turn
 * others may run, and the waiter may be cancelled. Each version below differs from the one before it
 * by what it does about that.
 */
export abstract class AsyncioSemaphore {
  readonly waiters = deque<Future>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  abstract acquire(): Step;

  *release(): Step {
    yield* this.add(1);
    yield* this.wakeNext();
  }

  protected abstract wakeNext(): Step<unknown>;

  protected *add(amount: number): Step {
    yield* this.value.write((yield* this.value.read()) + amount);
  }

  /** A new future at the end of the queue. */
  protected *enqueue(): Step<Future> {
    const own = yield* fresh(future());
    yield* this.waiters.pushBack(own);
    return own;
  }

  /** The first future that is not done, if there is one; it stays in the queue. */
  protected firstPending(): Step<Future | null> {
    const { waiters } = this;
    return loop(0, function* (index) {
      const waiter = yield* waiters.at(index);
      if (waiter === null || !(yield* waiter.isDone())) return done(waiter);
      return again(index + 1);
    });
  }

  /** Takes futures out of the queue until one is not done; that one is completed. Tells whether there was one. */
  protected popAndComplete(): Step<boolean> {
    const { waiters } = this;
    return loop(function* () {
      if (yield* waiters.isEmpty()) return done(false);
      const waiter = yield* waiters.popFront();
      if (yield* waiter.isDone()) return again();
      yield* waiter.complete();
      return done(true);
    });
  }
}
