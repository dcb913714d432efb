import { cell, definePrimitive, deque, fresh, future, masked, type Future, type Step } from 'heddle';
import { fifoSemaphore, semaphore } from 'heddle/models';

/** The limiter that many a repository has: a count, and promises for those who must wait. */
class NaiveLimiter {
  readonly active = cell(0);
  readonly queue = deque<Future>();
  readonly #max: number;

  constructor(permits: number) {
    this.#max = permits;
  }

  acquire(): Step {
    return masked(() => this.enter());
  }

  *release(): Step {
    yield* this.active.write((yield* this.active.read()) - 1);
    if (yield* this.queue.isEmpty()) return;
    const next = yield* this.queue.popFront();
    yield* next.complete();
  }

  protected *enter(): Step {
    if ((yield* this.active.read()) >= this.#max) {
      const turn = yield* fresh(future());
      yield* this.queue.pushBack(turn);
      yield* turn.wait();
    }
    // Between the resolving of the promise and this, somebody else may have come.
    yield* this.active.write((yield* this.active.read()) + 1);
  }
}

/** p-limit, await-semaphore, async-sema, @shopify/semaphore in their core: a release gives its permit to the oldest. */
class HandingOver {
  readonly free;
  readonly queue = deque<Future>();

  constructor(permits: number) {
    this.free = cell(permits);
  }

  acquire(): Step {
    return masked(() => this.enter());
  }

  *tryAcquire(): Step<boolean> {
    const free = yield* this.free.read();
    if (free === 0) return false;
    yield* this.free.write(free - 1);
    return true;
  }

  *release(): Step {
    if (yield* this.queue.isEmpty()) {
      yield* this.free.write((yield* this.free.read()) + 1);
      return;
    }
    const next = yield* this.queue.popFront();
    yield* next.complete();
  }

  private *enter(): Step {
    if (yield* this.tryAcquire()) return;
    const turn = yield* fresh(future());
    yield* this.queue.pushBack(turn);
    yield* turn.wait();
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative-fifo' } as const;

export const naiveLimiter = definePrimitive({
  ...common,
  name: 'naive-limiter',
  title: 'A count of those who run, and a queue of promises',
  catalogue: 'E8',
  source: {
    citation: 'An idiom; Eventra issue #8994 is one report of it',
  },
  note: 'A release lets the count fall before the one that it wakes has raised it again, and a newcomer slips in between.',
  model: semaphore,
  expected: { violates: ['safety', 'fifo', 'refinement'], from: 'Eventra issue #8994' },
  create: ({ permits }) => new NaiveLimiter(permits),
});

export const asyncSema = definePrimitive({
  ...common,
  name: 'async-sema',
  title: 'async-sema: a token is handed to the oldest promise',
  catalogue: 'E5',
  source: {
    citation: 'async-sema 3.1.1, src/index.ts; issue #36 for a release too many',
    url: 'https://github.com/vercel/async-sema/issues/36',
    licence: 'MIT',
  },
  model: fifoSemaphore,
  expected: { violates: [], from: 'its source' },
  create: ({ permits }) => new HandingOver(permits),
});
