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
  masked,
  type Future,
  type Step,
} from 'heddle';
import { fifoSemaphore } from 'heddle/models';

/**
 * The semaphores of trio and curio. A kernel that knows the tasks hands the permit to the oldest, and
 * takes no cancel for it from then on: between the grant and the task's turn nothing can be lost. A cancel that comes
 * there is kept until the task is about to block again, which in an acquire it is not any more; see curioCondition.ts
 * for where it is.
 */
abstract class KernelSemaphore {
  readonly waiters = deque<Future>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *release(): Step {
    const { waiters, value } = this;
    const isHandedOver = yield* loop(function* () {
      if (yield* waiters.isEmpty()) return done(false);
      const waiter = yield* waiters.popFront();
      // The kernel has taken this one out already, when it took the cancel.
      if (yield* waiter.isCancelled()) return again();
      yield* waiter.complete();
      return done(true);
    });
    if (!isHandedOver) yield* value.write((yield* value.read()) + 1);
  }

  /** Whether a permit was taken without a wait. */
  protected *takeOrPark(): Step<boolean> {
    const value = yield* this.value.read();
    if (value > 0) {
      yield* this.value.write(value - 1);
      return true;
    }
    const place = yield* fresh(future({ isFinal: true }));
    yield* this.waiters.pushBack(place);
    try {
      yield* place.wait();
    } catch (cancel) {
      yield* this.waiters.remove(place);
      throw cancel;
    }
    return false;
  }
}

/** Every acquire of trio is a checkpoint: one that need not park lets others have their turn, and takes no cancel there. */
class TrioSemaphore extends KernelSemaphore {
  readonly loop = eventLoop();

  *acquire(): Step {
    if (yield* this.takeOrPark()) yield* masked(() => this.loop.yieldTurn());
  }

  *tryAcquire(): Step<boolean> {
    const value = yield* this.value.read();
    if (value === 0) return false;
    yield* this.value.write(value - 1);
    return true;
  }
}

/** An acquire of curio that finds a permit goes on at once. */
class CurioSemaphore extends KernelSemaphore {
  *acquire(): Step {
    yield* this.takeOrPark();
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative', model: fifoSemaphore } as const;

export const trioSemaphore = definePrimitive({
  ...common,
  name: 'trio',
  title: "trio's Semaphore",
  catalogue: 'D14',
  source: {
    citation: 'trio 0.34.0, src/trio/_sync.py, class Semaphore, and _core/_parking_lot.py',
    url: 'https://github.com/python-trio/trio/blob/v0.34.0/src/trio/_sync.py',
    licence: 'MIT OR Apache-2.0',
  },
  expected: { violates: [], from: 'its source: a task that was rescheduled takes no cancel for its wait' },
  create: ({ permits }) => new TrioSemaphore(permits),
});

export const curioSemaphore = definePrimitive({
  ...common,
  name: 'curio',
  title: "curio's Semaphore",
  catalogue: 'D16',
  source: {
    citation: 'curio 1.x, curio/sync.py, class Semaphore, curio/sched.py and curio/kernel.py',
    url: 'https://github.com/dabeaz/curio/blob/master/curio/sync.py',
    licence: 'BSD-3-Clause',
  },
  expected: { violates: [], from: 'its source' },
  create: ({ permits }) => new CurioSemaphore(permits),
});
