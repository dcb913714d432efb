/** The search with codes against the exact one; and how often codes that are too short miss a state. */

import fc from 'fast-check';
import { gallery } from 'heddle/gallery';
import { properties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { w1 } from '../../../bench/peerPrograms.ts';
import { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import type { Property } from '../../core/monitor.ts';
import { workload } from '../../program/client.ts';
import { strengths } from '../../program/objectKind.ts';
import { programOf, type Program } from '../../program/program.ts';
import { madeUp, words } from '../../testing/madeUp.ts';
import { timeless } from '../limits.ts';
import { Product } from '../product.ts';
import { reducedSearch, type Reductions, type Storage } from '../reducedSearch.ts';
import { shortestSchedule } from '../shortestSchedule.ts';
import { CodeSet } from './codeSet.ts';
import { compactSearch } from './compactSearch.ts';
import { fillPseudoRandom } from './fillPseudoRandom.ts';

function sayings(make: () => Program, judged: readonly Property[], reductions: Reductions, storage: Storage) {
  const program = make();
  const monitors = judged.map(({ monitor }) => new MonitorTable(monitor(program.setup)));
  const learner = new Learner(program);
  const result = reducedSearch(learner, monitors, reductions, { states: 5000 }, timeless, storage);
  const { states, transitions, quietMoments, endStates, depth, stop, frontier, passes, violations } = result;
  return {
    counts: { states, transitions, quietMoments, endStates, depth, stop, frontier, passes },
    measures: monitors.map(({ measureMax }) => measureMax),
    schedules: violations.map((violation, index) =>
      violation === undefined ? undefined : shortestSchedule(result, index, timeless),
    ),
  };
}

const wanted: fc.Arbitrary<Reductions> = fc.record({ footprints: fc.boolean(), symmetry: fc.boolean() });
const plain = properties.filter(
  ({ interrupts, keepsHistory }) => interrupts === undefined && keepsHistory !== true,
);

describe('the search with codes says what the exact one says', () => {
  test('on the gallery', () => {
    const names = ['reference', 'test-then-set', 'baton', 'naive', 'ticket'];
    fc.assert(
      fc.property(fc.constantFrom(...names), wanted, (name, reductions) => {
        const primitive = gallery.find((one) => one.name === name)!;
        const make = (): Program => programOf(primitive, workload(2, 2, 1), { strength: 'weak' });
        const said = sayings(make, plain, reductions, 'codes');
        expect(said).toEqual(sayings(make, plain, reductions, 'exact'));
      }),
      { numRuns: 12, seed: 1 },
    );
  });

  test('on programs that are made up', () => {
    const bodies = fc.array(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 2 }), {
      minLength: 2,
      maxLength: 3,
    });
    fc.assert(
      fc.property(bodies, fc.constantFrom(...strengths), wanted, (some, strength, reductions) => {
        const make = (): Program => madeUp(some, strength);
        expect(sayings(make, [], reductions, 'codes')).toEqual(sayings(make, [], reductions, 'exact'));
      }),
      { numRuns: 40, seed: 2 },
    );
  });

  // The figures are Spin's: see bench/peerPrograms.test.ts.
  test('while states are laid out anew and tables grow', () => {
    const product = new Product(new Learner(w1({ threads: 4, rounds: 2, permits: 2 })), []);
    const { states, transitions, stop, missChance, bytesPerState } = compactSearch(product, {}, timeless);
    expect({ states, transitions, stop }).toEqual({ states: 187_553, transitions: 464_072, stop: undefined });
    // 187,553 * 187,554 / 2 pairs, each with a chance of 1 in 2^64.
    expect(missChance).toBeCloseTo(9.535e-10, 12);
    expect(bytesPerState).toBeLessThan(20);
  });
});

test('codes that are too short miss states as often as is to be expected', () => {
  const learner = new Learner(w1({ threads: 2, rounds: 1, permits: 1 }));
  const find = (fill: (numbers: Int32Array) => void): number =>
    compactSearch(
      new Product(learner, []),
      {},
      {
        ...timeless,
        fillRandom: fill,
      },
    ).states;
  let missed = 0;
  const runs = 200;
  for (let seed = 1; seed <= runs; seed++) {
    const fill = fillPseudoRandom(seed * 7919);
    const states = find((numbers) => {
      fill(numbers);
      // 14 bits are left of 64.
      for (let at = 0; at < numbers.length; at++) numbers[at]! &= 127;
    });
    expect(states).toBeLessThanOrEqual(100);
    if (states < 100) missed++;
  }
  // 100 states have 4,950 pairs, each with a chance of 1 in 2^14: 0.302 are to be expected, and at
  // least one with a chance of 1 - exp(-0.302) = 0.26. The bound on the chance is 0.308, of 5,050 pairs.
  expect(missed / runs).toBeGreaterThan(0.2);
  expect(missed / runs).toBeLessThan(0.308);
});

test('a set of codes holds what was added, wherever it lies', () => {
  const set = new CodeSet();
  const numbers = Array.from({ length: 20_000 }, (_, at): [number, number] => [
    // Most lie at the end of the table, and go on at its beginning.
    at % 3 === 0 ? Math.imul(at, 0x9e3779b1) : -1 - (at % 5),
    at,
  ]);
  const added = (): number => numbers.filter(([high, low]) => set.add(high | 0, low)).length;
  expect([added(), added()]).toEqual([numbers.length, 0]);
  expect(set.size).toBe(numbers.length);
});
