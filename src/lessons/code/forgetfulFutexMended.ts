import { again, definePrimitive, done, futex, loop, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/** The word is 0 when the lock is free, 1 when it is held, 2 when it is held and somebody may sleep. */
class FutexMutex {
  readonly word = futex(0);

  *acquire(): Step {
    const { word } = this;
    const first = yield* word.compareAndSwap(0, 1);
    if (first === 0) return;
    yield* loop(first, function* (found) {
      if (found === 2 || (yield* word.compareAndSwap(1, 2)) !== 0) yield* word.wait(2);
      const next = yield* word.compareAndSwap(0, 2);
      return next === 0 ? done() : again(next);
    });
  }

  *release(): Step {
    const { word } = this;
    if ((yield* word.fetchAdd(-1)) !== 1) {
      yield* word.write(0);
      yield* word.wake(1);
    }
  }
}

export const forgetfulFutexMended = definePrimitive({
  name: 'forgetful-futex-mended',
  title: 'A futex mutex that remembers its sleepers',
  model: mutex,
  create: () => new FutexMutex(),
});
