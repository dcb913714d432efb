import { cell, definePrimitive, deque, type Step } from 'heddle';
import { fifoSemaphore, semaphore } from 'heddle/models';
import { Channel } from './tasklets.ts';

/**
 * Concurrence's Deque, which its mailboxes are: a deque, and a channel on which those wait who found it
 * empty. Here what lies in it are permits: to acquire is to pop the first, to release is to append one.
 */
class BlockingDeque {
  readonly items = deque<'permit'>();
  readonly channel = new Channel();

  constructor(permits: number) {
    this.items = deque(...Array.from({ length: permits }, () => 'permit' as const));
  }

  *acquire(): Step {
    if (yield* this.items.isEmpty()) yield* this.channel.receive();
    // The receiver runs at once, so what has been appended is there still.
    yield* this.items.popFront();
  }

  *release(): Step {
    yield* this.items.pushBack('permit');
    if (!(yield* this.channel.hasNoReceiver())) yield* this.channel.send();
  }
}

/** What it inherits from the deque of Python adds items too, and tells nobody: extend, for one. */
class Extended extends BlockingDeque {
  override *release(): Step {
    yield* this.items.pushBack('permit');
  }
}

/**
 * Concurrence's pool of database connections. Whoever connects takes an idle connection, or opens one
 * while there are fewer than the maximum, or waits for one to become idle.
 */
class ConnectionPool {
  readonly idle = new BlockingDeque(0);
  readonly openCount = cell(0);
  readonly #max: number;
  /** Whether connections are closed when they are given back, for their age. */
  readonly #closes: boolean;

  constructor(max: number, closes: boolean) {
    this.#max = max;
    this.#closes = closes;
  }

  *acquire(): Step {
    const count = yield* this.openCount.read();
    if ((yield* this.idle.items.isEmpty()) && count < this.#max) {
      yield* this.openCount.write(count + 1);
      return;
    }
    yield* this.idle.acquire();
  }

  *release(): Step {
    if (this.#closes) yield* this.openCount.write((yield* this.openCount.read()) - 1);
    else yield* this.idle.release();
  }
}

const common = { module: import.meta.url, scheduling: 'cooperative-fifo' } as const;
const licence = 'BSD-3-Clause';
const core = {
  citation: 'Concurrence, lib/concurrence/core.py, classes Deque and Mailbox, commit 7b67f69 (2009)',
  url: 'https://github.com/concurrence/concurrence/blob/master/lib/concurrence/core.py',
  licence,
};
const pool = {
  citation: 'Concurrence, lib/concurrence/database/pool.py, class Pool, commit 7b67f69 (2009)',
  url: 'https://github.com/concurrence/concurrence/blob/master/lib/concurrence/database/pool.py',
  licence,
};

export const concurrence = definePrimitive({
  ...common,
  name: 'concurrence',
  title: "Concurrence's Deque and Mailbox, of permits",
  catalogue: 'C18',
  source: core,
  model: fifoSemaphore,
  expected: { violates: [], from: 'its source: the receiver runs at once' },
  create: ({ permits }) => new BlockingDeque(permits),
});

export const concurrenceExtended = definePrimitive({
  ...common,
  name: 'concurrence-extend',
  title: "Concurrence's Deque, of permits, filled by extend",
  source: core,
  note: 'Only append and appendleft know of those who wait.',
  model: semaphore,
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    from: 'its source; the exploration; no report of it was found',
  },
  create: ({ permits }) => new Extended(permits),
});

export const concurrencePool = definePrimitive({
  ...common,
  name: 'concurrence-pool',
  title: "Concurrence's pool of connections",
  catalogue: 'C19',
  source: pool,
  model: fifoSemaphore,
  expected: { violates: [], from: 'its source' },
  create: ({ permits }) => new ConnectionPool(permits, false),
});

export const concurrencePoolClosing = definePrimitive({
  ...common,
  name: 'concurrence-pool-closing',
  title: "Concurrence's pool, where connections are closed when they are given back",
  source: pool,
  note: 'A connection that is closed makes room for another one, of which those who wait are not told.',
  model: semaphore,
  expected: {
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'fifo'],
    from: 'its source; the exploration; no report of it was found',
  },
  create: ({ permits }) => new ConnectionPool(permits, true),
});
