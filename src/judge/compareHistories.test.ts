/** Histories of two primitives: what is known of their difference from the literature, and that each one told is real. */

import { gallery } from 'heddle/gallery';
import { describe, expect, test } from 'vitest';
import { timeless } from '../explore/limits.ts';
import { isGranted } from '../core/event.ts';
import { planOf, postings, workload, type Client } from '../program/client.ts';
import { compareHistories, type HistoryComparison } from './compareHistories.ts';

function comparison(one: string, other: string, client: Client, statesMax?: number): HistoryComparison {
  const [a, b] = [one, other].map((name) => gallery.find((primitive) => primitive.name === name)!);
  return compareHistories([a!, b!], {
    client,
    circumstances: { strength: 'weak' },
    limits: statesMax === undefined ? {} : { states: statesMax },
    surroundings: timeless,
    most: 3,
  });
}

/** How many histories each way, and what the first one of each kind ends with. */
function summary({ ways }: HistoryComparison): { count: number; ends: (string | undefined)[] }[] {
  return ways.map(({ count, differences }) => ({
    count,
    ends: differences.slice(0, 2).map(({ events }) => events.at(-1)),
  }));
}

describe('two primitives', () => {
  test('are the same if they are one', () => {
    const { ways, stop } = comparison('ticket', 'ticket', workload(3, 1, 1));
    expect({ stop, counts: ways.map(({ count }) => count) }).toEqual({ stop: undefined, counts: [0, 0] });
  });

  test('are the same to those outside, however they spin', () => {
    const { ways } = comparison('test-and-set', 'test-and-test-and-set', workload(3, 1, 1));
    expect(ways.map(({ count }) => count)).toEqual([0, 0]);
  });

  test('differ where one overtakes: only a waiter who is seen to wait tells them apart', () => {
    const { ways } = comparison('test-and-set', 'ticket', workload(3, 1, 1));
    expect(ways.map(({ count }) => count > 0)).toEqual([true, false]);
    // With two threads nobody can be overtaken by a third.
    expect(comparison('test-and-set', 'ticket', workload(2, 1, 1)).ways.map(({ count }) => count)).toEqual([
      0, 0,
    ]);
  });

  test('differ where one loses a wake-up', () => {
    const [naive] = summary(comparison('naive', 'barz', postings(2, [1, 1], 0)));
    expect(naive?.ends[1]).toBe('nothing moves any more while T1 waits in acquire');
  });

  test('differ where two get in', () => {
    const [broken, right] = summary(comparison('test-then-set', 'test-and-set', workload(2, 1, 1)));
    expect(broken?.ends[0]).toMatch(/^T\d's acquire is granted$/);
    expect(right?.count).toBe(0);
  });
});

test('each difference happens on the real generators as it is told', () => {
  let told = 0;
  for (const [one, other] of [
    ['reference', 'baton'],
    ['keyed-mutex-eager', 'keyed-mutex'],
    ['gevent', 'twisted'],
  ] as const) {
    for (const { differences } of comparison(one, other, workload(3, 1, 1)).ways) {
      for (const { events, execution } of differences) {
        const seen = execution.steps.flatMap((step) =>
          step.events.flatMap((event) => {
            if (event.type !== 'return') return [];
            const { thread, operation, effect } = event.invocation;
            const end = effect !== 'takes' ? 'returns' : isGranted(event.value) ? 'is granted' : 'is refused';
            return [`T${thread}'s ${operation} ${end}`];
          }),
        );
        expect(execution.divergence).toBeUndefined();
        expect(seen).toEqual(events.filter((event) => /^T\d's /.test(event)));
        told++;
      }
    }
  }
  expect(told).toBeGreaterThan(8);
});

test('what is taken from a channel tells a queue from a stack', () => {
  const client: Client = { permits: 2, plans: [planOf('put:1 put:2'), planOf('take take')] };
  const [queue, stack] = ['bounded-buffer-two-conditions', 'bounded-buffer-last-first'];
  expect(summary(comparison(stack!, queue!, client))[0]!.ends[0]).toBe("T1's take returns 2");
  expect(comparison(queue!, 'bounded-buffer-broadcast', client).ways.map(({ count }) => count)).toEqual([
    0, 0,
  ]);
});

test('a limit leaves it open', () => {
  expect(comparison('reference', 'baton', workload(3, 2, 1), 1000)).toMatchObject({
    ways: [],
    stop: 'states',
  });
});
