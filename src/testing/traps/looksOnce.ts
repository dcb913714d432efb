import { cell, deque, type Call, type Step } from 'heddle';
import { eventLoop } from './eventLoop.ts';

/**
 * A semaphore of an event loop that looks at its counter once: a waiter that goes on takes a permit
 * without a look. A release wakes the first waiter in a turn of its own.
 */
export class LooksOnce {
  readonly turns = eventLoop('fifo', []);
  readonly counter;
  readonly waiters = deque<number>();
  readonly #hasGap: boolean;

  /** @param hasGap whether a woken waiter joins the ready queue, or goes on in the very turn that wakes it. */
  constructor(permits: number, hasGap: boolean) {
    this.counter = cell(permits);
    this.#hasGap = hasGap;
  }

  *acquire({ me }: Call): Step {
    const { turns, counter, waiters } = this;
    yield* turns.enter();
    if ((yield* counter.read()) <= 0) {
      yield* waiters.pushBack(me);
      yield* turns.suspend();
    }
    yield* counter.fetchAdd(-1);
    yield* turns.leave();
  }

  *release(): Step {
    const { turns, counter, waiters } = this;
    yield* turns.enter();
    yield* counter.fetchAdd(1);
    yield* turns.pause();
    if ((yield* waiters.isEmpty()) || (yield* counter.read()) <= 0) return yield* turns.leave();
    const waiter = yield* waiters.popFront();
    if (!this.#hasGap) return yield* turns.switchTo(waiter);
    yield* turns.makeReady(waiter);
    yield* turns.leave();
  }
}
