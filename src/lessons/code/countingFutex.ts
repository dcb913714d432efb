import { again, definePrimitive, done, futex, loop, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/** Everybody adds one; who has found 0 is in. The word wraps round, here after 3. */
class CountingFutex {
  readonly word = futex(0, { modulo: 4 });

  *acquire(): Step {
    const { word } = this;
    yield* loop(function* () {
      const found = yield* word.fetchAdd(1);
      if (found === 0) return done();
      yield* word.wait((found + 1) % 4);
      return again();
    });
  }

  *release(): Step {
    yield* this.word.write(0);
    yield* this.word.wake(1);
  }
}

export const countingFutex = definePrimitive({
  name: 'counting-futex',
  title: 'A futex mutex that counts',
  model: mutex,
  create: () => new CountingFutex(),
});
