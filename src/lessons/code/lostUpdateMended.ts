import { cell, definePrimitive, planOf, type Step } from 'heddle';
import { counterModel } from './counterModel.ts';

/** A counter whose increment is one step: it reads, adds and writes at once. */
class Counter {
  readonly count = cell(0);

  *increment(): Step<number> {
    return (yield* this.count.fetchAdd(1)) + 1;
  }
}

export const lostUpdateMended = definePrimitive({
  name: 'lost-update-mended',
  title: 'A counter that adds in one step',
  model: counterModel,
  clients: [{ permits: 1, plans: [planOf('increment', 2), planOf('increment', 2)] }],
  create: () => new Counter(),
});
