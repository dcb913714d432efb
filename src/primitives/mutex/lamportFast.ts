import {
  again,
  cell,
  definePrimitive,
  done,
  loop,
  until,
  workload,
  type Call,
  type Cell,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

const nobody = -1;

/**
 * Lamport's fast mutex: seven accesses to memory when nobody contends. A thread writes its name to x,
 * finds y free, writes its name to y, and is in if x still says so.
 *
 * With contention it starts again, so a thread may be passed without limit (FIFO, starvation).
 */
class LamportFast {
  readonly b: readonly Cell<boolean>[];
  readonly x = cell(nobody);
  readonly y = cell(nobody);

  constructor(threads: number) {
    this.b = Array.from({ length: threads }, () => cell(false));
  }

  *acquire({ me }: Call): Step {
    const { b, x, y } = this;
    yield* loop(function* () {
      yield* b[me]!.write(true);
      yield* x.write(me);
      if (yield* y.isNot(nobody)) {
        yield* b[me]!.write(false);
        yield* until(() => y.is(nobody));
        return again();
      }
      yield* y.write(me);
      if (yield* x.is(me)) return done();
      yield* b[me]!.write(false);
      for (const one of b) yield* until(() => one.is(false));
      if (yield* y.is(me)) return done();
      yield* until(() => y.is(nobody));
      return again();
    });
  }

  *release({ me }: Call): Step {
    yield* this.y.write(nobody);
    yield* this.b[me]!.write(false);
  }
}

export const lamportFast = definePrimitive({
  name: 'lamport-fast',
  module: import.meta.url,
  title: "Lamport's fast mutex",
  catalogue: 'F12',
  source: { citation: 'L. Lamport, A fast mutual exclusion algorithm, ACM TOCS 5(1), 1987, 1-11' },
  model: mutex,
  // Three threads and two rounds are two million states, with no further fault.
  clients: [workload(2, 2, 1), workload(3, 1, 1)],
  expected: {
    violates: ['fifo', ...everyInterrupt],
    endless: ['starvation-weak', 'starvation-strong', 'bounded-bypass'],
    from: 'the paper: starvation is possible; a name that stays in y stops the others',
  },
  create: ({ threads }) => new LamportFast(threads),
});
