import { cell, definePrimitive, deque, fresh, lock, type Call, type Lock, type Step } from 'heddle';
import { semaphore } from 'heddle/models';

/** A semaphore with a queue. Who has waited too long leaves it. */
class Semaphore {
  readonly lock = lock();
  readonly waiters = deque<Lock>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  acquire(): Step<boolean> {
    return this.take(undefined);
  }

  timedAcquire({ deadline }: Call): Step<boolean> {
    return this.take(deadline);
  }

  *release(): Step {
    const { value, waiters } = this;
    yield* this.lock.acquire();
    if (yield* waiters.isEmpty()) yield* value.write((yield* value.read()) + 1);
    else yield* (yield* waiters.popFront()).release();
    yield* this.lock.release();
  }

  private *take(deadline: Call['deadline'] | undefined): Step<boolean> {
    const { value, waiters } = this;
    yield* this.lock.acquire();
    const free = yield* value.read();
    if (free > 0) {
      yield* value.write(free - 1);
      yield* this.lock.release();
      return true;
    }
    const waiter = yield* fresh(lock({ isHeld: true }));
    yield* waiters.pushBack(waiter);
    yield* this.lock.release();
    if (yield* waiter.acquire(deadline)) return true;
    yield* this.lock.acquire();
    const isInQueue = yield* waiters.includes(waiter);
    if (isInQueue) yield* waiters.popFront();
    yield* this.lock.release();
    return !isInQueue;
  }
}

export const wrongWaiter = definePrimitive({
  name: 'wrong-waiter',
  title: 'A semaphore that drops the wrong waiter',
  model: semaphore,
  create: ({ permits }) => new Semaphore(permits),
});
