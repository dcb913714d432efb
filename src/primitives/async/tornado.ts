import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  future,
  loop,
  type Call,
  type Future,
  type Step,
} from 'heddle';
import { fifoSemaphore } from 'heddle/models';

/**
 * tornado.locks.Semaphore. A release hands its permit to the first future that is not done. Whoever was
 * cancelled before that is passed over; whoever is cancelled after it keeps the permit and never learns
 * of it.
 */
class TornadoSemaphore {
  readonly waiters = deque<Future>();
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    if (yield* this.takeFree()) return;
    const waiter = yield* this.enqueue();
    yield* waiter.wait();
  }

  *timedAcquire({ deadline }: Call): Step<boolean> {
    if (yield* this.takeFree()) return true;
    const waiter = yield* this.enqueue();
    return yield* waiter.wait(deadline);
  }

  *release(): Step {
    const { value, waiters } = this;
    yield* value.write((yield* value.read()) + 1);
    yield* loop(function* () {
      if (yield* waiters.isEmpty()) return done();
      const waiter = yield* waiters.popFront();
      if (yield* waiter.isDone()) return again();
      yield* value.write((yield* value.read()) - 1);
      yield* waiter.complete();
      return done();
    });
  }

  protected *takeFree(): Step<boolean> {
    const value = yield* this.value.read();
    if (value === 0) return false;
    yield* this.value.write(value - 1);
    return true;
  }

  protected *enqueue(): Step<Future> {
    const waiter = yield* fresh(future());
    yield* this.waiters.pushBack(waiter);
    return waiter;
  }
}

/** The repair: whoever is cancelled after the grant gives the permit back. */
class GivesBack extends TornadoSemaphore {
  override *acquire(): Step {
    if (!(yield* this.takeFree())) yield* this.wait(undefined);
  }

  override *timedAcquire({ deadline }: Call): Step<boolean> {
    return (yield* this.takeFree()) || (yield* this.wait(deadline));
  }

  private *wait(deadline: Call['deadline'] | undefined): Step<boolean> {
    const waiter = yield* this.enqueue();
    try {
      return yield* waiter.wait(deadline);
    } catch (cancel) {
      if (!(yield* waiter.isCancelled())) yield* this.release();
      throw cancel;
    }
  }
}

const common = {
  module: import.meta.url,
  scheduling: 'cooperative-fifo',
  model: fifoSemaphore,
} as const;

export const tornadoSemaphore = definePrimitive({
  ...common,
  name: 'tornado',
  title: "Tornado's locks.Semaphore",
  catalogue: 'C14',
  source: {
    citation: 'Tornado, tornado/locks.py, class Semaphore (6.6.dev1)',
    url: 'https://github.com/tornadoweb/tornado/blob/master/tornado/locks.py',
    licence: 'Apache-2.0',
  },
  note: 'A task that is cancelled between the grant and its turn keeps the permit for ever.',
  expected: {
    violates: ['interrupt-after-blocked', 'interrupt-after-anywhere'],
    from: 'the exploration; no report of it was found',
  },
  create: ({ permits }) => new TornadoSemaphore(permits),
});

export const tornadoRepaired = definePrimitive({
  ...common,
  name: 'tornado-giving-back',
  title: "Tornado's locks.Semaphore, with the permit given back on a cancel",
  source: { citation: 'The repair of it' },
  expected: { violates: [], from: 'the repair of what the exploration found' },
  create: ({ permits }) => new GivesBack(permits),
});
