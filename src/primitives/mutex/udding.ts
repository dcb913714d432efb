import { binarySemaphore, cell, definePrimitive, doorway, workload, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * Udding's mutex from three semaphores that promise nothing of whom they serve. Threads register at `enter`, pass
 * through `queue` one at a time from the first room into the second, and go in one by one from there by `turn`;
 * `enter` and `turn` are one split binary semaphore, so nobody registers while the second room empties.
 *
 * Its first P is what is left to chance: `enter` is closed for as long as the second room empties, so a thread may be
 * passed there again and again before it has registered.
 *
 * An interrupted thread stays in the counts, and takes a semaphore with it.
 */
class Udding {
  readonly enter = binarySemaphore(1);
  readonly queue = binarySemaphore(1);
  readonly turn = binarySemaphore(0);
  readonly room1 = cell(0);
  readonly room2 = cell(0);

  *acquire(): Step {
    const { enter, queue, turn, room1, room2 } = this;
    yield* enter.p();
    yield* room1.write((yield* room1.read()) + 1);
    yield* doorway();
    yield* enter.v();

    yield* queue.p();
    yield* enter.p();
    yield* room2.write((yield* room2.read()) + 1);
    const left = (yield* room1.read()) - 1;
    yield* room1.write(left);
    yield* left === 0 ? turn.v() : enter.v();
    yield* queue.v();

    yield* turn.p();
    yield* room2.write((yield* room2.read()) - 1);
  }

  *release(): Step {
    yield* (yield* this.room2.is(0)) ? this.enter.v() : this.turn.v();
  }
}

export const udding = definePrimitive({
  name: 'udding',
  module: import.meta.url,
  title: "Udding's mutex from weak semaphores",
  catalogue: 'F37',
  source: {
    citation:
      'J. T. Udding, Absence of individual starvation using weak semaphores, Information Processing Letters 23(3), 1986, 159-162',
  },
  model: mutex,
  note: 'Whoever has registered sees each other thread enter at most once. That is not said of the first P: with weak semaphores a thread that waits there is passed without bound, for the V of whoever leaves last need not serve it. Under strong fairness it comes in.',
  clients: [workload(2, 2, 1), workload(3, 1, 1)],
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'bounded-bypass'],
    from: 'the paper, behind the first P; the exploration, at it',
  },
  create: () => new Udding(),
});
