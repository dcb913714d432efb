import { cell, lock, type Step } from 'heddle';

/**
 * Barz's semaphore with locks in place of its binary semaphores: the gate is released by another thread
 * than the one that took it.
 */
export class FromLocks {
  readonly gate;
  readonly mutex;
  readonly count;

  /** @param permits 1 or more. @param isOwned whether only the holder of a lock may release it. */
  constructor(permits: number, isOwned: boolean) {
    this.gate = lock({ isOwned });
    this.mutex = lock({ isOwned });
    this.count = cell(permits);
  }

  *acquire(): Step {
    yield* this.gate.acquire();
    yield* this.mutex.acquire();
    const left = (yield* this.count.fetchAdd(-1)) - 1;
    if (left > 0) yield* this.gate.release();
    yield* this.mutex.release();
  }

  *release(): Step {
    yield* this.mutex.acquire();
    const left = (yield* this.count.fetchAdd(1)) + 1;
    if (left === 1) yield* this.gate.release();
    yield* this.mutex.release();
  }
}
