import { again, cell, condition, definePrimitive, done, lock, loop, type Step } from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * A semaphore as a monitor with Mesa's condition variables: a thread that is woken competes for the monitor again, and
 * whatever it was woken for may be gone when it gets in. So it must look again: `while`, not `if`.
 */
class MesaSemaphore {
  readonly monitor = lock();
  readonly positive = condition(this.monitor);
  readonly value;

  constructor(permits: number) {
    this.value = cell(permits);
  }

  *acquire(): Step {
    const { monitor, value } = this;
    yield* monitor.acquire();
    yield* this.waitUntilPositive();
    yield* value.write((yield* value.read()) - 1);
    yield* monitor.release();
  }

  *release(): Step {
    const { monitor, positive, value } = this;
    yield* monitor.acquire();
    yield* value.write((yield* value.read()) + 1);
    yield* positive.notify();
    yield* monitor.release();
  }

  protected *waitUntilPositive(): Step {
    const { positive, value } = this;
    yield* loop(function* () {
      if (yield* value.isNot(0)) return done();
      yield* positive.wait();
      return again();
    });
  }
}

/** The broken twin: it looks once, as in a monitor of Hoare's, and goes on when it has been woken. */
class LooksOnce extends MesaSemaphore {
  protected override *waitUntilPositive(): Step {
    const { positive, value } = this;
    if (yield* value.is(0)) yield* positive.wait();
  }
}

const citation =
  'B. W. Lampson and D. D. Redell, Experience with processes and monitors in Mesa, Communications of the ACM 23(2), 1980, 105-117';

export const mesaSemaphore = definePrimitive({
  name: 'mesa-semaphore',
  module: import.meta.url,
  title: 'From a monitor of Mesa, looking again (while)',
  catalogue: 'F43',
  source: { citation },
  model: semaphore,
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'newcomers may take what a thread was woken for; an interrupted sleeper keeps the monitor',
  },
  create: ({ permits }) => new MesaSemaphore(permits),
});

export const mesaSemaphoreIf = definePrimitive({
  name: 'mesa-semaphore-if',
  module: import.meta.url,
  title: 'From a monitor of Mesa, looking once (if; broken twin)',
  catalogue: 'F43',
  source: { citation: `${citation}; it looks once` },
  model: semaphore,
  expected: {
    violates: ['safety', 'fifo', 'refinement', ...everyInterrupt],
    endless: ['starvation-weak'],
    from: 'the paper: what a thread was woken for may be gone when it gets in',
  },
  create: ({ permits }) => new LooksOnce(permits),
});
