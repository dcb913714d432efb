import { cell, definePrimitive, futex, until, type Primitive, type Step } from 'heddle';
import { barrier } from 'heddle/models';

/**
 * The barrier of parlib-simple, on shared memory: a counter of those that are still to come, and a sequence number
 * on which the others sleep. It is odd while the last to come sets up the next round and wakes them.
 */
class ParlibBarrier {
  readonly counter;
  readonly seq = futex(0);
  protected readonly parties: number;

  constructor(parties: number) {
    this.parties = parties;
    this.counter = cell(parties);
  }

  *arrive(): Step {
    const { seq } = this;
    const round = yield* seq.read();
    if (yield* this.isLast()) yield* this.openUp();
    else yield* this.sleep(round);
  }

  protected *isLast(): Step<boolean> {
    return (yield* this.counter.fetchAdd(-1)) === 1;
  }

  protected *openUp(): Step {
    const { counter, seq, parties } = this;
    yield* counter.write(parties);
    yield* seq.fetchAdd(1);
    yield* seq.wake(parties - 1);
    yield* seq.fetchAdd(1);
  }

  protected *sleep(round: number): Step {
    const { seq } = this;
    yield* seq.wait(round);
    yield* until(function* () {
      return (yield* seq.read()) % 2 === 0;
    });
  }
}

/** A broken twin: it reads the sequence number when it has counted itself, and may sleep on that of the next round. */
class ReadsLate extends ParlibBarrier {
  override *arrive(): Step {
    const { seq } = this;
    if (yield* this.isLast()) yield* this.openUp();
    else yield* this.sleep(yield* seq.read());
  }
}

/** A broken twin: without the second increment, a thread that sleeps in the next round already is woken for the last. */
class NoSecondIncrement extends ParlibBarrier {
  protected override *openUp(): Step {
    const { counter, seq, parties } = this;
    yield* counter.write(parties);
    yield* seq.fetchAdd(1);
    yield* seq.wake(parties - 1);
  }

  protected override *sleep(round: number): Step {
    yield* this.seq.wait(round);
  }
}

interface Version {
  readonly name: string;
  readonly title: string;
  readonly change?: string;
  readonly violates: readonly string[];
  readonly from: string;
  readonly make: new (parties: number) => object;
}

function version({ name, title, change, violates, from, make }: Version): Primitive {
  return definePrimitive({
    name,
    module: import.meta.url,
    title,
    catalogue: 'E17',
    source: {
      citation: `L. T. Hansen, parlib-simple, src/barrier.js${change === undefined ? '' : `; ${change}`}`,
      url: 'https://github.com/lars-t-hansen/parlib-simple',
      licence: 'MPL-2.0',
    },
    model: barrier,
    expected: { violates, from },
    create: ({ threads }) => new make(threads),
  });
}

export const parlibBarriers: readonly Primitive[] = [
  version({
    name: 'parlib-barrier',
    title: "parlib-simple's Barrier",
    violates: [],
    from: 'its source',
    make: ParlibBarrier,
  }),
  version({
    name: 'parlib-barrier-reads-late',
    title: "parlib-simple's Barrier, the sequence number read late (broken twin)",
    change: 'the sequence number is read after the decrement, as in its first version',
    violates: ['no-lost-wakeup', 'deadlock-freedom'],
    from: 'exploration: it sleeps on a number that nobody will change',
    make: ReadsLate,
  }),
  version({
    name: 'parlib-barrier-one-increment',
    title: "parlib-simple's Barrier, without its second increment (broken twin)",
    change:
      'without the second increment and the spinning, as its first version was, which relied on the order of wakes',
    violates: ['no-lost-wakeup', 'deadlock-freedom', 'refinement'],
    from: 'exploration: the wake of one round takes a sleeper of the next, who is a lap ahead then, and the others wait for it for ever',
    make: NoSecondIncrement,
  }),
];
