import { cell, definePrimitive, type Step } from 'heddle';
import { semaphore } from 'heddle/models';
import { HoareCondition, HoareMonitor } from '../condition/hoareMonitor.ts';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * A semaphore as a monitor of Hoare's. A thread that is signalled has the monitor at once, and finds things as its
 * signaller left them, so that it need look only once: `if` will do.
 */
class HoareSemaphore {
  readonly monitor;
  readonly positive;
  readonly value;

  constructor(permits: number, monitor: HoareMonitor) {
    this.monitor = monitor;
    this.positive = new HoareCondition(monitor);
    this.value = cell(permits);
  }

  *acquire(): Step {
    const { monitor, positive, value } = this;
    yield* monitor.enter();
    if (yield* value.is(0)) yield* positive.wait();
    yield* value.write((yield* value.read()) - 1);
    yield* monitor.leave();
  }

  *release(): Step {
    const { monitor, positive, value } = this;
    yield* monitor.enter();
    yield* value.write((yield* value.read()) + 1);
    yield* positive.signal();
    yield* monitor.leave();
  }
}

/** The broken twin: who leaves lets in those that are outside, and nobody that has signalled. */
class ForgetsUrgent extends HoareMonitor {
  override *leave(): Step {
    yield* this.entry.v();
  }
}

export const hoareSemaphore = definePrimitive({
  name: 'hoare-semaphore',
  module: import.meta.url,
  title: "From a monitor of Hoare's, looking once (if)",
  catalogue: 'F44',
  source: {
    citation:
      'C. A. R. Hoare, Monitors: an operating system structuring concept, Communications of the ACM 17(10), 1974, 549-557, section 4',
  },
  model: semaphore,
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'bounded-bypass'],
    from: 'the paper; an interrupted waiter leaves its count behind, or the monitor that it was handed; weak semaphores let newcomers pass at the entry',
  },
  create: ({ permits }) => new HoareSemaphore(permits, new HoareMonitor()),
});

export const hoareSemaphoreForgetful = definePrimitive({
  ...hoareSemaphore,
  name: 'hoare-semaphore-forgetful',
  title: "From a monitor of Hoare's that forgets who has signalled (broken twin)",
  expected: {
    violates: ['non-blocking', 'deadlock-freedom', 'fifo', ...everyInterrupt.slice(1)],
    endless: ['starvation-weak', 'starvation-strong'],
    from: 'exploration: who has signalled waits for ever in its release',
  },
  create: ({ permits }) => new HoareSemaphore(permits, new ForgetsUrgent()),
});
