/**
 * Reduced searches against the plain one: the same verdicts, measures and end states (up to names), on
 * the gallery and on programs that fast-check makes up.
 */

import fc from 'fast-check';
import { gallery } from 'heddle/gallery';
import { properties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import type { Property } from '../core/monitor.ts';
import { interruptKinds } from '../core/schedule.ts';
import { describeClient, planOf, postings, workload, type Client } from '../program/client.ts';
import { strengths } from '../program/objectKind.ts';
import { offeredOperations, type Primitive } from '../program/primitive.ts';
import { programOf, type Program } from '../program/program.ts';
import { endStateOrbits } from '../testing/endStates.ts';
import { madeUp, words } from '../testing/madeUp.ts';
import { execute } from '../trace/execution.ts';
import { timeless } from './limits.ts';
import { realScheduleOf } from './realSchedule.ts';
import { noReductions, reducedSearch, type Reductions } from './reducedSearch.ts';

const reductions: readonly Reductions[] = [
  { footprints: true, symmetry: false },
  { footprints: false, symmetry: true },
  { footprints: true, symmetry: true },
];

/** What a search says, in the words in which others must agree; undefined if there are too many states. */
function sayings(make: () => Program, judged: readonly Property[], wanted: Reductions, statesMax: number) {
  const program = make();
  const learner = new Learner(program);
  const tables = judged.map((property) => new MonitorTable(property.monitor(program.setup)));
  const result = reducedSearch(learner, tables, wanted, { states: statesMax }, timeless);
  if (result.stop !== undefined) return undefined;
  for (const [index, property] of judged.entries()) {
    const violation = result.violations[index];
    if (violation === undefined) continue;
    const choices = realScheduleOf(result.product, result.store, violation);
    const execution = execute(make(), choices, property);
    expect([execution.divergence, execution.violation?.after]).toEqual([undefined, choices.length]);
  }
  return {
    said: {
      violated: judged.filter((_, index) => result.violations[index] !== undefined).map(({ name }) => name),
      measures: tables.map(({ measureMax }) => measureMax),
    },
    ends: endStateOrbits(learner, result.product, result.store).size,
    states: result.states,
    used: result.reductions,
  };
}

interface Saved {
  compared: number;
  plain: number;
  reduced: number;
}

function compare(
  make: () => Program,
  judged: readonly Property[],
  statesMax: number,
  saved: Saved,
  what: unknown = '',
): void {
  const plain = sayings(make, judged, noReductions, statesMax);
  if (plain === undefined) return;
  for (const wanted of reductions) {
    const reduced = sayings(make, judged, wanted, statesMax * 2)!;
    expect({ what, used: reduced.used, ...reduced.said, ends: reduced.ends }).toEqual({
      what,
      used: reduced.used,
      ...plain.said,
      ends: plain.ends,
    });
    saved.reduced += reduced.states;
    saved.plain += plain.states;
    saved.compared++;
  }
}

const nothingSaved = (): Saved => ({ compared: 0, plain: 0, reduced: 0 });

function fits(primitive: Primitive, { plans, permits }: Client): boolean {
  const offered = [...offeredOperations(primitive), 'post'];
  return (
    permits <= primitive.model.permitsMax &&
    plans.length <= (primitive.threadsMax ?? plans.length) &&
    plans.every(({ operations }) =>
      operations.every(
        ({ operation, permits: count = 1 }) =>
          offered.includes(operation) && count <= (primitive.releaseMax ?? 1),
      ),
    )
  );
}

const clients: readonly Client[] = [
  workload(3, 1, 1),
  postings(2, [1, 1], 0),
  { permits: 1, plans: [planOf('timedAcquire release'), planOf('tryAcquire release')] },
  ...interruptKinds.map((kind): Client => ({ ...workload(2, 1, 1), interrupts: { kind, budget: 1 } })),
];

const together = properties.filter(
  ({ keepsHistory, interrupts }) => keepsHistory !== true && interrupts === undefined,
);
const alone = properties.filter(
  ({ keepsHistory, interrupts }) => keepsHistory === true && interrupts === undefined,
);

describe('on the gallery, with what is found replayed on the real generators', () => {
  test.each(strengths)('with %s locks', (strength) => {
    const saved = nothingSaved();
    for (const primitive of gallery) {
      for (const client of clients.filter((one) => fits(primitive, one))) {
        // History multiplies the states, and what the locks do is no part of it.
        for (const judged of strength === 'weak'
          ? [together, ...alone.map((property) => [property])]
          : [together]) {
          compare(() => programOf(primitive, client, { strength }), judged, 600, saved, [
            primitive.name,
            describeClient(client),
          ]);
        }
      }
    }
    expect(saved.compared).toBeGreaterThan(100);
    expect(saved.reduced).toBeLessThan(saved.plain * 0.8);
  });
});

test('on programs that are made up', () => {
  const body = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 });
  const saved = nothingSaved();
  fc.assert(
    fc.property(
      fc.tuple(body, body),
      fc.array(fc.boolean(), { minLength: 2, maxLength: 3 }),
      fc.constantFrom(...strengths),
      ([first, second], picks, strength) => {
        compare(
          () =>
            madeUp(
              picks.map((pick) => (pick ? first : second)),
              strength,
            ),
          [],
          2000,
          saved,
        );
      },
    ),
    { seed: 1991, numRuns: 150 },
  );
  expect(saved.compared).toBeGreaterThan(250);
  expect(saved.reduced).toBeLessThan(saved.plain * 0.8);
});
