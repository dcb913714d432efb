/** The faults of the reference semaphore and of its repairs, each by the run that the literature tells and by exploration. */

import { describe, expect, test } from 'vitest';
import { interruptKinds, type InterruptKind } from '../../core/schedule.ts';
import { planOf, withInterrupts, workload, type Client } from '../../program/client.ts';
import { findings, interruptFindings } from '../../testing/findings.ts';
import { Stage } from '../../testing/stage.ts';
import { baton } from './baton.ts';
import { reference } from './reference.ts';
import { leakRepaired, waiterRemoved, wakeupPassedOn } from './repairs.ts';

/** An interrupt that comes while the thread is parked, as in Python 3.2 and later. */
const parked: InterruptKind = { effect: 'before', position: 'blocked' };
/** One that is held back until the lock has been taken, as in Python 2. */
const granted: InterruptKind = { effect: 'after', position: 'blocked' };

const acquirers = (count: number, permits: number): Client => ({
  permits,
  plans: Array.from({ length: count }, () => planOf('acquire release')),
});

describe('the reference semaphore', () => {
  test('an attempt at 0 takes the value to -1, after which everybody passes', () => {
    const client = { permits: 1, plans: [planOf('acquire'), planOf('tryAcquire'), planOf('acquire')] };
    const stage = new Stage(reference, client);
    expect(stage.run(0)).toBe('returns');
    expect(stage.run(1)).toBe('returns');
    expect(stage.shows('value')).toEqual({ value: '-1' });
    expect(stage.run(2)).toBe('returns');
    expect(stage.shows('value')).toEqual({ value: '-2' });
  });

  test('after one attempt at 0, a release wakes a sleeper for nothing, and it loses its place', () => {
    const client = {
      permits: 0,
      plans: [planOf('acquire'), planOf('acquire'), planOf('tryAcquire'), planOf('post')],
    };
    const stage = new Stage(reference, client);
    stage.run(0);
    stage.run(1);
    stage.run(2);
    expect(stage.shows('value', 'waiters')).toEqual({ value: '-1', waiters: "[T0's lock, T1's lock]" });
    stage.run(3);
    expect(stage.run(0)).toBe("waits at T0's lock.acquire()");
    expect(stage.shows('value', 'waiters')).toEqual({ value: '0', waiters: "[T1's lock, T0's lock]" });
  });

  test('an interrupt while parked leaves the internal lock held, and the next call of anybody hangs', () => {
    const stage = new Stage(reference, withInterrupts(acquirers(3, 1), parked));
    stage.run(0);
    stage.run(1);
    stage.act(1, 'interrupt before');
    expect(stage.run(1)).toBe('throws Interrupt');
    expect(stage.shows('lock', 'waiters')).toEqual({ lock: 'held', waiters: "[T1's lock]" });
    expect(stage.run(0)).toBe('waits at lock.acquire()');
    expect(stage.run(2)).toBe('waits at lock.acquire()');
  });

  test('an interrupt just after the grant leaves it held too, and the wake-up is eaten', () => {
    const stage = new Stage(reference, withInterrupts(acquirers(3, 1), granted));
    stage.run(0);
    stage.run(1);
    stage.run(2);
    stage.act(1, 'interrupt posted');
    expect(stage.run(0)).toBe('returns');
    expect(stage.run(1)).toBe('throws Interrupt');
    expect(stage.shows('lock', 'value', 'waiters')).toEqual({
      lock: 'held',
      value: '1',
      waiters: "[T2's lock]",
    });
    expect(stage.run(2)).toBe("waits at T2's lock.acquire()");
  });

  test.each([workload(3, 1, 1), workload(4, 1, 2)])(
    'blocking calls without an interrupt pass (%#)',
    (client) => {
      expect(findings(reference, client)).toEqual({});
    },
  );

  test('two threads, one of which does not wait, show the first fault', () => {
    const client = { permits: 1, plans: [planOf('acquire release'), planOf('tryAcquire release')] };
    expect(findings(reference, client, { of: ['safety'] })).toEqual({ safety: 'too many, 10 steps' });
  });

  test.each([
    // 5 to hold, 6 to park, the interrupt, the lock that it leaks, and a call that hangs.
    [parked, 'leaked lock (non-blocking), 14 steps'],
    // Sooner at the door: T0 takes the lock, the interrupt comes to T1 there, T0 is done in 4 more, T1 has
    // the lock and throws, and a call hangs.
    [granted, 'leaked lock (non-blocking), 8 steps'],
  ])('an interrupt leaks the lock: %o', (kind, found) => {
    expect(interruptFindings(reference, workload(3, 1, 1), kind)).toBe(found);
  });
});

describe('the repairs, of which each shows the next fault', () => {
  test('the leak repaired: a dead waiter swallows a release', () => {
    const stage = new Stage(leakRepaired, withInterrupts(acquirers(3, 1), parked));
    stage.run(0);
    stage.run(1);
    stage.act(1, 'interrupt before');
    expect(stage.run(1)).toBe('throws Interrupt');
    expect(stage.shows('lock', 'waiters')).toEqual({ lock: 'free', waiters: "[T1's lock]" });
    stage.run(2);
    stage.run(0);
    expect(stage.run(2)).toBe("waits at T2's lock.acquire()");
    expect(stage.shows('value')).toEqual({ value: '1' });
  });

  test('the waiter removed: a wake-up that was on its way is dropped', () => {
    const stage = new Stage(waiterRemoved, withInterrupts(acquirers(3, 1), parked));
    stage.run(0);
    stage.run(1);
    stage.act(1, 'interrupt before');
    stage.run(2);
    stage.run(0);
    expect(stage.run(1)).toBe('throws Interrupt');
    expect(stage.run(2)).toBe("waits at T2's lock.acquire()");
    expect(stage.shows('value', 'lock')).toEqual({ value: '1', lock: 'free' });
  });

  test('the wake-up passed on: the same run ends well', () => {
    const stage = new Stage(wakeupPassedOn, withInterrupts(acquirers(3, 1), parked));
    stage.run(0);
    stage.run(1);
    stage.act(1, 'interrupt before');
    stage.run(2);
    stage.run(0);
    stage.run(1);
    expect(stage.run(2)).toBe('returns true');
  });

  test('but a woken waiter competes again, and queues up behind those that came later', () => {
    const client = {
      permits: 1,
      plans: [planOf('acquire release', 2), planOf('acquire'), planOf('acquire')],
    };
    const stage = new Stage(wakeupPassedOn, client);
    stage.run(0);
    stage.run(1);
    stage.run(2);
    // T0 releases, and is in again before the one that it woke has run.
    stage.run(0);
    expect(stage.run(0)).toBe('returns true');
    expect(stage.run(1)).toBe("waits at T1's lock.acquire()");
    expect(stage.shows('waiters')).toEqual({ waiters: "[T2's lock, T1's lock]" });
  });

  test.each([
    ['leaked', leakRepaired, 'lost wakeup'],
    ['removed', waiterRemoved, 'lost wakeup'],
  ])('exploration: %s', (_, primitive, kind) => {
    for (const interrupt of [parked, granted]) {
      expect(interruptFindings(primitive, workload(3, 1, 1), interrupt)).toMatch(kind);
    }
  });

  test.each([wakeupPassedOn, baton])(
    'exploration: $name holds, with two interrupts of each kind',
    (primitive) => {
      for (const kind of interruptKinds) {
        expect(interruptFindings(primitive, workload(3, 1, 1), kind, { budget: 2 })).toBe('holds');
      }
    },
  );

  test('exploration: the baton holds with four threads and two permits', () => {
    for (const kind of [parked, granted]) {
      expect(interruptFindings(baton, workload(4, 1, 2), kind)).toBe('holds');
    }
  });

  test('exploration: the third repair lets newcomers pass, the baton does not', () => {
    const of = ['fifo'];
    // 5 to hold, 6 to park, 7 to release, 5 to be in again, 7 for the woken one to park again.
    expect(findings(wakeupPassedOn, workload(2, 2, 1), { of })).toEqual({ fifo: 'overtaken, 30 steps' });
    expect(findings(baton, workload(3, 2, 1), { of })).toEqual({});
  });
});
