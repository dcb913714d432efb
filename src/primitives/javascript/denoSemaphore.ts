import {
  cell,
  definePrimitive,
  deque,
  eventLoop,
  fresh,
  future,
  masked,
  type Future,
  type Step,
} from 'heddle';
import { fifoSemaphore, semaphore } from 'heddle/models';

/** How many permits more than at the start it is made for, as if so many had been taken already. */
const room = 4;

/**
 * The Semaphore of Deno's standard library. A release resolves the head of the queue, or counts up to the
 * maximum; one too many is ignored, as long as nobody holds a permit.
 */
class DenoSemaphore {
  readonly waiting = deque<Future>();
  readonly count;
  readonly #max: number;

  constructor(count: number, max: number) {
    this.count = cell(count);
    this.#max = max;
  }

  acquire(): Step {
    return masked(() => this.enter());
  }

  *tryAcquire(): Step<boolean> {
    const count = yield* this.count.read();
    if (count === 0) return false;
    yield* this.count.write(count - 1);
    return true;
  }

  *release(): Step {
    if (!(yield* this.waiting.isEmpty())) {
      const head = yield* this.waiting.popFront();
      return yield* head.complete();
    }
    const count = yield* this.count.read();
    if (count < this.#max) yield* this.count.write(count + 1);
  }

  private *enter(): Step {
    if (yield* this.tryAcquire()) return;
    const own = yield* fresh(future());
    yield* this.waiting.pushBack(own);
    yield* own.wait();
  }
}

/**
 * Used as its documentation shows, with `using`, by one who has called release() before the block ends: the
 * permit is disposed of a second time, some turns later, and does not know that it is gone.
 */
class DisposedTwice extends DenoSemaphore {
  readonly loop = eventLoop();

  override *release(): Step {
    yield* super.release();
    yield* this.loop.yieldTurn();
    yield* super.release();
  }
}

const common = {
  module: import.meta.url,
  scheduling: 'cooperative-fifo',
  source: {
    citation: 'Deno standard library, async/unstable_semaphore.ts (2026)',
    url: 'https://github.com/denoland/std/blob/main/async/unstable_semaphore.ts',
    licence: 'MIT',
  },
} as const;

export const denoSemaphore = definePrimitive({
  ...common,
  name: 'deno-semaphore',
  title: "Semaphore of Deno's standard library",
  catalogue: 'E21',
  model: fifoSemaphore,
  postsMax: room,
  expected: { violates: [], from: 'its source' },
  create: ({ permits }) => new DenoSemaphore(permits, permits + room),
});

export const denoDisposedTwice = definePrimitive({
  ...common,
  name: 'deno-semaphore-disposed-twice',
  title: "Semaphore of Deno's standard library, released by hand inside a using block",
  model: semaphore,
  // Made full: there is no room for a permit that nobody has taken.
  postsMax: 0,
  note: 'What using disposes of is not idempotent: the second time gives back the permit of somebody else.',
  expected: {
    violates: ['safety', 'refinement'],
    from: 'its source; the exploration; no report of it was found',
  },
  create: ({ permits }) => new DisposedTwice(permits, permits),
});
