/** What is found of clients that repeat for ever, on the whole gallery: against real executions, fixed points, and fifo. */

import { boundedBypass, fifo } from 'heddle/properties';
import { gallery } from 'heddle/gallery';
import { describe, expect, test } from 'vitest';
import { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import { planOf, workload, type Client } from '../../program/client.ts';
import { strengths } from '../../program/objectKind.ts';
import { offeredOperations, type Primitive } from '../../program/primitive.ts';
import { programOf } from '../../program/program.ts';
import { compareCycles, endless, fairRules } from '../../testing/endlessClients.ts';
import { madeUpPrimitive } from '../../testing/madeUpPrimitive.ts';
import { timeless } from '../limits.ts';
import { Product } from '../product.ts';
import { search } from '../search.ts';

/** Those that can do what the clients here do. */
const locks = gallery.filter((primitive) => {
  const offered = offeredOperations(primitive);
  return offered.includes('acquire') && offered.includes('release');
});

describe('the bypass bound against fifo with more and more rounds', () => {
  const roundsMax = 4;
  /** The bypasses that fifo counts for 1, 2, ... rounds; undefined where there are too many states. */
  function byRounds(primitive: Primitive, threads: number): number[] | undefined {
    const counts: number[] = [];
    for (let rounds = 1; rounds <= roundsMax; rounds++) {
      const program = programOf(primitive, workload(threads, rounds, 1), { strength: 'weak' });
      const table = new MonitorTable(fifo.monitor(program.setup));
      const { stop } = search(new Product(new Learner(program), [table]), { states: 4000 }, timeless);
      if (stop !== undefined) return undefined;
      counts.push(Math.max(0, table.measureMax));
    }
    return counts;
  }

  test('a bound is reached and never passed; without one, overtaking grows', () => {
    const primitives = [
      ...locks,
      ...(['spin', 'grab', 'p', 'retry', 'turn'] as const).map((word) =>
        madeUpPrimitive([word, 'p'], ['turn', 'v']),
      ),
    ];
    const kinds = { bounded: 0, unbounded: 0 };
    for (const primitive of primitives) {
      const counts = byRounds(primitive, 2);
      if (counts === undefined) continue;
      const { cycle, bound, result } = endless(primitive, workload(2, 'forever', 1)).find(
        boundedBypass.endless!,
      );
      if (result.stop !== undefined) continue;
      const name = primitive.name;
      if (cycle === undefined) {
        kinds.bounded++;
        expect({ name, most: Math.max(...counts) }).toEqual({ name, most: bound });
      } else {
        kinds.unbounded++;
        expect({ name, grows: counts.at(-1)! > counts[1]! }).toEqual({ name, grows: true });
      }
    }
    expect(kinds.bounded).toBeGreaterThan(10);
    expect(kinds.unbounded).toBeGreaterThan(10);
  });
});

test('cycles, against real executions with calls at any moment, and fixed points', () => {
  const found = fairRules.map(() => 0);
  const clients: Client[] = [
    workload(2, 'forever', 1),
    { permits: 1, plans: [planOf('acquire release', 'forever'), planOf('acquire')] },
    {
      permits: 1,
      plans: [
        planOf('acquire release', 'forever'),
        planOf('acquire release'),
        planOf('acquire release', 'forever'),
      ],
    },
  ];
  let compared = 0;
  for (const primitive of locks) {
    for (const client of clients) {
      if ((primitive.threadsMax ?? 3) < client.plans.length) continue;
      for (const strength of client === clients[0] ? strengths : strengths.slice(0, 1)) {
        if (compareCycles(primitive, client, { strength }, found)) compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(40);
  const [weak, strong] = found;
  expect(weak).toBeGreaterThan(strong!);
  expect(strong).toBeGreaterThan(5);
});
