/** .NET's SemaphoreSlim: a cancelled wait loses nothing, an interrupted thread takes a pulse with it and leaves it counted. */

import { expect, test } from 'vitest';
import type { InterruptKind } from '../../core/schedule.ts';
import { planOf, postings, withInterrupts, workload, type Client } from '../../program/client.ts';
import { findings, interruptFindings } from '../../testing/findings.ts';
import { Stage } from '../../testing/stage.ts';
import { semaphoreSlim, semaphoreSlimInterrupted } from './semaphoreSlim.ts';

const asleep: InterruptKind = { effect: 'before', position: 'blocked' };

const clientOf = (permits: number, ...plans: string[]): Client => ({
  permits,
  plans: plans.map((words) => planOf(words)),
});

const timed = clientOf(1, 'timedAcquire release', 'timedAcquire release', 'acquire release');

test.each([workload(3, 2, 1), postings(2, [1, 1], 0), clientOf(0, 'acquire', 'acquire', 'post*2'), timed])(
  'without interrupts it holds (%#)',
  (client) => {
    expect(findings(semaphoreSlim, client)).toEqual({});
  },
);

test('one that is cancelled loses nothing', () => {
  expect(interruptFindings(semaphoreSlim, workload(3, 1, 1), asleep)).toBe('holds');
});

test('one that is interrupted takes a pulse with it, with three threads', () => {
  // T2 in, 7 steps; T0 falls asleep, 6, and is interrupted, 1; T1 falls asleep, 6; T2 pulses T0, 10; T0 leaves, 5.
  expect(interruptFindings(semaphoreSlimInterrupted, workload(3, 1, 1), asleep)).toMatch(
    /^lost wakeup .*, 35 steps$/,
  );
});

test('and leaves it counted, which two notice in their second round', () => {
  expect(interruptFindings(semaphoreSlimInterrupted, workload(2, 1, 1), asleep)).toBe('holds');
  // The same without T1, 29 steps; one is in again, 7, the other falls asleep, 6, and the release pulses nobody, 6.
  expect(interruptFindings(semaphoreSlimInterrupted, workload(2, 2, 1), asleep)).toMatch(
    /^lost wakeup .*, 48 steps$/,
  );
});

test('no later release pulses who is left', () => {
  const client = clientOf(1, 'acquire', 'acquire', 'acquire release acquire release');
  const stage = new Stage(semaphoreSlimInterrupted, withInterrupts(client, asleep));
  expect(stage.run(2)).toBe('returns true');
  stage.run(0);
  stage.run(1);
  stage.act(0, 'interrupt before');
  expect(stage.run(2)).toBe('returns');
  expect(stage.run(0)).toBe('throws Interrupt');
  expect(stage.run(2)).toBe('returns true');
  expect(stage.run(2)).toBe('returns');
  expect(stage.shows('currentCount', 'waitCount', 'pulsedToWake')).toEqual({
    currentCount: '1',
    waitCount: '1',
    pulsedToWake: '1',
  });
  expect(stage.run(1)).toBe('waits at monitor.events[1].p()');
});
