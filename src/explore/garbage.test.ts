/** What nothing points to is absent at once: objects that are let go of in the step that sets or makes them. */

import { again, cell, deque, done, fresh, loop, type Step } from 'heddle';
import { describe, expect, test } from 'vitest';
import { Learner } from '../automata/learner.ts';
import { rawProgram, type Program } from '../program/program.ts';
import { nativeSearch } from '../testing/nativeSearch.ts';
import { tableSearch } from '../testing/tableSearch.ts';
import { timeless } from './limits.ts';
import { Product } from './product.ts';
import { allReductions, reducedSearch } from './reducedSearch.ts';
import { search } from './search.ts';

/** What a thread does with an object that it makes, in a turn of a loop. */
const turns: Record<string, () => Step> = {
  'makes it and looks at it never': function* () {
    yield* fresh(cell<unknown>(null));
  },
  'writes a pointer to itself, and lets go of it': function* () {
    const own = yield* fresh(cell<unknown>(null));
    yield* own.write(own);
  },
  'writes a number, and lets go of it': function* () {
    const own = yield* fresh(cell<unknown>(null));
    yield* own.write(1);
  },
  'lets two point to each other, and lets go of both': function* () {
    const one = yield* fresh(cell<unknown>(null));
    const other = yield* fresh(cell<unknown>(one));
    yield* one.write(other);
  },
};

/** A thread that does it for ever, or so often. */
function thread(turn: () => Step, rounds: number): () => Step {
  return () =>
    loop(0, function* (round: number) {
      yield* turn();
      return round + 1 === rounds ? done() : again(rounds === Infinity ? 0 : round + 1);
    });
}

const programOf = (turn: () => Step, threads: number, rounds: number) => (): Program =>
  rawProgram(() => {
    const one = thread(turn, rounds);
    return { objects: { shared: cell(0) }, threads: Array.from({ length: threads }, () => one) };
  });

describe.each(Object.entries(turns))('a thread that %s', (_, turn) => {
  test('has as many objects as it can reach, however long it goes on', () => {
    const learner = new Learner(programOf(turn, 1, Infinity)());
    const { stop, states } = search(new Product(learner, []), { states: 200 }, timeless);
    expect({ stop, isSmall: states < 10 }).toEqual({ stop: undefined, isSmall: true });
    const slots = learner.program.arena.objects.filter(({ pool }) => pool !== undefined);
    expect(slots.length).toBeLessThan(3);
  });

  test('is in the states of real executions', () => {
    const make = programOf(turn, 2, 2);
    expect(tableSearch(make())).toEqual(nativeSearch(make, 2000));
  });

  test('comes to the same end with reductions', () => {
    const make = programOf(turn, 2, 2);
    const plain = search(new Product(new Learner(make()), []), {}, timeless);
    const reduced = reducedSearch(new Learner(make()), [], allReductions, {}, timeless);
    expect(reduced.endStates).toBe(plain.endStates);
    expect(reduced.states).toBeLessThanOrEqual(plain.states);
  });
});

test('what a queue alone points to is there until it is taken out', () => {
  const make = (): Program =>
    rawProgram(() => {
      const queue = deque<ReturnType<typeof cell<number>>>();
      const turn = function* (): Step {
        const own = yield* fresh(cell(0));
        yield* queue.pushBack(own);
        const first = yield* queue.popFront();
        yield* (first as typeof own).write(1);
      };
      const one = thread(turn, 2);
      return { objects: { queue }, threads: [one, one] };
    });
  const native = nativeSearch(make, 5000);
  expect(native).toBeDefined();
  expect(tableSearch(make())).toEqual(native);
});
