import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  future,
  loop,
  type Future,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';

/**
 * The Lock of MicroPython's uasyncio. Its state is free, held, or the task that has been scheduled to hold
 * it next: nobody else may take it then. A task that is cancelled is taken off the queue at once.
 */
class UasyncioLock {
  readonly state = cell<'free' | 'held' | Future>('free');
  readonly waiting = deque<Future>();

  *acquire(): Step {
    if (yield* this.state.isNot('free')) {
      const task = yield* fresh(future());
      yield* this.waiting.pushBack(task);
      try {
        yield* task.wait();
      } catch (cancel) {
        yield* this.waiting.remove(task);
        if (yield* this.state.is(task)) yield* this.onCancelScheduled();
        throw cancel;
      }
    }
    yield* this.state.write('held');
  }

  *release(): Step {
    if (yield* this.state.isNot('held')) throw new Error('RuntimeError: Lock not acquired');
    yield* this.passOn();
  }

  /** Schedules the task that waited longest, or sets the lock free. */
  protected *passOn(): Step {
    const { waiting, state } = this;
    yield* loop(function* () {
      if (yield* waiting.isEmpty()) {
        yield* state.write('free');
        return done();
      }
      const task = yield* waiting.popFront();
      // The cancel has taken this one off the queue already.
      if (yield* task.isCancelled()) return again();
      yield* state.write(task);
      yield* task.complete();
      return done();
    });
  }

  /** Cancelled while it was scheduled: the next one is. */
  protected *onCancelScheduled(): Step {
    yield* this.passOn();
  }
}

/** As it was first proposed: whoever is cancelled after it was scheduled just goes. */
class JustGoes extends UasyncioLock {
  protected override *onCancelScheduled(): Step {}
}

const common = {
  module: import.meta.url,
  scheduling: 'cooperative-fifo',
  model: mutex,
  source: {
    citation: 'MicroPython, extmod/uasyncio/lock.py; review of pull request 5332',
    url: 'https://github.com/micropython/micropython/pull/5332',
    licence: 'MIT',
  },
} as const;

export const micropythonForgetful = definePrimitive({
  ...common,
  name: 'micropython-forgetful',
  title: "MicroPython's uasyncio.Lock without the look at who was scheduled",
  note: 'The lock stays reserved for a task that is gone.',
  expected: {
    violates: ['interrupt-after-blocked', 'interrupt-after-anywhere'],
    from: 'the review of pull request 5332',
  },
  create: () => new JustGoes(),
});

export const micropython = definePrimitive({
  ...common,
  name: 'micropython',
  title: "MicroPython's uasyncio.Lock",
  catalogue: 'D23',
  expected: { violates: [], from: 'the review of pull request 5332, after which it looks' },
  create: () => new UasyncioLock(),
});
