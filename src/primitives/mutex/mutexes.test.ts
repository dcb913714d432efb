/** The mutexes against the literature: the right ones hold, each broken twin fails as it is known to, order is counted behind the doorway. */

import type { Primitive, Property } from 'heddle';
import { measures } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import { entriesAfterDoorway } from '../../../properties/doorway.ts';
import { assess } from '../../judge/assess.ts';
import { check } from '../../judge/check.ts';
import { planOf, workload, type Client } from '../../program/client.ts';
import { findings } from '../../testing/findings.ts';
import { bakery, bakeryWithoutChoosing } from './bakery.ts';
import { drepper2, drepper2Forgetful, drepper3 } from './drepper.ts';
import { hemlock, hemlockUnacknowledged } from './hemlock.ts';
import { k42, k42Swap, k42SwapLateLink } from './k42.ts';
import { morris } from './morris.ts';
import { peterson, petersonSwapped } from './peterson.ts';
import { testAndSet, testAndTestAndSet, testThenSet } from './testAndSet.ts';
import { ticket } from './ticket.ts';
import { udding } from './udding.ts';

const timed: Client = {
  permits: 1,
  plans: [planOf('timedAcquire release'), planOf('timedAcquire release'), planOf('acquire release')],
};

const right: [Primitive, Client][] = [
  [testAndSet, workload(3, 2, 1)],
  [testAndTestAndSet, workload(3, 2, 1)],
  [ticket, workload(3, 2, 1)],
  [peterson, workload(2, 3, 1)],
  [bakery, workload(2, 2, 1)],
  [bakery, workload(3, 1, 1)],
  [k42, workload(3, 1, 1)],
  [k42Swap, workload(3, 2, 1)],
  [hemlock, workload(3, 2, 1)],
  [drepper3, workload(3, 2, 1)],
  [drepper3, timed],
  [drepper2, workload(3, 2, 1)],
  [drepper2, timed],
];

test.each(right.map(([primitive, client]) => ({ name: primitive.name, primitive, client })))(
  '$name holds (%#)',
  ({ primitive, client }) => {
    expect(findings(primitive, client)).toEqual({});
  },
);

describe('the broken twins', () => {
  test.each([
    // T0 looks, T1 looks and writes, T0 writes.
    [testThenSet, 4],
    // T0: turn; T1: turn, flag, T0's flag is down, in; T0: flag, T1's flag is up, turn is its own, in.
    [petersonSwapped, 7],
    // Both read 0 twice; T1 writes 1, passes itself, sees no number of T0, in; T0 writes 1, is first, in.
    [bakeryWithoutChoosing, 10],
  ] as const)('$0.title lets two in, with two threads and one round', (primitive, steps) => {
    expect(findings(primitive, workload(2, 1, 1), { of: ['safety'] })).toEqual({
      safety: `too many, ${steps} steps`,
    });
  });

  test('Hemlock without its last wait lets two in who look at one Grant, with three threads and no fewer', () => {
    expect(findings(hemlockUnacknowledged, workload(2, 3, 1))).toEqual({});
    expect(findings(hemlockUnacknowledged, workload(3, 2, 1), { of: ['safety'] })).toEqual({
      // T2 in; T0 queues; T2 out (2), back behind T0; T1 behind T2; T1 and T0 look at T2's Grant, both wipe it out.
      safety: 'too many, 10 steps',
    });
  });

  test('a lock of K42 whose link is wiped out late has a release that never ends, with two threads', () => {
    expect(findings(k42SwapLateLink, workload(2, 1, 1), { of: ['non-blocking'] })).toEqual({
      // T0 is the tail, then the lock is (4), and sees no successor; T1 queues and waits (5); T0 wipes it out and is
      // in; T0 out: no link, not the tail, no link (3).
      'non-blocking': 'lost wakeup, 14 steps',
    });
  });

  test('a futex mutex that is taken back as 1 forgets a sleeper, with three threads and no fewer', () => {
    expect(findings(drepper2Forgetful, workload(2, 2, 1), { of: ['no-lost-wakeup'] })).toEqual({});
    expect(findings(drepper2Forgetful, workload(3, 1, 1), { of: ['no-lost-wakeup'] })).toEqual({
      // T0 in; T2 marks 2 and sleeps (3); T1 sleeps (2); T0 out (3); T1 takes it back as 1 (2); T1 out, no wake.
      'no-lost-wakeup': 'lost wakeup, 12 steps',
    });
  });
});

describe('behind the doorway', () => {
  const counted = (primitive: typeof ticket): Record<string, number | undefined> => {
    const { details } = assess(primitive, { properties: [], measures });
    return Object.fromEntries(details!.measurements.map(({ property, max }) => [property, max]));
  };

  test('the ticket lock lets the others in once each, and is never overtaken', () => {
    expect(counted(ticket)).toMatchObject({ 'entries-after-doorway': 2, 'overtakes-after-doorway': 0 });
  });

  test("Peterson's lets the other in once", () => {
    expect(counted(peterson)).toMatchObject({ 'entries-after-doorway': 1, 'overtakes-after-doorway': 0 });
  });

  test('the bakery lets the others in once each', () => {
    expect(counted(bakery)).toMatchObject({ 'entries-after-doorway': 2 });
  });
  /** A strengthened measure: others must not enter more than so often between a doorway and its entry. */
  const enteredMoreThan = (bound: number): Property => ({
    ...entriesAfterDoorway,
    name: 'entered-too-often',
    monitor: (setup) => {
      const counting = entriesAfterDoorway.monitor(setup);
      return {
        ...counting,
        onEvent: (state, event) => {
          const seen = counting.onEvent!(state, event);
          return (seen.measure ?? 0) > bound ? { ...seen, violation: `${seen.measure} entries` } : seen;
        },
      };
    },
  });

  /** One that comes once, and others that come more often than the bound allows them in. */
  const oneAmong = (others: number, rounds: number): Client => ({
    permits: 1,
    plans: [
      planOf('acquire release'),
      ...Array.from({ length: others }, () => planOf('acquire release', rounds)),
    ],
  });

  test.each([
    ["Morris's", 2, morris],
    ["Udding's", 1, udding],
  ] as const)('%s lets each other thread in at most %d times after a registration', (_, each, primitive) => {
    const verdictOf = (others: number, bound: number): string | undefined =>
      check(primitive, {
        properties: [enteredMoreThan(bound)],
        clients: [oneAmong(others, each + 1)],
      }).properties[0]?.verdict.verdict;
    for (const others of [1, 2]) {
      expect(verdictOf(others, each * others)).toBe('holds');
      expect(verdictOf(others, each * others - 1)).toBe('violated');
    }
  });
});
