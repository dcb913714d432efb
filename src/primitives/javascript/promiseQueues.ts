import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  eventLoop,
  fresh,
  future,
  loop,
  masked,
  type Call,
  type Future,
  type Step,
} from 'heddle';
import { fifoSemaphore } from 'heddle/models';

/** What the four below have in common: a number, and a queue of promises. None can be cancelled. */
abstract class PromiseQueue {
  readonly queue = deque<Future>();

  acquire(): Step {
    return masked(() => this.enter());
  }

  abstract release(): Step;

  protected abstract enter(): Step;

  protected *enqueue(): Step<Future> {
    const turn = yield* fresh(future());
    yield* this.queue.pushBack(turn);
    return turn;
  }
}

/** await-semaphore: everybody queues, and a look at the queue is scheduled for the next tick. */
class LooksNextTick extends PromiseQueue {
  readonly nextTick = eventLoop<'sched'>();
  readonly count;

  constructor(permits: number) {
    super();
    this.count = cell(permits);
  }

  *release(): Step {
    yield* this.count.write((yield* this.count.read()) + 1);
    yield* this.sched();
  }

  *runTicks(): Step {
    const { nextTick } = this;
    const sched = (): Step => this.sched();
    yield* loop(function* () {
      yield* nextTick.nextCall();
      yield* sched();
      return again();
    });
  }

  protected *enter(): Step {
    const turn = yield* this.enqueue();
    yield* this.nextTick.schedule('sched');
    yield* turn.wait();
  }

  private *sched(): Step {
    const count = yield* this.count.read();
    if (count === 0 || (yield* this.queue.isEmpty())) return;
    yield* this.count.write(count - 1);
    const turn = yield* this.queue.popFront();
    yield* turn.complete();
  }
}

/** p-limit: everybody queues; whoever comes and whoever goes starts the head, and counts it in the same turn. */
class StartsTheHead extends PromiseQueue {
  readonly activeCount = cell(0);
  readonly #concurrency: number;

  constructor(permits: number) {
    super();
    this.#concurrency = permits;
  }

  *release(): Step {
    yield* this.activeCount.write((yield* this.activeCount.read()) - 1);
    yield* this.resumeNext();
  }

  protected *enter(): Step {
    const turn = yield* this.enqueue();
    yield* this.resumeNext();
    yield* turn.wait();
  }

  private *resumeNext(): Step {
    const active = yield* this.activeCount.read();
    if (active >= this.#concurrency || (yield* this.queue.isEmpty())) return;
    yield* this.activeCount.write(active + 1);
    const turn = yield* this.queue.popFront();
    yield* turn.complete();
  }
}

/** semaphore-async-await: a signal that makes the first permit takes it again in the name of the head. */
class TakesForTheHead extends PromiseQueue {
  readonly permits;

  constructor(permits: number) {
    super();
    this.permits = cell(permits);
  }

  *tryAcquire(): Step<boolean> {
    const permits = yield* this.permits.read();
    if (permits <= 0) return false;
    yield* this.permits.write(permits - 1);
    return true;
  }

  /** waitFor: a timer takes the request out of the queue and answers false. */
  timedAcquire({ deadline }: Call): Step<boolean> {
    return masked(() => this.waitFor(deadline));
  }

  private *waitFor(deadline: Call['deadline']): Step<boolean> {
    if (yield* this.tryAcquire()) return true;
    const turn = yield* this.enqueue();
    const isGranted = yield* turn.wait(deadline);
    if (!isGranted) yield* this.queue.remove(turn);
    return isGranted;
  }

  *release(): Step {
    const { permits: permitsCell, queue } = this;
    const permits = (yield* permitsCell.read()) + 1;
    yield* permitsCell.write(permits);
    if (permits !== 1) return;
    yield* loop(function* () {
      if (yield* queue.isEmpty()) return done();
      const turn = yield* queue.popFront();
      // The timer has taken this one out already.
      if (yield* turn.isCancelled()) return again();
      yield* permitsCell.write(permits - 1);
      yield* turn.complete();
      return done();
    });
  }

  protected *enter(): Step {
    if (yield* this.tryAcquire()) return;
    const turn = yield* this.enqueue();
    yield* turn.wait();
  }
}

/** @shopify/semaphore: a release makes the permit of the head, which counts it, and resolves its promise with it. */
class MakesThePermit extends PromiseQueue {
  readonly available;

  constructor(permits: number) {
    super();
    this.available = cell(permits);
  }

  *release(): Step {
    yield* this.add(1);
    if (yield* this.queue.isEmpty()) return;
    const turn = yield* this.queue.popFront();
    yield* this.add(-1);
    yield* turn.complete();
  }

  protected *enter(): Step {
    if ((yield* this.available.read()) > 0) return yield* this.add(-1);
    const turn = yield* this.enqueue();
    yield* turn.wait();
  }

  private *add(amount: number): Step {
    yield* this.available.write((yield* this.available.read()) + amount);
  }
}

const common = {
  module: import.meta.url,
  scheduling: 'cooperative-fifo',
  model: fifoSemaphore,
  expected: { violates: [], from: 'its source' },
} as const;
const licence = 'MIT';

export const awaitSemaphore = definePrimitive({
  ...common,
  name: 'await-semaphore',
  title: 'await-semaphore',
  catalogue: 'E6',
  source: {
    citation: 'await-semaphore 0.1.3, index.ts',
    url: 'https://github.com/notenoughneon/await-semaphore',
    licence,
  },
  background: 'runTicks',
  create: ({ permits }) => new LooksNextTick(permits),
});

export const pLimit = definePrimitive({
  ...common,
  name: 'p-limit',
  title: 'p-limit',
  catalogue: 'E7',
  source: { citation: 'p-limit 7.3.1, index.js', url: 'https://github.com/sindresorhus/p-limit', licence },
  note: 'clearQueue leaves those who waited waiting for ever, unless it is told to reject them; its documentation says so.',
  create: ({ permits }) => new StartsTheHead(permits),
});

export const semaphoreAsyncAwait = definePrimitive({
  ...common,
  name: 'semaphore-async-await',
  title: 'semaphore-async-await',
  catalogue: 'E9',
  source: {
    citation: 'semaphore-async-await 1.5.1, src/Semaphore.ts',
    url: 'https://github.com/jsoendermann/semaphore-async-await',
    licence,
  },
  create: ({ permits }) => new TakesForTheHead(permits),
});

export const shopifySemaphore = definePrimitive({
  ...common,
  name: 'shopify-semaphore',
  title: '@shopify/semaphore',
  catalogue: 'E10',
  source: {
    citation: '@shopify/semaphore, src/Semaphore.ts',
    url: 'https://github.com/Shopify/quilt/tree/main/packages/semaphore',
    licence,
  },
  create: ({ permits }) => new MakesThePermit(permits),
});
