/**
 * The product of tables against real executions: the same states, transitions, quiet moments and ends,
 * on the whole gallery with every kind of client.
 */

import { gallery } from 'heddle/gallery';
import { describe, expect, test } from 'vitest';
import { interruptKinds } from '../core/schedule.ts';
import { planOf, withInterrupts, workload, type Client } from '../program/client.ts';
import { offeredOperations } from '../program/primitive.ts';
import { programOf, type Program } from '../program/program.ts';
import { strengths, type Strength } from '../program/objectKind.ts';
import type { Scheduling } from '../program/turn.ts';
import { nativeSearch } from '../testing/nativeSearch.ts';
import { tableSearch } from '../testing/tableSearch.ts';

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

  const turnsFor: Readonly<Record<Strength, Scheduling>> = {
    weak: 'cooperative-fifo',
    'blocked-set': 'cooperative',
    'blocked-queue': 'preemptive',
  };

  test.each(strengths)('with %s locks', (strength: Strength) => {
    let compared = 0;
    for (const { primitive, client } of cases) {
      // What runs in turns has no locks; there it is the turns that differ.
      const scheduling = primitive.scheduling === undefined ? 'preemptive' : turnsFor[strength];
      const make = (): Program => programOf(primitive, client, { strength, scheduling });
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
