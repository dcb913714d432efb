import {
  cell,
  definePrimitive,
  eventLoop,
  fresh,
  future,
  masked,
  type Call,
  type Future,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';

/** A mutex that is nothing but the promise of whoever came last: each waits for the one before it. */
class PromiseChain {
  readonly tail = cell<Future | null>(null);
  /** Of each thread: what it will resolve when it is done. */
  readonly mine;

  constructor(threads: number) {
    this.mine = Array.from({ length: threads }, () => cell<Future | null>(null));
  }

  acquire({ me }: Call): Step {
    return masked(() => this.enter(me));
  }

  *release({ me }: Call): Step {
    const own = yield* this.mine[me]!.read();
    if (own === null) throw new Error('released by one who is not inside');
    yield* this.mine[me]!.write(null);
    yield* own.complete();
  }

  protected *enter(me: number): Step {
    const before = yield* this.tail.read();
    const own = yield* fresh(future());
    yield* this.tail.write(own);
    if (before !== null) yield* before.wait();
    yield* this.mine[me]!.write(own);
  }
}

/** The mistake: it waits for the one before it, and only then says that it is the last. */
class WaitsFirst extends PromiseChain {
  readonly loop = eventLoop();

  protected override *enter(me: number): Step {
    const before = yield* this.tail.read();
    // To await what is resolved takes a turn too.
    if (before === null) yield* this.loop.yieldTurn();
    else yield* before.wait();
    const own = yield* fresh(future());
    yield* this.tail.write(own);
    yield* this.mine[me]!.write(own);
  }
}

/** Another mistake: nobody catches the rejection of a job, and whatever is chained to it is rejected without running. */
class PassesRejectionsOn extends PromiseChain {
  readonly isRejected = cell(false);

  override *release(call: Call): Step {
    // The job of the first thread fails.
    if (call.me === 0) yield* this.isRejected.write(true);
    yield* super.release(call);
  }

  protected override *enter(me: number): Step {
    yield* super.enter(me);
    if (!(yield* this.isRejected.read())) return;
    const own = yield* this.mine[me]!.read();
    yield* this.mine[me]!.write(null);
    if (own !== null) yield* own.complete();
    throw new Error('rejected by a job before it');
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative-fifo', model: mutex } as const;

export const promiseChain = definePrimitive({
  ...common,
  name: 'promise-chain',
  title: 'Each waits for the promise of the one before it',
  catalogue: 'E23',
  source: { citation: 'An idiom of JavaScript: tail = tail.then(run)' },
  expected: { violates: [], from: 'a queue of promises' },
  create: ({ threads }) => new PromiseChain(threads),
});

export const promiseChainLate = definePrimitive({
  ...common,
  name: 'promise-chain-late',
  title: 'A chain of promises that is joined after the wait',
  source: { citation: 'The same with one line in the wrong place: await tail; tail = mine' },
  expected: {
    violates: ['safety', 'fifo', 'refinement'],
    from: 'two turns between the look and the joining',
  },
  create: ({ threads }) => new WaitsFirst(threads),
});

export const promiseChainRejecting = definePrimitive({
  ...common,
  name: 'promise-chain-rejecting',
  title: 'A chain of promises in which a job fails and nobody catches it',
  source: { citation: 'The same without a catch: tail = tail.then(run)' },
  note: 'After the first job that fails no other runs.',
  expected: { violates: ['refinement', 'failure-freedom'], from: 'what then does with a rejection' },
  create: ({ threads }) => new PassesRejectionsOn(threads),
});
