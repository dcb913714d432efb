import { cell, definePrimitive, until, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/** A lock: wait until it is free, then take it. */
class CheckThenAct {
  readonly held = cell(false);

  *acquire(): Step {
    yield* until(() => this.held.is(false));
    yield* this.held.write(true);
  }

  *release(): Step {
    yield* this.held.write(false);
  }
}

export const checkThenAct = definePrimitive({
  name: 'check-then-act',
  title: 'A lock that looks and then takes',
  model: mutex,
  create: () => new CheckThenAct(),
});
