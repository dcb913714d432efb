import { binarySemaphore, cell, definePrimitive, type Step } from 'heddle';
import { semaphore } from 'heddle/models';

/** A general semaphore from binary ones: a negative count is the number of sleepers, who sleep on `delay`. */
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
    yield* this.mutex.v();
    if (left < 0) yield* this.delay.p();
  }

  *release(): Step {
    yield* this.mutex.p();
    const left = (yield* this.count.read()) + 1;
    yield* this.count.write(left);
    if (left <= 0) yield* this.delay.v();
    yield* this.mutex.v();
  }
}

export const twoSignals = definePrimitive({
  name: 'two-signals',
  title: 'A general semaphore from binary ones',
  model: semaphore,
  create: ({ permits }) => new FromBinary(permits),
});
