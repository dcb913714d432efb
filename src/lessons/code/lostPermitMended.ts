import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  interruptible,
  lock,
  loop,
  masked,
  type Lock,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';

/** A semaphore whose interrupted sleepers clean up: they give back the lock, and what was meant for them. */
class Semaphore {
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
    yield* this.value.write((yield* this.value.read()) + 1);
    yield* this.wakeNext();
    yield* this.lock.release();
  }

  private *take(): Step {
    const { lock: internal, value, waiters } = this;
    const abandon = (waiter: Lock): Step => this.abandon(waiter);
    yield* internal.acquire();
    yield* loop(function* () {
      if ((yield* value.read()) > 0) return done();
      const waiter = yield* fresh(lock({ isHeld: true }));
      yield* waiters.pushBack(waiter);
      yield* internal.release();
      try {
        yield* interruptible(() => waiter.acquire());
      } catch (interrupt) {
        yield* internal.acquire();
        yield* abandon(waiter);
        yield* internal.release();
        throw interrupt;
      }
      yield* internal.acquire();
      return again();
    });
    yield* value.write((yield* value.read()) - 1);
    yield* internal.release();
  }

  /** Leaves the queue; a wake-up that was on its way is passed on. With the lock held. */
  private *abandon(waiter: Lock): Step {
    if (yield* this.waiters.remove(waiter)) return;
    if ((yield* this.value.read()) > 0) yield* this.wakeNext();
  }

  private *wakeNext(): Step {
    if (yield* this.waiters.isEmpty()) return;
    const waiter = yield* this.waiters.popFront();
    yield* waiter.release();
  }
}

export const lostPermitMended = definePrimitive({
  name: 'lost-permit-mended',
  title: 'A semaphore that passes the wake-up on',
  model: semaphore,
  create: ({ permits }) => new Semaphore(permits),
});
