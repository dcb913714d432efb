/**
 * Programs that other tools have counted, step for step at the same grain: W1 and W1a (the reference
 * semaphore, with every access a step, and with only lock operations as steps), W2 (Barz's semaphore),
 * W3p (Peterson's filter lock).
 */

import {
  again,
  blocked,
  defineObject,
  deque,
  done,
  forgetting,
  fresh,
  lock,
  loop,
  next,
  type Lock,
  type Step,
} from 'heddle';
import { rawProgram, type Program } from '../src/program/program.ts';

/** A number on which a statement such as `n = n + 1` or a test such as `n > 0` is one step. */
const number = defineObject({
  kind: 'number',
  initial: (start: number) => start,
  operations: {
    add: ({ value }, amount: number) => next(value + amount),
    isPositive: ({ value }) => next(value, value > 0),
    is: ({ value }, other: number) => next(value, value === other),
    isAtMost: ({ value }, limit: number) => next(value, value <= limit),
  },
});

/** How large a program is. */
export interface Size {
  readonly threads: number;
  readonly rounds: number;
  readonly permits: number;
}

/** A thread that enters, checks that no more than `permits` are inside, and leaves, again and again. */
function visitor(
  { rounds, permits }: Size,
  inside: ReturnType<typeof number>,
  enter: () => Step<unknown>,
  leave: () => Step<unknown>,
): () => Step<unknown> {
  return () =>
    loop(0, function* (round: number) {
      yield* forgetting(enter);
      yield* forgetting(function* () {
        yield* inside.add(1);
        if (!(yield* inside.isAtMost(permits))) throw new Error('too many are inside');
        yield* inside.add(-1);
      });
      yield* forgetting(leave);
      return round + 1 === rounds ? done() : again(round + 1);
    });
}

/** The same for each of `count` threads, so that they can stand for each other. */
function alike(count: number, thread: () => Step<unknown>): (() => Step<unknown>)[] {
  return Array.from({ length: count }, () => thread);
}

/** The reference semaphore; every lock operation and every statement on a shared variable is one step. */
export function w1(size: Size): Program {
  return rawProgram(() => {
    const internal = lock();
    const value = number(size.permits);
    const waiters = deque<Lock>();
    const inside = number(0);
    const acquire = function* (): Step {
      yield* internal.acquire();
      yield* loop(function* () {
        if (yield* value.isPositive()) return done();
        const waiter = yield* fresh(lock({ isHeld: true }));
        yield* waiters.pushBack(waiter);
        yield* internal.release();
        yield* waiter.acquire();
        yield* internal.acquire();
        return again();
      });
      yield* value.add(-1);
      yield* internal.release();
    };
    const release = function* (): Step {
      yield* internal.acquire();
      yield* value.add(1);
      yield* forgetting(function* () {
        if (yield* waiters.isEmpty()) return;
        const waiter = yield* waiters.popFront();
        yield* waiter.release();
      });
      yield* internal.release();
    };
    return {
      objects: { internal, value, waiters, inside },
      threads: alike(size.threads, visitor(size, inside, acquire, release)),
    };
  });
}

/** What lies under the internal lock, as one object: its operations merge what W1 does step by step. */
const guarded = defineObject({
  kind: 'guarded semaphore state',
  initial: (permits: number): { value: number; waiters: readonly number[]; woken: readonly number[] } => ({
    value: permits,
    waiters: [],
    woken: [],
  }),
  operations: {
    /** Takes a permit, or joins the waiters. */
    takeOrJoin: ({ value: state, me }) =>
      state.value > 0
        ? next({ ...state, value: state.value - 1 }, true)
        : next({ ...state, waiters: [...state.waiters, me] }, false),
    sleep: ({ value: state, me }) =>
      state.woken.includes(me)
        ? next({ ...state, woken: state.woken.filter((thread) => thread !== me) })
        : blocked,
    /** Gives a permit back, and takes the first waiter off the queue; answers it, or -1. */
    giveAndPop: ({ value: { value, waiters, woken } }) =>
      next({ value: value + 1, waiters: waiters.slice(1), woken }, waiters[0] ?? -1),
    wake: ({ value: state }, thread: number) =>
      next({ ...state, woken: [...state.woken, thread].toSorted((a, b) => a - b) }),
  },
});

/** The same, with everything between lock operations merged into one step. */
export function w1a(size: Size): Program {
  return rawProgram(() => {
    const internal = lock();
    const state = guarded(size.permits);
    const inside = number(0);
    const acquire = function* (): Step {
      yield* internal.acquire();
      yield* loop(function* () {
        if (yield* state.takeOrJoin()) return done();
        yield* internal.release();
        yield* state.sleep();
        yield* internal.acquire();
        return again();
      });
      yield* internal.release();
    };
    const release = function* (): Step {
      yield* internal.acquire();
      yield* forgetting(function* () {
        const waiter = yield* state.giveAndPop();
        if (waiter >= 0) yield* state.wake(waiter);
      });
      yield* internal.release();
    };
    return {
      objects: { internal, state, inside },
      threads: alike(size.threads, visitor(size, inside, acquire, release)),
    };
  });
}

/** A bit to wait for: Barz's semaphores, where taking 1 is a step and writing 1 is a step. */
const bit = defineObject({
  kind: 'bit',
  initial: (start: number) => start,
  operations: {
    take: ({ value }) => (value === 1 ? next(0) : blocked),
    set: () => next(1),
  },
});

/** Barz's semaphore from two binary semaphores. */
export function w2(size: Size): Program {
  return rawProgram(() => {
    const gate = bit(size.permits > 0 ? 1 : 0);
    const mutex = bit(1);
    const count = number(size.permits);
    const inside = number(0);
    const acquire = function* (): Step {
      yield* gate.take();
      yield* mutex.take();
      yield* count.add(-1);
      if (yield* count.isPositive()) yield* gate.set();
      yield* mutex.set();
    };
    const release = function* (): Step {
      yield* mutex.take();
      yield* count.add(1);
      if (yield* count.is(1)) yield* gate.set();
      yield* mutex.set();
    };
    return {
      objects: { gate, mutex, count, inside },
      threads: alike(size.threads, visitor(size, inside, acquire, release)),
    };
  });
}

/** The registers of the filter lock, so that its await is one step that reads them all. */
const filter = defineObject({
  kind: 'filter',
  initial: (threads: number): { level: readonly number[]; last: readonly number[] } => ({
    level: Array.from({ length: threads }, () => 0),
    last: Array.from({ length: threads }, () => 0),
  }),
  operations: {
    raise: ({ value, me }, level: number) => next({ ...value, level: value.level.with(me, level) }),
    enterLast: ({ value, me }, level: number) => next({ ...value, last: value.last.with(level, me) }),
    await: ({ value, me }, level: number) => {
      const isAlone = value.level.every((other, thread) => thread === me || other < level);
      return isAlone || value.last[level] !== me ? next(value) : blocked;
    },
  },
});

/** Peterson's filter lock; for two threads the classic algorithm. */
export function w3p({ threads, rounds }: Omit<Size, 'permits'>): Program {
  return rawProgram(() => {
    const registers = filter(threads);
    const inside = number(0);
    const enter = (): Step =>
      loop(1, function* (level: number) {
        yield* registers.raise(level);
        yield* registers.enterLast(level);
        yield* registers.await(level);
        return level + 1 === threads ? done() : again(level + 1);
      });
    const leave = (): Step => registers.raise(0);
    const size = { threads, rounds, permits: 1 };
    return {
      objects: { registers, inside },
      threads: alike(threads, visitor(size, inside, enter, leave)),
    };
  });
}
