import { condition, definePrimitive, lock, type Step } from 'heddle';
import { hoareMonitor } from 'heddle/models';
import { HoareCondition, HoareMonitor } from './hoareMonitor.ts';

/** A monitor of Hoare's with one condition, from semaphores. */
class FromSemaphores {
  readonly monitor;
  readonly condition;

  constructor(monitor: HoareMonitor) {
    this.monitor = monitor;
    this.condition = new HoareCondition(monitor);
  }

  *enter(): Step {
    yield* this.monitor.enter();
  }

  *leave(): Step {
    yield* this.monitor.leave();
  }

  *wait(): Step {
    yield* this.condition.wait();
  }

  *signal(): Step {
    yield* this.condition.signal();
  }
}

/** A broken twin: who leaves lets in one that is outside, though somebody has signalled and wants to go on. */
class EntryFirst extends HoareMonitor {
  override *leave(): Step {
    yield* this.entry.v();
  }
}

/** A broken twin: a monitor of Mesa's, whose signal hands over nothing. */
class OfMesa {
  readonly monitor = lock();
  readonly changed = condition(this.monitor);

  *enter(): Step {
    yield* this.monitor.acquire();
  }

  *leave(): Step {
    yield* this.monitor.release();
  }

  *wait(): Step {
    yield* this.changed.wait();
  }

  *signal(): Step {
    yield* this.changed.notify();
  }
}

const source = {
  citation:
    'C. A. R. Hoare, Monitors: an operating system structuring concept, Communications of the ACM 17(10), 1974, 549-557, section 4',
};

export const hoareFromSemaphores = definePrimitive({
  name: 'hoare-monitor',
  module: import.meta.url,
  title: "Hoare's monitor from semaphores",
  catalogue: 'F44',
  source,
  model: hoareMonitor,
  expected: { violates: ['fifo'], from: 'the paper; weak semaphores let newcomers pass at the entry' },
  create: () => new FromSemaphores(new HoareMonitor()),
});

export const hoareEntryFirst = definePrimitive({
  ...hoareFromSemaphores,
  name: 'hoare-monitor-entry-first',
  title: "Hoare's monitor that forgets who has signalled (broken twin)",
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo', 'refinement'],
    from: 'who has signalled waits while others enter, and for ever if nobody lets it go on',
  },
  create: () => new FromSemaphores(new EntryFirst()),
});

export const mesaForHoare = definePrimitive({
  ...hoareFromSemaphores,
  name: 'hoare-monitor-of-mesa',
  title: "A monitor of Mesa's in place of one of Hoare's (broken twin)",
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo', 'refinement'],
    from: 'who has been woken competes with newcomers, and who signals goes on at once',
  },
  create: () => new OfMesa(),
});
