import {
  again,
  cell,
  definePrimitive,
  deque,
  done,
  fresh,
  interruptible,
  lock,
  loop,
  masked,
  type Lock,
  type Step,
} from 'heddle';
import { semaphore } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * gevent's Semaphore since 20.12, for a thread whose hub is another one's. It tries; where there is no
 * permit it leaves something by which the thread of the semaphore can wake it, sleeps, and tries again.
 * Here each thread has a hub of its own, so everybody goes this way, and threads are threads: they are
 * preempted at any step. What the semaphore holds is guarded by a lock.
 */
class AcrossThreads {
  readonly lock = lock();
  readonly counter;
  readonly links = deque<Lock>();

  constructor(permits: number) {
    this.counter = cell(permits);
  }

  // The lock is held for a moment, and nothing can be thrown in there.
  acquire(): Step {
    return masked(() => this.enter());
  }

  private *enter(): Step {
    const tryOrLink = (): Step<Lock | null> => this.tryOrLink();
    const unlink = (sender: Lock): Step => this.unlink(sender);
    yield* loop(function* () {
      const sender = yield* tryOrLink();
      if (sender === null) return done();
      try {
        yield* interruptible(() => sender.acquire());
      } finally {
        yield* unlink(sender);
      }
      return again();
    });
  }

  tryAcquire(): Step<boolean> {
    return masked(() => this.attempt());
  }

  private *attempt(): Step<boolean> {
    yield* this.lock.acquire();
    try {
      return yield* this.take();
    } finally {
      yield* this.lock.release();
    }
  }

  *release(): Step {
    const { counter, links } = this;
    yield* this.lock.acquire();
    try {
      yield* counter.write((yield* counter.read()) + 1);
      if (yield* links.isEmpty()) return;
      const sender = yield* links.popFront();
      yield* sender.release();
    } finally {
      yield* this.lock.release();
    }
  }

  /** Null when a permit was taken, else what to sleep on. */
  private *tryOrLink(): Step<Lock | null> {
    yield* this.lock.acquire();
    try {
      if (yield* this.take()) return null;
      const sender = yield* fresh(lock({ isHeld: true }));
      yield* this.links.pushBack(sender);
      return sender;
    } finally {
      yield* this.lock.release();
    }
  }

  private *take(): Step<boolean> {
    const count = yield* this.counter.read();
    if (count <= 0) return false;
    yield* this.counter.write(count - 1);
    return true;
  }

  private *unlink(sender: Lock): Step {
    yield* this.lock.acquire();
    yield* this.links.remove(sender);
    yield* this.lock.release();
  }
}

export const geventAcrossThreads = definePrimitive({
  name: 'gevent-across-threads',
  module: import.meta.url,
  title: "gevent's Semaphore since 20.12, between threads",
  catalogue: 'C10',
  source: {
    citation: 'gevent, _semaphore.py and _abstract_linkable.py, 20.12; issue #1744',
    url: 'https://github.com/gevent/gevent/issues/1744',
    licence: 'MIT',
  },
  model: semaphore,
  note: 'Whoever is killed while it sleeps is found in the links until it has left them; a wake-up that goes to it then, or went to it before, is passed on to nobody.',
  expected: {
    violates: ['fifo', ...everyInterrupt],
    from: 'issue #1744 for the order; the exploration for the kill',
  },
  create: ({ permits }) => new AcrossThreads(permits),
});
