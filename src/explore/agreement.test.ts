/**
 * The product of tables against real executions: the same states, transitions, quiet moments and ends,
 * on the gallery with every kind of client, and on programs that fast-check makes up.
 */

import fc from 'fast-check';
import { gallery } from 'heddle/gallery';
import { describe, expect, test } from 'vitest';
import { Learner } from '../automata/learner.ts';
import { interruptKinds } from '../core/schedule.ts';
import { planOf, withInterrupts, workload, type Client } from '../program/client.ts';
import { offeredOperations } from '../program/primitive.ts';
import { programOf, type Program } from '../program/program.ts';
import { madeUp, words } from '../testing/madeUp.ts';
import { schedulings, type Scheduling } from '../program/turn.ts';
import { strengths, type Strength } from '../program/objectKind.ts';
import { nativeSearch, type NativeResult } from '../testing/nativeSearch.ts';
import { timeless } from './limits.ts';
import { Product } from './product.ts';
import { search } from './search.ts';

function tableSearch(program: Program): NativeResult {
  const result = search(new Product(new Learner(program), []), {}, timeless);
  const { states, transitions, quietMoments, endStates } = result;
  return { states, transitions, quietMoments, endStates };
}

describe('on the gallery', () => {
  const clients: Client[] = [
    workload(2, 1, 1),
    ...interruptKinds.map((kind) => withInterrupts(workload(2, 1, 1), kind)),
    { permits: 1, plans: [planOf('timedAcquire release'), planOf('acquire release')] },
    { permits: 1, plans: [planOf('tryAcquire release', 2), planOf('acquire release')] },
    { permits: 1, plans: [planOf('acquire release', 'forever'), planOf('acquire release')] },
  ];
  const cases = gallery.flatMap((primitive) =>
    clients
      .filter(({ plans }) =>
        plans.every(({ operations }) =>
          operations.every(({ operation }) => offeredOperations(primitive).includes(operation)),
        ),
      )
      .map((client) => ({ primitive, client })),
  );

  test.each(strengths)('with %s locks', (strength: Strength) => {
    let compared = 0;
    for (const { primitive, client } of cases) {
      const make = (): Program => programOf(primitive, client, { strength });
      const native = nativeSearch(make, 400);
      if (native === undefined) continue;
      compared++;
      expect({ name: primitive.name, client, ...tableSearch(make()) }).toEqual({
        name: primitive.name,
        client,
        ...native,
      });
    }
    // Most of the cases are small enough to be compared at all.
    expect(compared).toBeGreaterThan(cases.length / 2);
  });
});

test.each(schedulings)('on programs that are made up, %s', (scheduling: Scheduling) => {
  const thread = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 });
  let compared = 0;
  fc.assert(
    fc.property(
      fc.array(thread, { minLength: 2, maxLength: 3 }),
      fc.constantFrom(...strengths),
      (threads, strength) => {
        const native = nativeSearch(() => madeUp(threads, strength, scheduling), 500);
        if (native === undefined) return;
        compared++;
        expect(tableSearch(madeUp(threads, strength, scheduling))).toEqual(native);
      },
    ),
    { seed: 1974, numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(200);
});
