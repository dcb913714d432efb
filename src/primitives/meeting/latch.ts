import { again, definePrimitive, done, futex, loop, type Primitive, type Step } from 'heddle';
import { countdownLatch } from 'heddle/models';

/** A latch on one word, the count: who waits sleeps for as long as it is not 0. */
class Latch {
  readonly count;

  constructor(count: number) {
    this.count = futex(count);
  }

  *countDown(): Step {
    const { count } = this;
    if ((yield* count.fetchAdd(-1)) === 1) yield* this.wakeAll();
  }

  *wait(): Step {
    const { count } = this;
    yield* loop(function* () {
      const left = yield* count.read();
      if (left <= 0) return done();
      yield* count.wait(left);
      return again();
    });
  }

  protected *wakeAll(): Step {
    yield* this.count.wake(Number.MAX_SAFE_INTEGER);
  }
}

/** A broken twin: only one of those that wait is woken. */
class WakesOne extends Latch {
  protected override *wakeAll(): Step {
    yield* this.count.wake(1);
  }
}

/** A broken twin: two that count down at once may both read the same count. */
class ReadsThenWrites extends Latch {
  override *countDown(): Step {
    const { count } = this;
    const left = (yield* count.read()) - 1;
    yield* count.write(left);
    if (left === 0) yield* this.wakeAll();
  }
}

/** A broken twin: a count below 0 is none, so that it closes again when it is counted down once too often. */
class ClosesAgain extends Latch {
  override *wait(): Step {
    const { count } = this;
    yield* loop(function* () {
      const left = yield* count.read();
      if (left === 0) return done();
      yield* count.wait(left);
      return again();
    });
  }
}

interface Version {
  readonly name: string;
  readonly title: string;
  readonly violates: readonly string[];
  readonly from: string;
  readonly make: new (count: number) => object;
}

function version({ name, title, violates, from, make }: Version): Primitive {
  return definePrimitive({
    name,
    module: import.meta.url,
    title,
    source: {
      citation: 'As java.util.concurrent.CountDownLatch and std::latch of C++20 promise it; on a futex',
      url: 'https://docs.oracle.com/javase/8/docs/api/java/util/concurrent/CountDownLatch.html',
    },
    model: countdownLatch,
    expected: { violates, from },
    create: ({ permits }) => new make(permits),
  });
}

export const latches: readonly Primitive[] = [
  version({
    name: 'latch',
    title: 'Countdown latch on a futex',
    violates: [],
    from: 'exploration',
    make: Latch,
  }),
  version({
    name: 'latch-wakes-one',
    title: 'Countdown latch that wakes one (broken twin)',
    violates: ['no-lost-wakeup', 'deadlock-freedom'],
    from: 'the others sleep on',
    make: WakesOne,
  }),
  version({
    name: 'latch-lost-update',
    title: 'Countdown latch that reads and then writes (broken twin)',
    violates: ['no-lost-wakeup', 'deadlock-freedom'],
    from: 'a count that is lost keeps it closed',
    make: ReadsThenWrites,
  }),
  version({
    name: 'latch-closes-again',
    title: 'Countdown latch that a count too many closes (broken twin)',
    violates: ['no-lost-wakeup', 'deadlock-freedom'],
    from: 'who comes late finds a count below 0',
    make: ClosesAgain,
  }),
];
