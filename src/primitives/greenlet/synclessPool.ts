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
  type Cell,
  type Future,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';

/** Where a caller waits for a result: what it is woken by, and where the result is put. */
interface Receiver {
  readonly turn: Future;
  readonly slot: Cell<number>;
}

/**
 * Syncless's thread pool, of one worker: the one thing in it that acts as a semaphore. A caller takes the
 * worker, hands it a job, waits for its result, and puts it back, whatever happens. Here to acquire is all
 * but the last of it, the job is the number of the caller, and a result that is not the caller's own is an error.
 */
class PutsBackBusy {
  readonly isIdle = cell(true);
  readonly callers = deque<Future>();
  readonly jobs = eventLoop<number>();
  readonly receivers = deque<Receiver>();
  readonly results = deque<number>();

  *acquire({ me }: Call): Step {
    yield* this.takeWorker();
    let result: number;
    try {
      yield* this.handOver(me);
      result = yield* this.receive();
    } catch (raised) {
      yield* this.onRaised();
      throw raised;
    }
    if (result === me) return;
    yield* this.putBack();
    throw new Error('the result of the job before');
  }

  *release(): Step {
    yield* this.putBack();
  }

  /** The worker. It sends a result to the caller that waits on its channel, and waits for one if there is none. */
  *work(): Step {
    const { jobs } = this;
    const deliver = (result: number): Step => this.deliver(result);
    yield* loop(function* () {
      yield* deliver(yield* jobs.nextCall());
      return again();
    });
  }

  protected *handOver(job: number): Step {
    yield* this.jobs.schedule(job);
  }

  /** Whatever the worker is about. */
  protected *onRaised(): Step {
    yield* this.putBack();
  }

  protected *putBack(): Step {
    const { callers, isIdle } = this;
    yield* loop(function* () {
      if (yield* callers.isEmpty()) {
        yield* isIdle.write(true);
        return done();
      }
      const caller = yield* callers.popFront();
      // What is raised in a tasklet has taken it off the channel.
      if (yield* caller.isCancelled()) return again();
      yield* caller.complete();
      return done();
    });
  }

  protected *receive(): Step<number> {
    if (!(yield* this.results.isEmpty())) return yield* this.results.popFront();
    const receiver = { turn: yield* fresh(future()), slot: yield* fresh(cell(-1)) };
    yield* this.receivers.pushBack(receiver);
    yield* receiver.turn.wait();
    return yield* receiver.slot.read();
  }

  private *takeWorker(): Step {
    if (yield* this.isIdle.read()) return yield* this.isIdle.write(false);
    const caller = yield* fresh(future());
    yield* this.callers.pushBack(caller);
    try {
      yield* caller.wait();
    } catch (raised) {
      // Granted after all: the worker goes on to the next. The original loses it, as stackless-channel-senders shows.
      if (!(yield* caller.isCancelled())) yield* this.putBack();
      throw raised;
    }
  }

  protected *deliver(result: number): Step {
    const { receivers, results } = this;
    const isSent = yield* loop(function* () {
      if (yield* receivers.isEmpty()) return done(false);
      const receiver = yield* receivers.popFront();
      if (yield* receiver.turn.isCancelled()) return again();
      yield* receiver.slot.write(result);
      yield* receiver.turn.complete();
      return done(true);
    });
    if (!isSent) yield* results.pushBack(result);
  }
}

/** The repair: the worker is put back when it has done the job, and its result has been thrown away. */
class WaitsForTheResult extends PutsBackBusy {
  readonly isBusy = cell(false);

  protected override *handOver(job: number): Step {
    yield* this.isBusy.write(true);
    yield* super.handOver(job);
  }

  protected override *deliver(result: number): Step {
    yield* this.isBusy.write(false);
    yield* super.deliver(result);
  }

  protected override *onRaised(): Step {
    if (yield* this.isBusy.read()) yield* masked(() => super.receive());
    // Nobody has received it, and nobody shall.
    else if (!(yield* this.results.isEmpty())) yield* this.results.popFront();
    yield* this.putBack();
  }
}

const common = {
  module: import.meta.url,
  source: {
    citation: 'Syncless, syncless/coio.py, thread_pool (acae1fa)',
    url: 'https://github.com/HanWenfang/syncless',
    licence: 'Apache-2.0',
  },
  scheduling: 'cooperative-fifo',
  background: 'work',
  model: mutex,
} as const;

export const synclessPool = definePrimitive({
  ...common,
  name: 'syncless-pool',
  title: "Syncless's thread pool, of one worker",
  catalogue: 'C21',
  note: 'A caller in which something is raised puts the worker back although it is busy: the next caller gets the result of that job, and everybody after it the one of the job before.',
  expected: {
    violates: ['interrupt-before-blocked', 'interrupt-before-anywhere'],
    from: 'its source; the exploration; no report of it was found',
  },
  create: () => new PutsBackBusy(),
});

export const synclessPoolWaiting = definePrimitive({
  ...common,
  name: 'syncless-pool-waiting',
  title: "Syncless's thread pool, where the result is waited for in any case",
  expected: { violates: [], from: 'the repair' },
  create: () => new WaitsForTheResult(),
});
