/**
 * Cooperative scheduling: what turns allow, counted on tiny programs; and the search that joins the
 * steps of a turn against the plain one.
 */

import fc from 'fast-check';
import { cell, eventLoop, future, parkingPlace, type Step } from 'heddle';
import { gallery } from 'heddle/gallery';
import { describe, expect, test } from 'vitest';
import { Learner } from '../automata/learner.ts';
import { interruptKinds } from '../core/schedule.ts';
import { withInterrupts, workload, type Client } from '../program/client.ts';
import { programOf, rawProgram, type Program } from '../program/program.ts';
import { strengths } from '../program/objectKind.ts';
import { schedulings, type Scheduling } from '../program/turn.ts';
import { EndStates } from '../judge/selfcheck/endStates.ts';
import { madeUp, words } from '../testing/madeUp.ts';
import { nativeSearch } from '../testing/nativeSearch.ts';
import { tableSearch } from '../testing/tableSearch.ts';
import { timeless } from './limits.ts';
import { Product } from './product.ts';
import { allReductions, noReductions, reducedSearch, type Reductions } from './reducedSearch.ts';
import { expandStored, search } from './search.ts';

/** What `log` holds at the ends of all executions. */
function outcomes(make: () => Program, wanted: Reductions = noReductions): string[] {
  const learner = new Learner(make());
  const { product, store, states } = reducedSearch(learner, [], wanted, {}, timeless);
  const ends = new Set<string>();
  for (let state = 0; state < states; state++) {
    expandStored(product, store, state);
    if (product.isEnd) ends.add(product.valuesIn(store.chunkOf(state), store.offsetOf(state))[0] as string);
  }
  return [...ends].toSorted();
}

/** Threads that append their letters to a log, with something in between. */
function logging(
  scheduling: Scheduling,
  bodies: (say: (letter: string) => Step, parts: Parts) => readonly (() => Step)[],
): () => Program {
  return () =>
    rawProgram(
      () => {
        const log = cell('');
        const parts: Parts = { granted: future(), place: parkingPlace(), events: eventLoop() };
        const say = function* (letter: string): Step {
          yield* log.write(`${yield* log.read()}${letter}`);
        };
        return { objects: { log, ...parts }, threads: bodies(say, parts) };
      },
      { strength: 'weak', scheduling },
    );
}

interface Parts {
  readonly granted: ReturnType<typeof future>;
  readonly place: ReturnType<typeof parkingPlace>;
  readonly events: ReturnType<typeof eventLoop>;
}

describe('what turns allow', () => {
  const twoWriters = (scheduling: Scheduling): (() => Program) =>
    logging(scheduling, (say) => [() => say('a'), () => say('b')]);

  test('without turns a write may be lost, with them it is not', () => {
    expect(outcomes(twoWriters('preemptive'))).toEqual(['a', 'ab', 'b', 'ba']);
    expect(outcomes(twoWriters('cooperative'))).toEqual(['ab', 'ba']);
    expect(outcomes(twoWriters('cooperative-fifo'))).toEqual(['ab', 'ba']);
  });

  /** A waits; B completes, goes on, and yields; C says something in a turn of its own. */
  const granting = (scheduling: Scheduling): (() => Program) =>
    logging(scheduling, (say, { granted, events }) => [
      function* (): Step {
        yield* granted.wait();
        yield* say('a');
      },
      function* (): Step {
        yield* granted.complete();
        yield* say('b');
        yield* events.yieldTurn();
        yield* say('B');
      },
    ]);

  test('what is completed goes on in its turn, not before who completed it waits', () => {
    expect(outcomes(granting('cooperative-fifo'))).toEqual(['baB']);
    expect(outcomes(granting('cooperative'))).toEqual(['bBa', 'baB']);
  });

  test('a switch has no gap, and who switches follows', () => {
    const switching = (scheduling: Scheduling): (() => Program) =>
      logging(scheduling, (say, { place }) => [
        function* (): Step {
          yield* place.park();
          yield* say('a');
        },
        function* (): Step {
          yield* place.switchTo();
          yield* say('b');
        },
        () => say('c'),
      ]);
    // B and C come in either order; once B has had its turn, A and B stand before C.
    expect(outcomes(switching('cooperative-fifo'))).toEqual(['abc', 'cab']);
    expect(outcomes(switching('cooperative'))).toEqual(['abc', 'acb', 'cab']);
  });
});

test('joining the steps of a turn changes no end, on programs that are made up', () => {
  const thread = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 });
  let compared = 0;
  let plainStates = 0;
  let joinedStates = 0;
  fc.assert(
    fc.property(
      fc.array(thread, { minLength: 2, maxLength: 3 }),
      fc.constantFrom(...strengths),
      fc.constantFrom(...schedulings.filter((one) => one !== 'preemptive')),
      (threads, strength, scheduling) => {
        const ends = (wanted: Reductions) => {
          const learner = new Learner(madeUp(threads, strength, scheduling));
          const result = reducedSearch(learner, [], wanted, { states: 4000 }, timeless);
          if (result.stop !== undefined) return undefined;
          const ends = new EndStates(learner);
          ends.addStored(result.product, result.store);
          return { states: result.states, ends: ends.texts() };
        };
        const plain = ends(noReductions);
        const joined = ends(allReductions);
        if (plain === undefined || joined === undefined) return;
        expect(joined.ends.length).toBe(plain.ends.length);
        plainStates += plain.states;
        joinedStates += joined.states;
        compared++;
      },
    ),
    { seed: 1963, numRuns: 200 },
  );
  expect(compared).toBeGreaterThan(150);
  expect(joinedStates).toBeLessThan(plainStates * 0.8);
});

describe('tables agree with real executions of primitives that run in turns', () => {
  const clients: Client[] = [
    workload(2, 1, 1),
    workload(2, 2, 1),
    ...[1, 2].flatMap((budget) =>
      interruptKinds.map((kind) => withInterrupts(workload(2, 1, 1), kind, budget)),
    ),
  ];
  const primitives = gallery.filter(({ name }) =>
    ['asyncio-semaphore-3.10.5', 'gevent-2010', 'eventlet-2010', 'twisted'].includes(name),
  );

  test.each(schedulings)('%s', (scheduling) => {
    let compared = 0;
    for (const primitive of primitives) {
      for (const client of clients) {
        const make = (): Program => programOf(primitive, client, { strength: 'weak', scheduling });
        const native = nativeSearch(make, 700);
        if (native === undefined) continue;
        compared++;
        expect({ client, ...tableSearch(make()) }).toEqual({ client, ...native });
      }
    }
    expect(compared).toBeGreaterThan(primitives.length * 2);
  });
});

test('turns are states of their own: a thread that has given up its turn is not one that has it', () => {
  // One thread, two steps, a yield between them: before, after the first, parked, after the yield, end.
  const program = logging('cooperative-fifo', (_, { events }) => [
    function* (): Step {
      yield* events.yieldTurn();
    },
  ])();
  const { states } = search(new Product(new Learner(program), []), {}, timeless);
  expect(states).toBe(3);
});
