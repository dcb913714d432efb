import { again, definePrimitive, done, futex, loop, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/** The word is 0 when the lock is free, 1 when it is held, 2 when it is held and somebody may sleep. */
class FutexMutex {
  readonly word = futex(0);

  *acquire(): Step {
    const { word } = this;
    if ((yield* word.compareAndSwap(0, 1)) === 0) return;
    yield* loop(function* () {
      if ((yield* word.exchange(2)) === 0) return done();
      yield* word.wait(2);
      return again();
    });
  }

  *release(): Step {
    if ((yield* this.word.exchange(0)) === 2) yield* this.word.wake(1);
  }
}

export const countingFutexMended = definePrimitive({
  name: 'counting-futex-mended',
  title: 'A futex mutex of three values',
  model: mutex,
  create: () => new FutexMutex(),
});
