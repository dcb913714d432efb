import { again, definePrimitive, done, futex, loop, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { fewComers } from './fewComers.ts';

/**
 * The mutex of Rust's standard library on futexes: 0 free, 1 held, 2 held and somebody may sleep. Who finds it held
 * looks some hundred times more as long as nobody sleeps, and then marks it 2 with an exchange.
 *
 * Of these looks only the last is here: those before it find 1, change nothing, and are as if they had not been.
 */
class RustFutexMutex {
  readonly word = futex(0);

  *acquire(): Step {
    const { word } = this;
    if ((yield* word.compareAndSwap(0, 1)) === 0) return;
    const seen = yield* word.read();
    const found = seen === 0 ? yield* word.compareAndSwap(0, 1) : seen;
    if (seen === 0 && found === 0) return;
    yield* loop(found, function* (value) {
      if (value !== 2 && (yield* word.exchange(2)) === 0) return done();
      yield* word.wait(2);
      return again(yield* word.read());
    });
  }

  *tryAcquire(): Step<boolean> {
    return (yield* this.word.compareAndSwap(0, 1)) === 0;
  }

  *release(): Step {
    if ((yield* this.word.exchange(0)) === 2) yield* this.word.wake(1);
  }
}

export const rustFutex = definePrimitive({
  name: 'rust-futex',
  module: import.meta.url,
  title: "Rust's mutex on futexes",
  catalogue: 'F21',
  source: {
    citation: 'Rust standard library, std/src/sys/sync/mutex/futex.rs, since 1.62 (2022)',
    url: 'https://github.com/rust-lang/rust/blob/master/library/std/src/sys/sync/mutex/futex.rs',
    licence: 'MIT OR Apache-2.0',
  },
  model: mutex,
  clients: fewComers,
  hearsInterrupts: false,
  expected: {
    violates: ['fifo'],
    from: 'the source; a newcomer may take what another was woken for',
  },
  create: () => new RustFutexMutex(),
});
