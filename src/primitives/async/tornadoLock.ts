import {
  cell,
  definePrimitive,
  deque,
  done,
  again,
  fresh,
  future,
  loop,
  type Call,
  type Future,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';

/**
 * tornado.locks.Lock: a BoundedSemaphore of one permit, whose refusal of a release too many is turned into
 * another error. What is wrong with the semaphore is wrong with the lock.
 */
class TornadoLock {
  readonly value = cell(1);
  readonly waiters = deque<Future>();

  *acquire(): Step {
    yield* this.wait(undefined);
  }

  *timedAcquire({ deadline }: Call): Step<boolean> {
    return yield* this.wait(deadline);
  }

  *release(): Step {
    const { value, waiters } = this;
    if ((yield* value.read()) >= 1) throw new Error('RuntimeError: release unlocked lock');
    yield* value.write(1);
    yield* loop(function* () {
      if (yield* waiters.isEmpty()) return done();
      const waiter = yield* waiters.popFront();
      if (yield* waiter.isDone()) return again();
      yield* value.write(0);
      yield* waiter.complete();
      return done();
    });
  }

  private *wait(deadline: Call['deadline'] | undefined): Step<boolean> {
    if ((yield* this.value.read()) > 0) {
      yield* this.value.write(0);
      return true;
    }
    const waiter = yield* fresh(future());
    yield* this.waiters.pushBack(waiter);
    return yield* waiter.wait(deadline);
  }
}

export const tornadoLock = definePrimitive({
  name: 'tornado-lock',
  module: import.meta.url,
  title: "Tornado's locks.Lock",
  catalogue: 'C15',
  source: {
    citation: 'Tornado, tornado/locks.py, class Lock (6.6.dev1)',
    url: 'https://github.com/tornadoweb/tornado/blob/master/tornado/locks.py',
    licence: 'Apache-2.0',
  },
  model: mutex,
  scheduling: 'cooperative-fifo',
  note: 'A task that is cancelled between the grant and its turn holds the lock for ever.',
  expected: {
    violates: ['interrupt-after-blocked', 'interrupt-after-anywhere'],
    from: 'the exploration; no report of it was found',
  },
  create: () => new TornadoLock(),
});
