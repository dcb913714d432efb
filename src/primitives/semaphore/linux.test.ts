/** Linux's semaphore: who releases hands over; the one of May 2008 wakes the same task twice, and the next sleeps on. */

import { expect, test } from 'vitest';
import type { InterruptKind } from '../../core/schedule.ts';
import { planOf, postings, workload, type Client } from '../../program/client.ts';
import { findings, interruptFindings } from '../../testing/findings.ts';
import { linux, linuxMay2008 } from './linux.ts';

const twoReleases = postings(2, [2], 0);

const timed: Client = {
  permits: 1,
  plans: [planOf('timedAcquire release'), planOf('timedAcquire release'), planOf('acquire release')],
};

test.each([twoReleases, timed, workload(3, 2, 1), workload(4, 1, 2)])('it holds (%#)', (client) => {
  expect(findings(linux, client)).toEqual({});
});

test('a signal that comes when the permit has been handed over does not lose it', () => {
  const late: InterruptKind = { effect: 'after', position: 'blocked' };
  expect(interruptFindings(linux, twoReleases, late)).toBe('holds');
});

test('in May 2008 the second of two releases wakes nobody, with three threads and no fewer', () => {
  expect(findings(linuxMay2008, postings(1, [2], 0))).toEqual({});
  expect(findings(linuxMay2008, twoReleases, { of: ['no-lost-wakeup'] })).toEqual({
    // Two fall asleep: lock, count, list, state, unlock. Two releases: lock, count, list, wake, unlock. The first of the
    // two wakes up, and locks, looks, leaves the list, counts, unlocks: 2 × 5 + 2 × 5 + 6.
    'no-lost-wakeup': 'lost wakeup, 26 steps',
  });
});

test('with one permit, which all give back, nobody would have noticed', () => {
  expect(findings(linuxMay2008, workload(3, 2, 1))).toEqual({});
});
