import { cell, type Cell, definePrimitive, doorway, until, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * The ticket lock: take a number, wait until it is served.
 *
 * Numbers wrap round, as they do in a machine word. Here they do so early, at twice as many as there are threads:
 * each thread may wait with one and have abandoned one.
 *
 * A ticket that is abandoned stops everybody behind it, so an interrupt of a waiter is fatal.
 */
class TicketLock {
  readonly next: Cell<number>;
  readonly serving: Cell<number>;

  constructor(threads: number) {
    this.next = cell(0, { modulo: 2 * threads });
    this.serving = cell(0, { modulo: 2 * threads });
  }

  *acquire(): Step {
    const ticket = yield* this.next.fetchAdd(1);
    yield* doorway();
    yield* until(() => this.serving.is(ticket));
  }

  *release(): Step {
    yield* this.serving.write((yield* this.serving.read()) + 1);
  }
}

export const ticket = definePrimitive({
  name: 'ticket',
  module: import.meta.url,
  title: 'Ticket lock',
  catalogue: 'F2',
  source: {
    citation:
      'D. P. Reed and R. K. Kanodia, Synchronization with eventcounts and sequencers, CACM 22(2), 1979, 115-123',
  },
  model: mutex,
  expected: {
    violates: everyInterrupt,
    endless: [],
    from: 'strict order; an abandoned ticket stops everybody',
  },
  create: ({ threads }) => new TicketLock(threads),
});
