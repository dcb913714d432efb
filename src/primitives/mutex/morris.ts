import { binarySemaphore, cell, definePrimitive, doorway, workload, type Step } from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * Morris's mutex from three semaphores that promise nothing of whom they serve: two rooms, each with a turnstile
 * (`t1`, `t2`). Threads gather in the first, pass together into the second when nobody is left in the first, and
 * go in one by one from there, while newcomers gather in the first again.
 *
 * The count of the first room is behind a semaphore of its own, `b`, and its P is what is left to chance: with weak
 * semaphores, a thread that has not registered yet may starve there. Whoever has registered is let in.
 *
 * An interrupted thread stays in the counts, and takes a turnstile with it.
 */
class Morris {
  readonly b = binarySemaphore(1);
  readonly t1 = binarySemaphore(1);
  readonly t2 = binarySemaphore(0);
  readonly room1 = cell(0);
  readonly room2 = cell(0);

  *acquire(): Step {
    const { b, t1, t2, room1, room2 } = this;
    yield* b.p();
    yield* room1.write((yield* room1.read()) + 1);
    yield* doorway();
    yield* b.v();

    yield* t1.p();
    yield* room2.write((yield* room2.read()) + 1);
    yield* b.p();
    const left = (yield* room1.read()) - 1;
    yield* room1.write(left);
    yield* b.v();
    yield* left === 0 ? t2.v() : t1.v();

    yield* t2.p();
    yield* room2.write((yield* room2.read()) - 1);
  }

  *release(): Step {
    yield* (yield* this.room2.is(0)) ? this.t1.v() : this.t2.v();
  }
}

export const morris = definePrimitive({
  name: 'morris',
  module: import.meta.url,
  title: "Morris's mutex from weak semaphores",
  catalogue: 'F36',
  source: {
    citation:
      'J. M. Morris, A starvation-free solution to the mutual exclusion problem, Information Processing Letters 8(2), 1979, 76-80; its steps as in A. B. Downey, The Little Book of Semaphores, section 4.3',
    url: 'https://greenteapress.com/wp/semaphores/',
  },
  model: mutex,
  note: 'Whoever has registered sees each other thread enter at most twice, with the weakest semaphores. Only the P before it can starve, and under weak fairness alone: its semaphore is free again and again.',
  clients: [workload(2, 2, 1), workload(3, 1, 1)],
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak'],
    from: 'the paper; Stark 1982: with weak semaphores no mutex can do without a place where a thread may starve',
  },
  create: () => new Morris(),
});
