/** Locks and semaphores as building blocks: each operation, in each strength. */

import { binarySemaphore, countingSemaphore, lock } from 'heddle';
import { describe, expect, test } from 'vitest';
import { ObjectBench } from '../../testing/objectBench.ts';
import { strengths } from '../objectKind.ts';

describe.each(strengths)('a %s lock', (strength) => {
  test('is taken, tried, looked at and released', () => {
    const bench = new ObjectBench(lock(), strength);
    expect(bench.do(0, 'isHeld')).toBe('false');
    expect(bench.do(0, 'acquire')).toBe('true');
    expect(bench.do(1, 'isHeld')).toBe('true');
    expect(bench.do(1, 'tryAcquire')).toBe('false');
    expect(bench.do(0, 'release')).toBe('done');
    expect(bench.do(1, 'tryAcquire')).toBe('true');
    expect(bench.shows).toBe('held');
  });

  test('may be released by another thread, but not when it is free', () => {
    const bench = new ObjectBench(lock({ isHeld: true }), strength);
    expect(bench.do(1, 'release')).toBe('done');
    expect(bench.do(1, 'release')).toBe('error: release of a lock that is free');
    expect(bench.shows).toBe('free');
  });

  test('is released by its holder alone, where it is owned', () => {
    const bench = new ObjectBench(lock({ isOwned: true }), strength);
    bench.do(0, 'acquire');
    expect(bench.do(1, 'release')).toBe('error: T1 gives back what T0 holds');
    expect(bench.shows).toBe('held by T0');
    expect(bench.do(0, 'release')).toBe('done');
    expect(bench.shows).toBe('free');
  });

  test('its own strength goes before that of the check', () => {
    const bench = new ObjectBench(lock({ strength: 'blocked-queue', isHeld: true }), strength);
    expect(bench.do(0, 'acquire')).toBe('parked');
  });
});

describe('whom a release serves', () => {
  test('weak: whoever comes, and nobody is registered', () => {
    const bench = new ObjectBench(lock({ isHeld: true }), 'weak');
    expect(bench.do(0, 'acquire')).toBe('blocked');
    bench.do(2, 'release');
    expect(bench.do(1, 'acquire')).toBe('true');
    expect(bench.do(0, 'acquire')).toBe('blocked');
  });

  test('blocked-set: any of those that wait, and no newcomer', () => {
    const bench = new ObjectBench(lock({ isHeld: true }), 'blocked-set');
    expect(bench.do(1, 'acquire')).toBe('parked');
    expect(bench.do(0, 'acquire')).toBe('parked');
    // A set: the order of their coming is forgotten.
    expect(bench.shows).toBe('held, T0 T1 waiting');
    expect(bench.outcomes(2, 'release')).toEqual(['done → held, T1 waiting', 'done → held, T0 waiting']);
    bench.choose(1, 2, 'release');
    expect(bench.do(2, 'tryAcquire')).toBe('false');
    expect(bench.resume(0, 'acquire')).toBe('blocked');
    expect(bench.resume(1, 'acquire')).toBe('true');
  });

  test('blocked-queue: the first of those that wait', () => {
    const bench = new ObjectBench(lock({ isHeld: true }), 'blocked-queue');
    bench.do(1, 'acquire');
    bench.do(0, 'acquire');
    expect(bench.shows).toBe('held, T1 T0 waiting');
    expect(bench.do(2, 'release')).toBe('done');
    expect(bench.resume(0, 'acquire')).toBe('blocked');
    expect(bench.resume(1, 'acquire')).toBe('true');
  });

  test('an owned one hands its ownership over', () => {
    const bench = new ObjectBench(lock({ isOwned: true }), 'blocked-queue');
    bench.do(0, 'acquire');
    bench.do(1, 'acquire');
    bench.do(0, 'release');
    expect(bench.shows).toBe('held by T1');
  });
});

describe('who leaves', () => {
  test.each(['blocked-set', 'blocked-queue'] as const)(
    '%s: is taken out of the waiters, on an interrupt and at the deadline',
    (strength) => {
      const bench = new ObjectBench(lock({ isHeld: true }), strength);
      bench.do(0, 'acquire');
      bench.do(1, 'acquire');
      expect(bench.interrupt(0, 'acquire')).toBe('interrupted');
      expect(bench.shows).toBe('held, T1 waiting');
      expect(bench.timeOut(1, 'acquire')).toBe('time is up');
      expect(bench.shows).toBe('held');
    },
  );

  test.each(['blocked-set', 'blocked-queue'] as const)('%s: not once it has been served', (strength) => {
    const bench = new ObjectBench(lock({ isHeld: true }), strength);
    bench.do(0, 'acquire');
    bench.do(1, 'release');
    expect(bench.interrupt(0, 'acquire')).toBe('no');
    expect(bench.timeOut(0, 'acquire')).toBe('true');
  });

  test('weak: has left nothing to take back', () => {
    const bench = new ObjectBench(lock({ isHeld: true }), 'weak');
    expect(bench.timeOut(0, 'acquire')).toBe('time is up');
    expect(bench.interrupt(0, 'acquire')).toBe('interrupted');
    expect(bench.shows).toBe('held');
  });
});

describe.each(strengths)('a %s binary semaphore', (strength) => {
  test('counts to 1', () => {
    const bench = new ObjectBench(binarySemaphore(1), strength);
    expect(bench.do(0, 'p')).toBe('true');
    expect(bench.do(0, 'tryP')).toBe('false');
    expect(bench.do(0, 'isZero')).toBe('true');
    expect(bench.do(1, 'v')).toBe('done');
    expect(bench.do(0, 'tryP')).toBe('true');
    expect(bench.shows).toBe('0');
  });

  test.each([
    ['saturating', 'done'],
    ['strict', 'error: V on a binary semaphore that is 1'],
    ['blocking', 'blocked'],
  ] as const)('%s: a V on 1', (excess, answer) => {
    const bench = new ObjectBench(binarySemaphore(1, { excess }), strength);
    expect(bench.do(0, 'v')).toBe(answer);
    expect(bench.shows).toBe('1');
  });
});

test('a V with waiters hands its 1 over', () => {
  const bench = new ObjectBench(binarySemaphore(0, { excess: 'strict' }), 'blocked-queue');
  bench.do(0, 'p');
  bench.do(1, 'p');
  bench.do(2, 'v');
  // Both are on their way: no V is on 1.
  expect(bench.do(2, 'v')).toBe('done');
  expect(bench.resume(1, 'p')).toBe('true');
  expect(bench.resume(0, 'p')).toBe('true');
});

describe.each(strengths)('a %s counting semaphore', (strength) => {
  test('counts up without a limit, and down to 0', () => {
    const bench = new ObjectBench(countingSemaphore(1), strength);
    bench.do(0, 'v');
    bench.do(0, 'v');
    expect(bench.shows).toBe('3');
    for (const _ of [1, 2, 3]) expect(bench.do(0, 'p')).toBe('true');
    expect(bench.do(0, 'tryP')).toBe('false');
    expect(bench.do(0, 'isZero')).toBe('true');
    expect(bench.do(0, 'p')).toBe(strength === 'weak' ? 'blocked' : 'parked');
  });
});
