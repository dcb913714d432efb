import { cell, definePrimitive, until, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/** Everybody draws a ticket, and is served when its number comes up. */
class TicketLock {
  readonly next = cell(0, { modulo: 6 });
  readonly serving = cell(0, { modulo: 6 });

  *acquire(): Step {
    const mine = yield* this.next.fetchAdd(1);
    yield* until(() => this.serving.is(mine));
  }

  *release(): Step {
    yield* this.serving.fetchAdd(1);
  }
}

export const starvationMended = definePrimitive({
  name: 'starvation-mended',
  title: 'A lock with tickets',
  model: mutex,
  create: () => new TicketLock(),
});
