/** asyncio.Condition: what each version makes of a cancel that comes while the lock is taken again, and of one before. */

import { expect, test } from 'vitest';
import type { InterruptKind } from '../../core/schedule.ts';
import { planOf, withInterrupts, workload, type Client } from '../../program/client.ts';
import type { Primitive } from '../../program/primitive.ts';
import { findings, interruptFindings } from '../../testing/findings.ts';
import { Stage } from '../../testing/stage.ts';
import {
  asyncioCondition,
  asyncioCondition313,
  asyncioCondition34,
  asyncioCondition352,
} from './asyncioCondition.ts';

const before: InterruptKind = { effect: 'before', position: 'blocked' };
const after: InterruptKind = { effect: 'after', position: 'blocked' };
const notLast = [asyncioCondition34, asyncioCondition352, asyncioCondition];

test.each([...notLast, asyncioCondition313])('$name holds as long as nobody is cancelled', (primitive) => {
  expect(findings(primitive, workload(3, 1, 1))).toEqual({});
});

const shown = (kind: InterruptKind) => (primitive: Primitive) =>
  interruptFindings(primitive, workload(3, 1, 1), kind);

test('a cancel while the lock is taken again: an error, forgotten from 3.5.2 on, and the end of the notification from 3.6.5 to 3.12', () => {
  // T0 in, 9 steps; T2 asleep, 9, and T1, 9; T0 notifies T2, 9; T2 waits for the lock, 5, and is cancelled, 1; T0
  // leaves, 5; T2 takes the lock, 6, and gives it back, 3.
  // Before 3.5.2, T2 gives back a lock that it does not have.
  expect(notLast.map(shown(before))).toEqual([
    expect.stringMatching(/^error/),
    'holds',
    expect.stringMatching(/^lost wakeup .*, 56 steps$/),
  ]);
  expect(shown(before)(asyncioCondition313)).toBe('holds');
});

test('a cancel between the notification and the turn takes it along until 3.12', () => {
  // T2 in, 9 steps; T0 asleep, 9, and cancelled, 1; T1 asleep, 9; T2 notifies T0, 11; T0 leaves, 8.
  const lost = expect.stringMatching(/^lost wakeup .*, 47 steps$/);
  expect([asyncioCondition352, asyncioCondition].map(shown(after))).toEqual([lost, lost]);
  expect(shown(after)(asyncioCondition313)).toBe('holds');
});

test.each([
  [asyncioCondition352, 'waits at'],
  [asyncioCondition, 'throws Interrupt'],
])('$name: one that is cancelled while it takes the lock, and finds no permit', (primitive, end) => {
  const plans = ['acquire release acquire', 'acquire'].map((words) => planOf(words));
  const client: Client = { permits: 1, plans };
  const stage = new Stage(primitive, withInterrupts(client, before));
  expect(stage.run(0)).toBe('returns');
  stage.run(1);
  // The release, up to where its task lets others run, with the lock held; the waiter is notified and finds it taken.
  stage.steps(0, 9);
  expect(stage.run(1)).toContain('waits at');
  stage.act(1, 'interrupt before');
  expect(stage.run(0)).toBe('returns');
  expect(stage.run(0)).toBe('returns');
  expect(stage.run(1)).toContain(end);
  expect(stage.shows('value', 'condition.lock.isLocked')).toEqual({
    value: '0',
    'condition.lock.isLocked': 'false',
  });
});
