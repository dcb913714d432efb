import { cell, countingSemaphore, type CountingSemaphore, type Step } from 'heddle';

/**
 * A lightswitch: the first into a room locks a semaphore for all of them, and the last out unlocks it. Source:
 * A. B. Downey, The Little Book of Semaphores, section 4.2.
 */
export class Lightswitch {
  readonly mutex = countingSemaphore(1);
  readonly count = cell(0);

  *lock(room: CountingSemaphore): Step {
    const { mutex, count } = this;
    yield* mutex.p();
    const inside = (yield* count.read()) + 1;
    yield* count.write(inside);
    if (inside === 1) yield* room.p();
    yield* mutex.v();
  }

  *unlock(room: CountingSemaphore): Step {
    const { mutex, count } = this;
    yield* mutex.p();
    const inside = (yield* count.read()) - 1;
    yield* count.write(inside);
    if (inside === 0) yield* room.v();
    yield* mutex.v();
  }
}
