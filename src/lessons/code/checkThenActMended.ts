import { cell, definePrimitive, until, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/** A lock: to look and to take is one step, which is tried until it succeeds. */
class TestAndSet {
  readonly held = cell(false);

  *acquire(): Step {
    yield* until(() => this.held.compareAndSet(false, true));
  }

  *release(): Step {
    yield* this.held.write(false);
  }
}

export const checkThenActMended = definePrimitive({
  name: 'check-then-act-mended',
  title: 'A lock that looks and takes at once',
  model: mutex,
  create: () => new TestAndSet(),
});
