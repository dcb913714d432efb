import {
  again,
  cell,
  definePrimitive,
  done,
  doorway,
  loop,
  until,
  type Call,
  type Cell,
  type Step,
} from 'heddle';
import { mutex } from 'heddle/models';
import { everyInterrupt } from '../everyInterrupt.ts';

/**
 * Lamport's bakery: take a number greater than all that you see, and wait until nobody has a smaller
 * one; the flag `choosing` keeps the others from comparing with a number that is being chosen.
 */
class Bakery {
  readonly choosing: readonly Cell<boolean>[];
  readonly number: readonly Cell<number>[];

  constructor(threads: number) {
    this.choosing = Array.from({ length: threads }, () => cell(false));
    this.number = Array.from({ length: threads }, () => cell(0));
  }

  *acquire({ me }: Call): Step {
    yield* this.choosing[me]!.write(true);
    const mine = yield* this.choose(me);
    yield* this.choosing[me]!.write(false);
    yield* doorway();
    for (const [other, choosing] of this.choosing.entries()) {
      yield* until(() => choosing.is(false));
      yield* this.awaitTurn(other, mine, me);
    }
  }

  *release({ me }: Call): Step {
    yield* this.number[me]!.write(0);
  }

  /** number[me] := 1 + the greatest of all numbers, read one by one. */
  protected *choose(me: number): Step<number> {
    const { number } = this;
    const greatest = yield* loop({ index: 0, greatest: 0 }, function* (seen) {
      const next = number[seen.index];
      if (next === undefined) return done(seen.greatest);
      const one = yield* next.read();
      return again({ index: seen.index + 1, greatest: Math.max(seen.greatest, one) });
    });
    yield* number[me]!.write(greatest + 1);
    return greatest + 1;
  }

  /** Waits until the other has no number, or a greater one, or the same one and a higher index. */
  protected *awaitTurn(other: number, mine: number, me: number): Step {
    const number = this.number[other]!;
    yield* until(function* () {
      const theirs = yield* number.read();
      return theirs === 0 || theirs > mine || (theirs === mine && other >= me);
    });
  }
}

/** The broken twin: without `choosing`, somebody may compare with a number that is not written yet. */
class BakeryWithoutChoosing extends Bakery {
  override *acquire({ me }: Call): Step {
    const mine = yield* this.choose(me);
    yield* doorway();
    for (const other of this.number.keys()) yield* this.awaitTurn(other, mine, me);
  }
}

const citation =
  "L. Lamport, A new solution of Dijkstra's concurrent programming problem, CACM 17(8), 1974, 453-455";

export const bakery = definePrimitive({
  name: 'bakery',
  module: import.meta.url,
  title: "Lamport's bakery",
  catalogue: 'F9',
  source: { citation },
  model: mutex,
  expected: { violates: everyInterrupt, from: 'the literature; a number that stays stops the others' },
  create: ({ threads }) => new Bakery(threads),
});

export const bakeryWithoutChoosing = definePrimitive({
  name: 'bakery-without-choosing',
  module: import.meta.url,
  title: "Lamport's bakery without choosing (broken twin)",
  catalogue: 'F9',
  source: { citation: `${citation}; without its flags` },
  model: mutex,
  expected: {
    violates: ['safety', 'refinement', ...everyInterrupt],
    from: 'the literature: a number that is being chosen is taken for none',
  },
  create: ({ threads }) => new BakeryWithoutChoosing(threads),
});
