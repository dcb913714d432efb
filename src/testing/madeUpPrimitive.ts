/** Primitives made up of words, for tests that compare one way to judge them with another. */

import {
  again,
  binarySemaphore,
  cell,
  definePrimitive,
  done,
  futex,
  lock,
  loop,
  until,
  type Primitive,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';

/** What a made-up acquire does, word by word. */
export const acquireWords = ['look', 'spin', 'grab', 'retry', 'p', 'queue', 'turn', 'sleep'] as const;
/** What a made-up release does. */
export const releaseWords = ['clear', 'v', 'turn', 'wake', 'look'] as const;

export type AcquireWord = (typeof acquireWords)[number];
export type ReleaseWord = (typeof releaseWords)[number];

class MadeUp {
  readonly x = cell(0);
  readonly y = cell(0);
  readonly s = binarySemaphore(1);
  readonly f = futex(0);
  readonly q = lock({ strength: 'blocked-queue' });
  readonly #acquire: readonly AcquireWord[];
  readonly #release: readonly ReleaseWord[];

  constructor(acquire: readonly AcquireWord[], release: readonly ReleaseWord[]) {
    this.#acquire = acquire;
    this.#release = release;
  }

  *acquire(): Step {
    for (const word of this.#acquire) yield* this.word(word);
  }

  *release(): Step {
    for (const word of this.#release) yield* this.word(word);
    if (this.#acquire.includes('queue')) yield* this.q.release();
  }

  *word(word: AcquireWord | ReleaseWord): Step {
    const { x, y } = this;
    switch (word) {
      case 'look':
        yield* x.read();
        return;
      case 'spin':
        return yield* until(() => x.is(0));
      case 'grab':
        return yield* until(function* () {
          return (yield* x.exchange(1)) === 0;
        });
      case 'retry':
        return yield* loop(function* () {
          const found = yield* x.read();
          return (yield* y.compareAndSet(found, 1 - found)) ? done() : again();
        });
      case 'p':
        yield* this.s.p();
        return;
      case 'queue':
        yield* this.q.acquire();
        return;
      case 'turn':
        return yield* y.write(1 - (yield* y.read()));
      case 'sleep':
        yield* this.f.wait(0);
        return;
      case 'wake':
        yield* this.f.wake(1);
        return;
      case 'clear':
        return yield* x.write(0);
      case 'v':
        yield* this.s.v();
        return;
    }
  }
}

export function madeUpPrimitive(acquire: readonly AcquireWord[], release: readonly ReleaseWord[]): Primitive {
  return definePrimitive({
    name: 'made-up',
    title: 'Made up',
    model: semaphore,
    create: () => new MadeUp([...new Set(acquire)], release),
  });
}
