import { cell, definePrimitive, planOf, type Step } from 'heddle';
import { counterModel } from './counterModel.ts';

/** A counter. Each increment answers the new count. */
class Counter {
  readonly count = cell(0);

  *increment(): Step<number> {
    const next = (yield* this.count.read()) + 1;
    yield* this.count.write(next);
    return next;
  }
}

export const lostUpdate = definePrimitive({
  name: 'lost-update',
  title: 'A counter that reads and then writes',
  model: counterModel,
  clients: [{ permits: 1, plans: [planOf('increment', 2), planOf('increment', 2)] }],
  create: () => new Counter(),
});
