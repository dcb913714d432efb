import {
  again,
  binarySemaphore,
  cell,
  countingSemaphore,
  definePrimitive,
  deque,
  done,
  fresh,
  lock,
  loop,
  type CountingSemaphore,
  type Primitive,
  type Step,
} from 'heddle';
import { conditionVariable } from 'heddle/models';

/** A condition variable from semaphores, with the lock `m` that belongs to it. */
abstract class BirrellCondition {
  readonly m = lock();

  *enter(): Step {
    yield* this.m.acquire();
  }

  *leave(): Step {
    yield* this.m.release();
  }

  abstract wait(): Step;
  abstract signal(): Step;
}

/**
 * The first attempt, with one binary semaphore.
 *
 * Wrong in it: two signals before those that wait are asleep become one; and a signal that nobody waits for stays, and
 * lets through who comes later.
 */
class OneBinarySemaphore extends BirrellCondition {
  readonly s = binarySemaphore(0);

  *wait(): Step {
    const { m, s } = this;
    yield* m.release();
    yield* s.p();
    yield* m.acquire();
  }

  *signal(): Step {
    yield* this.s.v();
  }
}

/**
 * The second attempt: a general semaphore, and a count of those that wait, under a semaphore `x`.
 *
 * Wrong in it: one that begins to wait after the signal may take it from the one that it was for.
 */
class CountsWaiters extends BirrellCondition {
  readonly s = countingSemaphore(0);
  readonly x = countingSemaphore(1);
  readonly waiters = cell(0);

  *wait(): Step {
    const { m, s } = this;
    yield* this.register();
    yield* m.release();
    yield* s.p();
    yield* m.acquire();
  }

  *signal(): Step {
    const { s, x, waiters } = this;
    yield* x.p();
    const count = yield* waiters.read();
    if (count > 0) {
      yield* waiters.write(count - 1);
      yield* s.v();
      yield* this.awaitReceipt();
    }
    yield* x.v();
  }

  *broadcast(): Step {
    const { s, x, waiters } = this;
    const receive = (): Step => this.awaitReceipt();
    yield* x.p();
    yield* loop(yield* waiters.read(), function* (left) {
      if (left === 0) return done();
      yield* s.v();
      return again(left - 1);
    });
    yield* loop(yield* waiters.read(), function* (left) {
      if (left === 0) return done();
      yield* receive();
      return again(left - 1);
    });
    yield* waiters.write(0);
    yield* x.v();
  }

  protected *register(): Step {
    const { x, waiters } = this;
    yield* x.p();
    yield* waiters.write((yield* waiters.read()) + 1);
    yield* x.v();
  }

  /** Whoever signals may wait until its signal has been taken. */
  protected *awaitReceipt(): Step {}
}

/** The third: whoever takes a signal raises `h`, and who has signalled waits for that. Nobody can come in between. */
class Handshake extends CountsWaiters {
  readonly h = countingSemaphore(0);

  override *wait(): Step {
    const { m, s, h } = this;
    yield* this.register();
    yield* m.release();
    yield* s.p();
    yield* h.v();
    yield* m.acquire();
  }

  protected override *awaitReceipt(): Step {
    yield* this.h.p();
  }
}

/** The last: each that waits has a semaphore of its own, and they stand in a queue. */
class QueueOfSemaphores extends BirrellCondition {
  readonly x = countingSemaphore(1);
  readonly waiters = deque<CountingSemaphore>();

  *wait(): Step {
    const { m, x, waiters } = this;
    const own = yield* fresh(countingSemaphore(0));
    yield* x.p();
    yield* waiters.pushBack(own);
    yield* x.v();
    yield* m.release();
    yield* own.p();
    yield* m.acquire();
  }

  *signal(): Step {
    const { x, waiters } = this;
    yield* x.p();
    if (!(yield* waiters.isEmpty())) {
      const first = yield* waiters.popFront();
      yield* first.v();
    }
    yield* x.v();
  }

  *broadcast(): Step {
    const { x, waiters } = this;
    yield* x.p();
    yield* loop(function* () {
      if (yield* waiters.isEmpty()) return done();
      const first = yield* waiters.popFront();
      yield* first.v();
      return again();
    });
    yield* x.v();
  }
}

interface Version {
  readonly name: string;
  readonly title: string;
  /** What it violates but for what the lock `m` does, which is weak, so that newcomers pass. */
  readonly violates: readonly string[];
  readonly from: string;
  readonly make: new () => object;
}

function version({ name, title, violates, from, make }: Version): Primitive {
  return definePrimitive({
    name,
    module: import.meta.url,
    title,
    catalogue: 'F42',
    source: {
      citation:
        'A. D. Birrell, Implementing condition variables with semaphores, in Computer Systems: Theory, Technology, and Applications, Springer, 2004, 29-37',
      url: 'https://www.microsoft.com/en-us/research/publication/implementing-condition-variables-with-semaphores/',
    },
    model: conditionVariable,
    expected: {
      violates: [...violates, 'fifo'],
      from,
    },
    create: () => new make(),
  });
}

/** From the first attempt to the one that is right, and does not hold up who signals. */
export const birrellConditions: readonly Primitive[] = [
  version({
    name: 'birrell-binary',
    title: 'Condition variable from a binary semaphore (broken)',
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'refinement'],
    from: 'the paper: signals are lost, and kept for who comes later',
    make: OneBinarySemaphore,
  }),
  version({
    name: 'birrell-counting',
    title: 'Condition variable from a general semaphore and a count (broken)',
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'refinement'],
    from: 'the paper: a signal is taken by who has come later',
    make: CountsWaiters,
  }),
  version({
    name: 'birrell-handshake',
    title: 'Condition variable whose signal waits for a receipt',
    violates: [],
    from: 'the paper',
    make: Handshake,
  }),
  version({
    name: 'birrell-queue',
    title: 'Condition variable, a semaphore for each that waits',
    violates: [],
    from: 'the paper',
    make: QueueOfSemaphores,
  }),
];
