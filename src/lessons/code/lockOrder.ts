import { definePrimitive, lock, type Call, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/** Whoever is inside has both forks. Each takes the one at its left first. */
class TwoForks {
  readonly one = lock();
  readonly other = lock();

  *acquire({ me }: Call): Step {
    const [left, right] = me % 2 === 0 ? [this.one, this.other] : [this.other, this.one];
    yield* left.acquire();
    yield* right.acquire();
  }

  *release(): Step {
    yield* this.one.release();
    yield* this.other.release();
  }
}

export const lockOrder = definePrimitive({
  name: 'lock-order',
  title: 'Two locks, taken in two orders',
  model: mutex,
  create: () => new TwoForks(),
});
