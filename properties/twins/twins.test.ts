/**
 * Each twin against all properties: which it violates, and how long the shortest schedule is. In a
 * comment beside each length is what it consists of; joining the queue of a held lock is a step.
 */

import { properties } from 'heddle/properties';
import { expect, test } from 'vitest';
import { check } from '../../src/judge/check.ts';
import { naive } from '../../src/primitives/semaphore/fromBinary.ts';
import { planOf, postings, workload, type Client } from '../../src/program/client.ts';
import type { Primitive } from 'heddle';
import {
  admitsTwo,
  barges,
  forgetsWaiters,
  givesBackAlways,
  guardsUnmasked,
  keepsWhatItIsGiven,
  locksCross,
  refusesAlways,
  releasesTwice,
  releaseWaits,
  sound,
} from './twins.ts';

const twoThreads = workload(2, 2, 1);
const oneTries: Client = {
  permits: 1,
  plans: [planOf('tryAcquire release'), planOf('acquire release')],
};

interface Case {
  readonly twin: Primitive;
  readonly client: Client;
  /** The length of the shortest schedule for each property that is violated. */
  readonly shortest: Readonly<Record<string, number>>;
}

const cases: readonly Case[] = [
  { twin: sound, client: twoThreads, shortest: {} },
  {
    twin: admitsTwo,
    client: twoThreads,
    // T0 p, T1 p.
    shortest: { safety: 2, refinement: 2 },
  },
  {
    twin: forgetsWaiters,
    client: twoThreads,
    shortest: {
      // T0 +1, acquire, -1; T1 +1, joins; T0's release looks.
      'no-lost-wakeup': 6,
      // And T0's second acquire: +1, joins.
      'deadlock-freedom': 8,
    },
  },
  {
    twin: releaseWaits,
    client: twoThreads,
    shortest: {
      // T0 +1, acquire, -1, release, looks.
      'non-blocking': 5,
      // T1 does the same before T0 looks again.
      'deadlock-freedom': 10,
    },
  },
  {
    twin: locksCross,
    client: workload(2, 1, 2),
    // T0 takes left, T1 takes right.
    shortest: { 'no-lost-wakeup': 2, 'deadlock-freedom': 2 },
  },
  {
    twin: barges,
    client: twoThreads,
    // T0 gets in, T1 looks, T0 leaves, T0 gets in.
    shortest: { fifo: 4 },
  },
  {
    twin: refusesAlways,
    client: oneTries,
    // T0 looks, and is refused.
    shortest: { refinement: 1 },
  },
  {
    twin: releasesTwice,
    client: twoThreads,
    shortest: {
      // T0 acquires and releases, T1 acquires, T0 releases that too, T0 acquires.
      safety: 5,
      // T0 acquires, releases, and releases what is free.
      refinement: 3,
      'failure-freedom': 3,
    },
  },
  {
    twin: givesBackAlways,
    client: twoThreads,
    shortest: {
      // T0 acquires, T1 joins, is interrupted, releases T0's lock, acquires again.
      'interrupt-before-blocked': 5,
      // T0 is interrupted at once, and releases what is free.
      'interrupt-before-anywhere': 2,
    },
  },
  {
    twin: keepsWhatItIsGiven,
    client: twoThreads,
    shortest: {
      // T0 acquires, T1 joins, the interrupt comes, T0 releases, T1 has the lock and throws, T0 joins.
      'interrupt-after-blocked': 6,
      // T0 has the lock and throws, T1 joins.
      'interrupt-after-anywhere': 2,
    },
  },
  {
    twin: guardsUnmasked,
    client: twoThreads,
    shortest: {
      // T0 takes the guard, the interrupt comes to T1, T0 gives the guard back and acquires; T1 has the
      // guard and throws; T0 releases, and its next acquire is blocked.
      'interrupt-after-blocked': 7,
      // T0 takes the guard, is interrupted; T1 is blocked.
      'interrupt-before-anywhere': 3,
      // T0 has the guard and throws; T1 is blocked.
      'interrupt-after-anywhere': 2,
    },
  },
];

test.each(cases)('$twin.name violates just what it is made to violate', ({ twin, client, shortest }) => {
  const report = check(twin, { properties, clients: [client] });
  const found = report.properties.flatMap(({ property, verdict }) =>
    verdict.verdict === 'violated'
      ? [[property, verdict.counterexample.trace.verdict.shortest] as const]
      : [],
  );
  expect(Object.fromEntries(found)).toEqual(shortest);
});

test('every property has a twin that it catches', () => {
  const caught = new Set(cases.flatMap(({ shortest }) => Object.keys(shortest)));
  expect(properties.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([]);
});

test.each([
  [locksCross, workload(2, 1, 2), 'deadlock-freedom', 'circular wait'],
  // T0 holds the inner lock across calls, and its release leaves it so.
  [forgetsWaiters, twoThreads, 'deadlock-freedom', 'leaked lock'],
  [naive, postings(2, [2], 0), 'deadlock-freedom', 'lost wakeup'],
  [guardsUnmasked, twoThreads, 'interrupt-before-anywhere', 'leaked lock'],
] as const)('%# a stuck end is classified', (twin, client, name, kind) => {
  const property = properties.find((one) => one.name === name)!;
  const [report] = check(twin, { properties: [property], clients: [client] }).properties;
  expect(report?.verdict).toMatchObject({ counterexample: { explanation: { kind } } });
});

test('an end that the model shares is the client own deadlock, and no violation', () => {
  // Three want two permits, and nobody gives any back.
  const client: Client = { permits: 1, plans: [planOf('acquire'), planOf('acquire'), planOf('acquire')] };
  const { properties: reports } = check(sound, { properties, clients: [client] });
  expect(reports.filter(({ verdict }) => verdict.verdict !== 'holds')).toEqual([]);
});
