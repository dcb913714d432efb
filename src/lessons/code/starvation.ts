import { cell, definePrimitive, until, type Step } from 'heddle';
import { mutex } from 'heddle/models';

/** A lock that whoever comes first, takes. */
class SpinLock {
  readonly held = cell(false);

  *acquire(): Step {
    yield* until(() => this.held.compareAndSet(false, true));
  }

  *release(): Step {
    yield* this.held.write(false);
  }
}

export const starvation = definePrimitive({
  name: 'starvation',
  title: 'A lock without a queue',
  model: mutex,
  create: () => new SpinLock(),
});
