/** What is known of Python's semaphore: right without interrupts and with deadlines, wrong in three ways with one interrupt. */

import { describe, expect, test } from 'vitest';
import type { InterruptKind } from '../../core/schedule.ts';
import type { Primitive } from '../../program/primitive.ts';
import { planOf, withInterrupts, workload, type Client } from '../../program/client.ts';
import { findings, interruptFindings } from '../../testing/findings.ts';
import { Stage } from '../../testing/stage.ts';
import { python26, python27 } from './python2Threading.ts';
import { pythonThreading } from './pythonThreading.ts';

const timed = (count: number, waits: number, permits: number): Client => ({
  permits,
  plans: [
    ...Array.from({ length: count }, () => planOf('timedAcquire release')),
    ...Array.from({ length: waits }, () => planOf('acquire release')),
  ],
});

describe('without interrupts', () => {
  test.each([
    ['three threads, two rounds', workload(3, 2, 1)],
    ['two deadlines among three', timed(2, 1, 1)],
    ['two deadlines among four, two permits', timed(2, 2, 2)],
    ['a release of two', { permits: 0, plans: [planOf('acquire'), planOf('acquire'), planOf('post*2')] }],
  ])('%s: it holds', (_, client) => {
    expect(findings(pythonThreading, client)).toEqual({});
  });

  test('newcomers pass', () => {
    expect(findings(pythonThreading, workload(2, 2, 1), { of: ['fifo'] })).toEqual({
      // 5 to hold, 7 to park, 8 to release (the lock is looked at, the waiter is looked at, woken, taken out), 5 to be
      // in again, 8 for the woken one to park again.
      fifo: 'overtaken, 33 steps',
    });
  });
});

describe('an interrupt of a parked thread', () => {
  const parked: InterruptKind = { effect: 'before', position: 'blocked' };

  test('drops the wake-up that is on its way', () => {
    const stage = new Stage(pythonThreading, withInterrupts(workload(3, 1, 1), parked));
    stage.run(0);
    stage.run(1);
    stage.act(1, 'interrupt before');
    stage.run(2);
    stage.run(0);
    expect(stage.run(1)).toBe('throws Interrupt');
    expect(stage.run(2)).toBe("waits at T2's lock.acquire()");
    expect(stage.shows('value', 'lock')).toEqual({ value: '1', lock: 'free' });
  });

  test('when it takes the lock again: the with block gives back a lock that it does not hold', () => {
    const stage = new Stage(pythonThreading, withInterrupts(workload(3, 1, 1), parked));
    stage.run(0);
    stage.run(1);
    // T0's release has woken T1, and still holds the lock.
    stage.steps(0, 7);
    stage.steps(1, 1);
    stage.act(1, 'interrupt before');
    expect(stage.run(1)).toBe('throws Interrupt');
    expect(stage.shows('lock')).toEqual({ lock: 'free' });
    expect(stage.run(0)).toBe('throws OperationError');
  });

  test.each([
    ['no-lost-wakeup', workload(3, 1, 1), /^lost wakeup/],
    ['failure-freedom', workload(3, 1, 1), /^error/],
    ['safety', workload(3, 2, 1), /^too many/],
  ] as const)('exploration: %s', (part, client, found) => {
    expect(interruptFindings(pythonThreading, client, parked, { part })).toMatch(found);
  });

  test('exploration: one round is too few for a breach of safety', () => {
    expect(interruptFindings(pythonThreading, workload(3, 1, 1), parked, { part: 'safety' })).toBe('holds');
  });
});

describe('Python 2: an interrupt of a parked thread', () => {
  const parked: InterruptKind = { effect: 'before', position: 'blocked' };

  const interrupted = (primitive: Primitive): Stage => {
    const stage = new Stage(primitive, withInterrupts(workload(3, 1, 1), parked));
    stage.run(0);
    stage.run(1);
    stage.act(1, 'interrupt before');
    expect(stage.run(1)).toBe('throws Interrupt');
    return stage;
  };

  test('2.6: it leaves with the lock held', () => {
    const stage = interrupted(python26);
    expect(stage.shows('lock')).toEqual({ lock: 'held' });
    expect(stage.run(0)).toBe('waits at lock.acquire()');
  });

  test('2.7: it gives the lock back, and is woken in place of one that waits', () => {
    const stage = interrupted(python27);
    expect(stage.run(2)).toBe("waits at T2's lock.acquire()");
    expect(stage.run(0)).toBe('returns');
    expect(stage.run(2)).toBe("waits at T2's lock.acquire()");
    expect(stage.shows('value', 'lock')).toEqual({ value: '1', lock: 'free' });
  });
});
