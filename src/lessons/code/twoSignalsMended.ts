import { binarySemaphore, cell, definePrimitive, type Step } from 'heddle';
import { semaphore } from 'heddle/models';

/** The mutex is passed on with the signal: no second signal can come before the first has been taken. */
class FromBinary {
  readonly mutex = binarySemaphore(1);
  readonly delay = binarySemaphore(0);
  readonly count;

  constructor(permits: number) {
    this.count = cell(permits);
  }

  *acquire(): Step {
    yield* this.mutex.p();
    const left = (yield* this.count.read()) - 1;
    yield* this.count.write(left);
    if (left < 0) {
      yield* this.mutex.v();
      yield* this.delay.p();
    }
    yield* this.mutex.v();
  }

  *release(): Step {
    yield* this.mutex.p();
    const left = (yield* this.count.read()) + 1;
    yield* this.count.write(left);
    if (left <= 0) yield* this.delay.v();
    else yield* this.mutex.v();
  }
}

export const twoSignalsMended = definePrimitive({
  name: 'two-signals-mended',
  title: 'A general semaphore from binary ones, the mutex passed on',
  model: semaphore,
  create: ({ permits }) => new FromBinary(permits),
});
