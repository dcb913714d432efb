import { again, blocked, cell, defineObject, done, futex, loop, next, type Step } from 'heddle';

/** A step at which one thread may stay for ever. */
const frost = defineObject({
  kind: 'frost',
  initial: () => 'nobody frozen' as 'nobody frozen' | 'somebody frozen',
  operations: {
    mayFreeze: {
      step: ({ value }) =>
        value === 'nobody frozen'
          ? [next(value), { outcome: 'park', value: 'somebody frozen' } as const]
          : next(value),
      resume: () => blocked,
      withdraw: () => blocked,
    },
  },
});

/**
 * A semaphore on a futex in which one release wakes for all: a release that finds another one about to
 * wake leaves it to that one. Right as long as that one goes on.
 */
export class OnePosterWakes {
  readonly value;
  readonly isWaking = cell(false);
  readonly frost = frost();
  readonly #mayFreeze: boolean;

  /** @param mayFreeze whether a release may stay for ever where it is about to wake. */
  constructor(permits: number, mayFreeze: boolean) {
    this.value = futex(permits);
    this.#mayFreeze = mayFreeze;
  }

  *acquire(): Step {
    const { value } = this;
    yield* loop(function* () {
      const free = yield* value.read();
      if (free === 0) yield* value.wait(0);
      else if ((yield* value.compareAndSwap(free, free - 1)) === free) return done();
      return again();
    });
  }

  *release(): Step {
    const { value, isWaking } = this;
    yield* value.fetchAdd(1);
    if (yield* isWaking.exchange(true)) return;
    if (this.#mayFreeze) yield* this.frost.mayFreeze();
    yield* isWaking.write(false);
    yield* value.wake(8);
  }
}

/** The same in which every release wakes for itself. */
export class EveryPosterWakes extends OnePosterWakes {
  override *release(): Step {
    yield* this.value.fetchAdd(1);
    yield* this.frost.mayFreeze();
    yield* this.value.wake(8);
  }
}
