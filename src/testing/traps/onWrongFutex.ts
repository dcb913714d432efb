import { again, blocked, defineObject, done, loop, next, park, type Step } from 'heddle';

/** A futex whose sleeper may find its time up although a wake has taken it out of the queue already. */
const wrongFutex = defineObject({
  kind: 'wrong futex',
  initial: (word: number) => ({ word, sleepers: [] as readonly number[] }),
  operations: {
    compareAndSwap: ({ value }, expected: number, word: number) =>
      next(value.word === expected ? { ...value, word } : value, value.word),
    exchange: ({ value }, word: number) => next({ ...value, word }, value.word),
    wait: {
      step: ({ value, me }, expected: number) =>
        value.word === expected
          ? park({ ...value, sleepers: [...value.sleepers, me].toSorted((a, b) => a - b) })
          : next(value, true),
      resume: ({ value, me }) =>
        value.sleepers.includes(me) ? blocked : [next(value, true), next(value, false)],
      withdraw: ({ value, me }) =>
        next({ ...value, sleepers: value.sleepers.filter((sleeper) => sleeper !== me) }),
    },
    wake: ({ value }) =>
      value.sleepers.length === 0
        ? next(value)
        : value.sleepers.map((heir) =>
            next({ ...value, sleepers: value.sleepers.filter((sleeper) => sleeper !== heir) }),
          ),
  },
});

/** Drepper's mutex 3 with a timed lock, on that futex. */
export class OnWrongFutex {
  readonly word = wrongFutex(0);

  acquire(): Step<boolean> {
    return this.lock(false);
  }

  timedAcquire(): Step<boolean> {
    return this.lock(true);
  }

  *release(): Step {
    if ((yield* this.word.exchange(0)) === 2) yield* this.word.wake();
  }

  private *lock(mayGiveUp: boolean): Step<boolean> {
    const { word } = this;
    if ((yield* word.compareAndSwap(0, 1)) === 0) return true;
    return yield* loop(yield* word.exchange(2), function* (found) {
      if (found === 0) return done(true);
      const isWoken = yield* word.wait(2);
      if (!isWoken && mayGiveUp) return done(false);
      return again(yield* word.exchange(2));
    });
  }
}
