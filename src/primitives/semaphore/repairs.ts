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
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * The reference semaphore with an attempt that fails as it should, and with interrupts held off but
 * for the sleep. Three repairs of what an interrupted sleeper does follow, of which each shows the
 * next fault.
 */
abstract class InterruptibleSemaphore {
  readonly lock = lock();
  readonly waiters = deque<Lock>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  /** What an interrupted sleeper does about its waiter, with the internal lock held. */
  abstract abandon(waiter: Lock): Step;

  acquire(): Step<boolean> {
    return masked(() => this.take(true));
  }

  tryAcquire(): Step<boolean> {
    return masked(() => this.take(false));
  }

  *release(): Step {
    const { lock: internal, value } = this;
    yield* internal.acquire();
    yield* value.write((yield* value.read()) + 1);
    yield* this.wakeNext();
    yield* internal.release();
  }

  /** Wakes the one that has waited longest, with the internal lock held. */
  *wakeNext(): Step {
    if (yield* this.waiters.isEmpty()) return;
    const waiter = yield* this.waiters.popFront();
    yield* waiter.release();
  }

  private *take(blocking: boolean): Step<boolean> {
    const { lock: internal, value, waiters } = this;
    const abandon = (waiter: Lock): Step => this.abandon(waiter);
    yield* internal.acquire();
    const isFree = yield* loop(function* () {
      if ((yield* value.read()) !== 0) return done(true);
      if (!blocking) return done(false);
      const waiter = yield* fresh(lock());
      yield* waiter.acquire();
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
    if (isFree) yield* value.write((yield* value.read()) - 1);
    yield* internal.release();
    return isFree;
  }
}

/** The leak repaired: the internal lock is given back. The dead waiter stays in the queue and swallows a release. */
class LeakRepaired extends InterruptibleSemaphore {
  *abandon(): Step {}
}

/** The dead waiter removed too. A wake-up that was on its way to it is dropped. */
class WaiterRemoved extends InterruptibleSemaphore {
  *abandon(waiter: Lock): Step {
    yield* this.waiters.remove(waiter);
  }
}

/** The wake-up passed on too. Right, but a woken thread still competes with newcomers. */
class WakeupPassedOn extends InterruptibleSemaphore {
  *abandon(waiter: Lock): Step {
    if (yield* this.waiters.remove(waiter)) return;
    if ((yield* this.value.read()) > 0) yield* this.wakeNext();
  }
}

const source = {
  citation: 'Repairs of the reference semaphore, worked out step by step for this gallery',
};

export const leakRepaired = definePrimitive({
  name: 'reference-leak-repaired',
  module: import.meta.url,
  title: 'Reference, the leaked lock repaired',
  catalogue: 'A1',
  source,
  model: semaphore,
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'a dead waiter swallows a release, in every kind of interrupt',
  },
  create: ({ permits }) => new LeakRepaired(permits),
});

export const waiterRemoved = definePrimitive({
  name: 'reference-waiter-removed',
  module: import.meta.url,
  title: 'Reference, the dead waiter removed too',
  catalogue: 'A2',
  source,
  model: semaphore,
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'a wake-up that was on its way to the interrupted sleeper is dropped',
  },
  create: ({ permits }) => new WaiterRemoved(permits),
});

export const wakeupPassedOn = definePrimitive({
  name: 'reference-wakeup-passed-on',
  module: import.meta.url,
  title: 'Reference, the wake-up passed on too',
  catalogue: 'A3',
  source,
  model: semaphore,
  expected: {
    violates: ['fifo'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'nothing is lost any more, and a woken thread still competes with newcomers',
  },
  create: ({ permits }) => new WakeupPassedOn(permits),
});
