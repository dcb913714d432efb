import { cell, definePrimitive, deque, fresh, lock, type Lock, type Step } from 'heddle';
import { fifoSemaphore } from 'heddle/models';

/** A release hands its permit to the one that has waited longest. It never becomes free in between. */
class Semaphore {
  readonly lock = lock();
  readonly waiters = deque<Lock>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    const { value, waiters } = this;
    yield* this.lock.acquire();
    const free = yield* value.read();
    if (free > 0) {
      yield* value.write(free - 1);
      yield* this.lock.release();
      return;
    }
    const waiter = yield* fresh(lock({ isHeld: true }));
    yield* waiters.pushBack(waiter);
    yield* this.lock.release();
    yield* waiter.acquire();
  }

  *release(): Step {
    const { value, waiters } = this;
    yield* this.lock.acquire();
    if (yield* waiters.isEmpty()) {
      yield* value.write((yield* value.read()) + 1);
    } else {
      const waiter = yield* waiters.popFront();
      yield* waiter.release();
    }
    yield* this.lock.release();
  }
}

export const bargingMended = definePrimitive({
  name: 'barging-mended',
  title: 'A semaphore that passes the baton',
  model: fifoSemaphore,
  create: ({ permits }) => new Semaphore(permits),
});
