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
import { fifoSemaphore } from 'heddle/models';

/**
 * The semaphores of trio and curio. A kernel that knows the tasks hands the permit to the oldest, and
 * takes no cancel for it from then on: between the grant and the task's turn nothing can be lost.
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

  protected *takeOrPark(): Step {
    const value = yield* this.value.read();
    if (value > 0) {
      yield* this.value.write(value - 1);
      return;
    }
    const place = yield* fresh(future({ isFinal: true }));
    yield* this.waiters.pushBack(place);
    try {
      yield* place.wait();
    } catch (cancel) {
      yield* this.waiters.remove(place);
      throw cancel;
    }
  }
}

/** Every acquire of trio is a checkpoint: it may be cancelled there, and others have their turn. */
class TrioSemaphore extends KernelSemaphore {
  readonly loop = eventLoop();

  *acquire(): Step {
    // A checkpoint takes nothing with it, and what is taken after it is taken for good.
    yield* this.loop.yieldTurn();
    yield* this.takeOrPark();
  }

  *tryAcquire(): Step<boolean> {
    const value = yield* this.value.read();
    if (value === 0) return false;
    yield* this.value.write(value - 1);
    return true;
  }
}

class CurioSemaphore extends KernelSemaphore {
  acquire(): Step {
    return this.takeOrPark();
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative', model: fifoSemaphore } as const;

export const trioSemaphore = definePrimitive({
  ...common,
  name: 'trio',
  title: "trio's Semaphore",
  catalogue: 'D14',
  source: {
    citation: 'trio, src/trio/_sync.py, class Semaphore, and _core/_parking_lot.py',
    url: 'https://github.com/python-trio/trio/blob/main/src/trio/_sync.py',
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
    citation: 'curio, curio/sync.py, class Semaphore, and curio/sched.py',
    url: 'https://github.com/dabeaz/curio/blob/master/curio/sync.py',
    licence: 'BSD-3-Clause',
  },
  expected: { violates: [], from: 'its source' },
  create: ({ permits }) => new CurioSemaphore(permits),
});
