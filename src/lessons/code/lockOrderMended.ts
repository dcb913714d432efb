import { definePrimitive, lock, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/** Whoever is inside has both forks. All take them in the same order. */
class TwoForks {
  readonly one = lock();
  readonly other = lock();

  *acquire(): Step {
    yield* this.one.acquire();
    yield* this.other.acquire();
  }

  *release(): Step {
    yield* this.other.release();
    yield* this.one.release();
  }
}

export const lockOrderMended = definePrimitive({
  name: 'lock-order-mended',
  title: 'Two locks, taken in one order',
  model: mutex,
  create: () => new TwoForks(),
});
