/**
 * The search by several threads against the one by one: the same states, transitions, quiet moments and
 * end states, measures and lengths of violations. The mates are there from the first state on, so that
 * all that is learned is learned while they search.
 */

import fc from 'fast-check';
import { gallery } from 'heddle/gallery';
import { properties } from 'heddle/properties';
import { afterAll, describe, expect, test } from 'vitest';
import { w1 } from '../../../bench/peerPrograms.ts';
import { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import { SearchCrew } from '../../cli/searchCrew.ts';
import type { Property } from '../../core/monitor.ts';
import { interruptKinds } from '../../core/schedule.ts';
import { withInterrupts, workload } from '../../program/client.ts';
import { strengths } from '../../program/objectKind.ts';
import { programOf, type Program } from '../../program/program.ts';
import { madeUp, words } from '../../testing/madeUp.ts';
import { execute } from '../../trace/execution.ts';
import { timeless, type Limits } from '../limits.ts';
import { Product } from '../product.ts';
import { allReductions, reducedSearch } from '../reducedSearch.ts';
import { scheduleOf, search } from '../search.ts';
import { awaitChange, presentSignal } from './signals.ts';

const crews = new Map([2, 3].map((size) => [size, new SearchCrew(size, 0)]));

afterAll(async () => {
  await Promise.all([...crews.values()].map((crew) => crew.dismiss()));
});

/** Programs with more states than this are left out. */
const statesMax = 20_000;

/** The crew of so many threads, once all of them are there. */
function crewOf(size: number): SearchCrew {
  const crew = crews.get(size)!;
  for (let seconds = 0; crew.mates(0).length < size - 1; seconds++) {
    if (seconds > 100) throw new Error('no mates have come');
    awaitChange(crew.signals, presentSignal, Atomics.load(crew.signals, presentSignal));
  }
  return crew;
}

function findingsOf(program: Program, judged: readonly Property[], threads: number, limits: Limits = {}) {
  const monitors = judged.map(({ monitor }) => new MonitorTable(monitor(program.setup)));
  const product = new Product(new Learner(program), monitors);
  const found = search(product, limits, threads === 1 ? timeless : { ...timeless, crew: crewOf(threads) });
  const { states, transitions, quietMoments, endStates, depth, stop, frontier } = found;
  expect(found.threads).toBe(threads);
  expect([...found.store.numbers()]).toHaveLength(states);
  return {
    product,
    found,
    said: {
      states,
      transitions,
      quietMoments,
      endStates,
      depth,
      stop,
      frontier,
      measures: monitors.map(({ measureMax }) => measureMax),
      lengths: found.violations.map((violation) => violation?.length),
    },
  };
}

function expectAgreement(make: () => Program, judged: readonly Property[], threads: number): number {
  const alone = findingsOf(make(), judged, 1, { states: statesMax });
  if (alone.said.stop !== undefined) return 0;
  const together = findingsOf(make(), judged, threads);
  expect(together.said).toEqual(alone.said);
  together.found.violations.forEach((violation, index) => {
    if (violation === undefined) return;
    const choices = scheduleOf(together.product, together.found.store, violation);
    const execution = execute(make(), choices, judged[index]!);
    expect([execution.divergence, execution.violation?.after]).toEqual([undefined, choices.length]);
  });
  return alone.said.lengths.filter((length) => length !== undefined).length;
}

const plain = properties.filter(
  ({ interrupts, keepsHistory }) => interrupts === undefined && keepsHistory !== true,
);

describe.each([
  { threads: 2, names: ['test-then-set', 'baton', 'reference'] },
  { threads: 3, names: ['naive', 'ticket', 'test-then-set'] },
])('$threads threads', ({ threads, names }) => {
  test('find what one finds, on the gallery', () => {
    let violated = 0;
    for (const primitive of gallery.filter(({ name }) => names.includes(name))) {
      const client = workload(2, 2, 1);
      violated += expectAgreement(() => programOf(primitive, client, { strength: 'weak' }), plain, threads);
      const interrupted = withInterrupts(client, interruptKinds[0]!);
      expectAgreement(() => programOf(primitive, interrupted, { strength: 'weak' }), plain, threads);
    }
    // Safety of test-then-set, if nothing else.
    expect(violated).toBeGreaterThan(0);
  });

  test('find what one finds, on programs that are made up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }), {
          minLength: 2,
          maxLength: 3,
        }),
        fc.constantFrom(...strengths),
        (bodies, strength) => {
          expectAgreement(() => madeUp(bodies, strength), [], threads);
        },
      ),
      { numRuns: 25, seed: threads },
    );
  });

  // Against Spin: bench/peerPrograms.test.ts has the source of the figures.
  test('count what Spin counts, while states are laid out anew and tables grow', () => {
    const { said } = findingsOf(w1({ threads: 4, rounds: 2, permits: 2 }), [], threads);
    expect(said).toMatchObject({ states: 187_553, transitions: 464_072, stop: undefined, frontier: 0 });
  });
});

test('a limit stops all threads', () => {
  const { said } = findingsOf(w1({ threads: 4, rounds: 2, permits: 2 }), [], 2, { states: 50_000 });
  expect(said.stop).toBe('states');
  expect(said.states).toBeGreaterThanOrEqual(50_000);
  expect(said.states).toBeLessThan(187_553);
  expect(said.frontier).toBeGreaterThan(0);
});

test('a search with reductions is made by one thread', () => {
  const learner = new Learner(w1({ threads: 3, rounds: 1, permits: 1 }));
  const { threads } = reducedSearch(learner, [], allReductions, {}, { ...timeless, crew: crewOf(2) });
  expect(threads).toBe(1);
});
