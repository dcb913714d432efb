/** Conditions, futexes, latches and futures: who sleeps, who is woken, who leaves. */

import { condition, futex, future, latch, lock } from 'heddle';
import { describe, expect, test } from 'vitest';
import { ObjectBench } from '../../testing/objectBench.ts';

const conditionBench = (options: Parameters<typeof condition>[1] = {}): ObjectBench =>
  new ObjectBench(condition(lock(), options));

describe('a condition', () => {
  test('wakes those that have slept longest', () => {
    const bench = conditionBench();
    for (const thread of [2, 0, 1]) bench.do(thread, 'join');
    expect(bench.do(3, 'notify', 2)).toBe('done');
    expect(bench.shows).toBe('T1 asleep, T0 T2 notified');
    expect(bench.do(1, 'sleep')).toBe('blocked');
    expect(bench.do(2, 'sleep')).toBe('true');
    expect(bench.do(0, 'sleep')).toBe('true');
    expect(bench.do(3, 'notifyAll')).toBe('done');
    expect(bench.do(1, 'sleep')).toBe('true');
    expect(bench.shows).toBe('nobody asleep');
  });

  test('wakes any of them, where it makes no promise', () => {
    const bench = conditionBench({ order: 'any' });
    for (const thread of [0, 1, 2]) bench.do(thread, 'join');
    expect(bench.outcomes(3, 'notify', 2)).toEqual([
      'done → T2 asleep, T0 T1 notified',
      'done → T1 asleep, T0 T2 notified',
      'done → T0 asleep, T1 T2 notified',
    ]);
  });

  test('a notify that finds nobody is lost', () => {
    const bench = conditionBench();
    bench.do(0, 'notify', 1);
    bench.do(1, 'join');
    expect(bench.do(1, 'sleep')).toBe('blocked');
  });

  test('a sleeper leaves by an interrupt or at its deadline, unless it has been notified', () => {
    const bench = conditionBench();
    for (const thread of [0, 1, 2]) bench.do(thread, 'join');
    expect(bench.interrupt(0, 'sleep')).toBe('interrupted');
    expect(bench.timeOut(1, 'sleep')).toBe('time is up');
    expect(bench.shows).toBe('T2 asleep');
    bench.do(3, 'notify', 1);
    expect(bench.interrupt(2, 'sleep')).toBe('no');
    expect(bench.timeOut(2, 'sleep')).toBe('true');
  });

  test('a sleeper wakes for no reason only where that is asked for', () => {
    const asked = conditionBench({ hasSpuriousWakeups: true });
    asked.do(0, 'join');
    expect(asked.do(0, 'sleep')).toBe('blocked');
    expect(asked.outcomes(0, 'sleep')).toEqual(['true → nobody asleep']);
    const strict = conditionBench();
    strict.do(0, 'join');
    expect(strict.outcomes(0, 'sleep')).toEqual([]);
  });
});

describe('a futex', () => {
  test('is a word like any other', () => {
    const bench = new ObjectBench(futex(0));
    expect(bench.do(0, 'compareAndSwap', 0, 1)).toBe('0');
    expect(bench.do(0, 'compareAndSwap', 0, 2)).toBe('1');
    expect(bench.do(0, 'exchange', 5)).toBe('1');
    expect(bench.do(0, 'fetchAdd', -1)).toBe('5');
    expect(bench.do(0, 'read')).toBe('4');
    bench.do(0, 'write', 7);
    expect(bench.shows).toBe('7');
  });

  test('puts to sleep whoever finds what it expects, in one step', () => {
    const bench = new ObjectBench(futex(2));
    expect(bench.do(0, 'wait', 1)).toBe('false');
    expect(bench.do(0, 'wait', 2)).toBe('parked');
    // The word changes; the sleeper sleeps on.
    bench.do(1, 'write', 0);
    expect(bench.resume(0, 'wait', 2)).toBe('blocked');
    expect(bench.shows).toBe('0, T0 asleep');
  });

  test('wakes any of its sleepers, as many as it is told and there are', () => {
    const bench = new ObjectBench(futex(0));
    for (const thread of [1, 0]) bench.do(thread, 'wait', 0);
    expect(bench.outcomes(2, 'wake', 1)).toEqual(['1 → 0, T1 asleep', '1 → 0, T0 asleep']);
    expect(bench.do(2, 'wake', 5)).toBe('2');
    expect(bench.do(2, 'wake', 1)).toBe('0');
    expect(bench.resume(0, 'wait', 0)).toBe('true');
  });

  test('or the one that has slept longest', () => {
    const bench = new ObjectBench(futex(0, { order: 'fifo' }));
    for (const thread of [1, 0]) bench.do(thread, 'wait', 0);
    expect(bench.do(2, 'wake', 1)).toBe('1');
    expect(bench.shows).toBe('0, T0 asleep');
  });

  test('a timeout takes a sleeper out of the queue, and is too late for one that was woken', () => {
    const bench = new ObjectBench(futex(0, { order: 'fifo' }));
    for (const thread of [0, 1]) bench.do(thread, 'wait', 0);
    expect(bench.timeOut(0, 'wait', 0)).toBe('time is up');
    expect(bench.shows).toBe('0, T1 asleep');
    bench.do(2, 'wake', 1);
    expect(bench.timeOut(1, 'wait', 0)).toBe('true');
  });

  test('an interrupt does likewise', () => {
    const bench = new ObjectBench(futex(0));
    bench.do(0, 'wait', 0);
    expect(bench.interrupt(0, 'wait', 0)).toBe('interrupted');
    expect(bench.shows).toBe('0');
    bench.do(0, 'wait', 0);
    bench.do(1, 'wake', 1);
    expect(bench.interrupt(0, 'wait', 0)).toBe('no');
  });

  test('takes the result of a wait that is over for an interrupt, unless what is over is final', () => {
    for (const [isFinal, after] of [
      [false, 'interrupted'],
      [true, 'no'],
    ] as const) {
      const woken = new ObjectBench(futex(0, { isFinal }));
      woken.do(0, 'wait', 0);
      woken.do(1, 'wake', 1);
      expect(woken.interruptAfter(0, 'wait', 0)).toBe(after);
      // A sleeper that nobody has woken is interrupted in either case.
      woken.do(0, 'wait', 0);
      expect(woken.interrupt(0, 'wait', 0)).toBe('interrupted');
    }
  });

  test('a sleeper wakes for no reason only where that is asked for', () => {
    const asked = new ObjectBench(futex(0, { hasSpuriousWakeups: true }));
    asked.do(0, 'wait', 0);
    expect(asked.spurious(0, 'wait', 0)).toEqual(['true']);
    const strict = new ObjectBench(futex(0));
    strict.do(0, 'wait', 0);
    expect(strict.spurious(0, 'wait', 0)).toEqual([]);
  });

  test('once destroyed, fails whoever touches it; a wake needs the address alone', () => {
    const bench = new ObjectBench(futex(0, { isDestructible: true }));
    expect(bench.do(0, 'wait', 0)).toBe('parked');
    expect(bench.do(1, 'fetchAdd', 1)).toBe('0');
    expect(bench.shows).toBe('1, T0 asleep');
    expect(bench.do(1, 'destroy')).toBe('done');
    expect(bench.shows).toBe('destroyed');
    const gone = 'error: use of a futex that has been destroyed';
    expect(bench.do(1, 'read')).toBe(gone);
    expect(bench.do(1, 'wait', 1)).toBe(gone);
    expect(bench.do(1, 'destroy')).toBe(gone);
    // The sleeper is in the kernel; what it touches when it is back is another step.
    expect(bench.resume(0, 'wait', 0)).toBe('blocked');
    expect(bench.do(1, 'wake', 1)).toBe('1');
    expect(bench.resume(0, 'wait', 0)).toBe('true');
    expect(bench.do(1, 'wake', 1)).toBe('0');
  });
});

describe('a latch', () => {
  test('lets everybody through once it is open, and stays so', () => {
    const bench = new ObjectBench(latch());
    expect(bench.do(0, 'wait')).toBe('blocked');
    expect(bench.do(1, 'open')).toBe('done');
    expect(bench.do(0, 'wait')).toBe('done');
    expect(bench.do(1, 'open')).toBe('done');
    expect(bench.do(2, 'wait')).toBe('done');
    expect(bench.do(2, 'isOpen')).toBe('true');
  });

  test('one that leaves, by an interrupt or at its deadline, leaves nothing behind', () => {
    const bench = new ObjectBench(latch());
    bench.do(0, 'wait');
    expect(bench.interrupt(0, 'wait')).toBe('interrupted');
    expect(bench.timeOut(1, 'wait')).toBe('time is up');
    bench.do(2, 'open');
    expect(bench.do(0, 'wait')).toBe('done');
  });
});

describe('a future', () => {
  test('is completed once, and whoever is late is told', () => {
    const bench = new ObjectBench(future());
    expect(bench.do(0, 'wait')).toBe('blocked');
    expect(bench.do(1, 'tryComplete')).toBe('true');
    expect(bench.do(2, 'tryComplete')).toBe('false');
    expect(bench.do(2, 'complete')).toBe('error: a future is completed that is not pending');
    expect(bench.do(0, 'wait')).toBe('done');
  });

  test('one that leaves, by an interrupt or at its deadline, leaves it cancelled', () => {
    for (const leave of ['interrupt', 'timeOut'] as const) {
      const bench = new ObjectBench(future());
      bench[leave](0, 'wait');
      expect(bench.do(1, 'isCancelled')).toBe('true');
      expect(bench.do(1, 'tryComplete')).toBe('false');
    }
  });
});
