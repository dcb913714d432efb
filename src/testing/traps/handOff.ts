import { cell, deque, fresh, interruptible, lock, masked, type Lock, type Step } from 'heddle';

/** Hands its permit to the head of a queue; what an interrupted waiter does is left open. */
abstract class HandOff {
  readonly lock = lock();
  readonly waiters = deque<Lock>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  acquire(): Step {
    return masked(() => this.take());
  }

  *release(): Step {
    yield* this.lock.acquire();
    yield* this.handOn();
    yield* this.lock.release();
  }

  protected *handOn(): Step {
    if (yield* this.waiters.isEmpty()) {
      yield* this.value.write((yield* this.value.read()) + 1);
      return;
    }
    const waiter = yield* this.waiters.popFront();
    yield* waiter.release();
  }

  /** With the lock held. @param wasQueued whether the waiter was in the queue still. */
  protected abstract onInterrupt(wasQueued: boolean): Step;

  private *take(): Step {
    const { lock: internal, value, waiters } = this;
    yield* internal.acquire();
    const free = yield* value.read();
    if (free > 0) {
      yield* value.write(free - 1);
      yield* internal.release();
      return;
    }
    const waiter = yield* fresh(lock({ isHeld: true }));
    yield* waiters.pushBack(waiter);
    yield* internal.release();
    try {
      yield* interruptible(() => waiter.acquire());
    } catch (interrupt) {
      yield* internal.acquire();
      yield* this.onInterrupt(yield* waiters.remove(waiter));
      yield* internal.release();
      throw interrupt;
    }
  }
}

/** Thinks that an interrupted waiter is always in the queue still. */
export class ForgetsTheGrant extends HandOff {
  *onInterrupt(): Step {}
}

/** Minds both. */
export class HandsOnWhatItWasGranted extends HandOff {
  override *onInterrupt(wasQueued: boolean): Step {
    if (!wasQueued) yield* this.handOn();
  }
}
