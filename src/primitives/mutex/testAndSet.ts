import { again, cell, definePrimitive, done, loop, until, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyLateInterrupt } from '../everyInterrupt.ts';

/** A spin lock: one word that is 1 while somebody is inside. */
abstract class SpinLock {
  readonly word = cell(0);

  abstract acquire(): Step;

  *tryAcquire(): Step<boolean> {
    return (yield* this.word.exchange(1)) === 0;
  }

  *release(): Step {
    yield* this.word.write(0);
  }
}

/** Test-and-set: exchanges until it was 0. */
class TestAndSet extends SpinLock {
  *acquire(): Step {
    const { word } = this;
    yield* until(function* () {
      return (yield* word.exchange(1)) === 0;
    });
  }
}

/** Test and test-and-set: looks until it is 0, and exchanges only then. */
class TestAndTestAndSet extends SpinLock {
  *acquire(): Step {
    const { word } = this;
    yield* loop(function* () {
      yield* until(() => word.is(0));
      return (yield* word.exchange(1)) === 0 ? done() : again();
    });
  }
}

/** The broken twin: looks until it is 0 and then writes, as two steps. Two threads may look before either writes. */
class TestThenSet extends SpinLock {
  *acquire(): Step {
    const { word } = this;
    yield* until(() => word.is(0));
    yield* word.write(1);
  }
}

export const testAndSet = definePrimitive({
  name: 'test-and-set',
  module: import.meta.url,
  title: 'Spin lock, test-and-set',
  catalogue: 'F1',
  source: { citation: 'Folklore; see T. E. Anderson, IEEE TPDS 1(1), 1990, 6-16' },
  model: mutex,
  expected: {
    violates: ['fifo', ...everyLateInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'barging; an interrupt after the exchange keeps the lock',
  },
  create: () => new TestAndSet(),
});

export const testAndTestAndSet = definePrimitive({
  name: 'test-and-test-and-set',
  module: import.meta.url,
  title: 'Spin lock, test and test-and-set',
  catalogue: 'F1',
  source: { citation: 'L. Rudolph and Z. Segall, ISCA 1984' },
  model: mutex,
  expected: {
    violates: ['fifo', 'interrupt-after-anywhere'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'barging; an interrupt after the exchange keeps the lock, one while it only looks does not',
  },
  create: () => new TestAndTestAndSet(),
});

export const testThenSet = definePrimitive({
  name: 'test-then-set',
  module: import.meta.url,
  title: 'Spin lock, test then set (broken twin)',
  catalogue: 'F1',
  source: { citation: 'The classic mistake: the test and the set as two steps' },
  model: mutex,
  expected: {
    violates: ['safety', 'fifo', 'refinement', 'interrupt-after-anywhere'],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'two threads look before either writes',
  },
  create: () => new TestThenSet(),
});
