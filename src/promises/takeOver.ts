/**
 * Puts functions of Heddle in the place of everything by which time and chance come into a program:
 * timers, clocks, random numbers. While nobody controls the event loop they call the real ones.
 *
 * Together with eventLoop.ts this is the one place of the library that touches the process and its
 * globals, for it must.
 */

import nodeCrypto from 'node:crypto';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { VirtualTime } from './virtualTime.ts';

/** Whoever controls the event loop. */
export interface Controller {
  readonly time: VirtualTime;
  /** Whether the code that runs now is under control. */
  readonly isInside: boolean;
  /** A source of time or chance has been met that is not under control. */
  meet(what: string): void;
}

let current: Controller | undefined;

/** Makes `controller` the one that is asked. @throws Error if there is one already: two cannot share a thread. */
export function control(controller: Controller): { end(): void } {
  if (current !== undefined) throw new Error('a search of promise code is running already in this thread');
  current = controller;
  const taken = takeOver();
  return {
    end: () => {
      current = undefined;
      taken.end();
    },
  };
}

/**
 * Loads a module in such a way that copies of timer functions that it makes for itself are under control too.
 */
export async function loadUnderControl<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  const taken = takeOver();
  try {
    return await load();
  } finally {
    taken.end();
  }
}

type AnyFunction = (...args: any[]) => any;

let takers = 0;
let patches: {
  readonly target: any;
  readonly name: string;
  readonly original: PropertyDescriptor | undefined;
}[] = [];

function takeOver(): { end(): void } {
  if (takers++ === 0) patchAll();
  return {
    end: () => {
      if (--takers === 0) restoreAll();
    },
  };
}

const inside = (): VirtualTime | undefined => (current?.isInside === true ? current.time : undefined);

function patchAll(): void {
  const require = createRequire(import.meta.url);
  const timers = require('node:timers') as object;
  const timersPromises = require('node:timers/promises') as { scheduler?: object };
  for (const target of [globalThis, timers]) {
    replace(target, 'setTimeout', (time, callback, ms, ...args) => time.setTimeout(callback, ms, args));
    replace(target, 'setInterval', (time, callback, ms, ...args) => time.setInterval(callback, ms, args));
    replace(target, 'setImmediate', (time, callback, ...args) => time.setImmediate(callback, args));
    for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) {
      replace(target, name, (time, timer) => time.clear(timer));
    }
  }
  replace(timersPromises, 'setTimeout', sleep);
  replace(timersPromises, 'setImmediate', yieldTurn);
  forbid(timersPromises, 'setInterval', 'an interval of node:timers/promises');
  replace(timersPromises.scheduler, 'wait', (time, ms) => sleep(time, ms));
  replace(timersPromises.scheduler, 'yield', (time) => yieldTurn(time));
  replace(AbortSignal, 'timeout', abortedAfter);
  patchClocks();
  forbid(Math, 'random', 'Math.random()');
  for (const name of ['randomUUID', 'getRandomValues']) forbid(globalThis.crypto, name, `crypto.${name}()`);
  for (const name of ['randomUUID', 'randomBytes', 'randomInt', 'randomFillSync']) {
    forbid(nodeCrypto, name, `crypto.${name}()`);
  }
  forbid(Atomics, 'waitAsync', 'Atomics.waitAsync()');
  syncBuiltinESMExports();
}

function patchClocks(): void {
  const RealDate = Date;
  const virtualDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) => {
      const time = args.length === 0 ? inside() : undefined;
      return Reflect.construct(target, time === undefined ? args : [time.readEpoch()], newTarget) as object;
    },
    apply: (target) => {
      const time = inside();
      return time === undefined ? target() : new RealDate(time.readEpoch()).toString();
    },
    get: (target, name) => {
      const time = name === 'now' ? inside() : undefined;
      return time === undefined ? (Reflect.get(target, name) as unknown) : () => time.readEpoch();
    },
  });
  put(globalThis, 'Date', virtualDate);
  replace(performance, 'now', (time) => time.readClock());
  const { hrtime } = process;
  replace(process, 'hrtime', (time, earlier?: readonly [number, number]): [number, number] => {
    const [seconds, nanos] = earlier ?? [0, 0];
    const passed = time.readClock() * 1e6 - (seconds * 1e9 + nanos);
    return [Math.floor(passed / 1e9), passed % 1e9];
  });
  process.hrtime.bigint = (): bigint => {
    const time = inside();
    return time === undefined ? hrtime.bigint() : BigInt(Math.round(time.readClock() * 1e6));
  };
}

const sleep = (
  time: VirtualTime,
  ms: unknown,
  value?: unknown,
  options?: { signal?: AbortSignal },
): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const timer = time.setTimeout(() => resolve(value), ms, []);
    options?.signal?.addEventListener('abort', () => {
      time.clear(timer);
      reject(options.signal!.reason as Error);
    });
  });

const yieldTurn = (time: VirtualTime, value?: unknown): Promise<unknown> =>
  new Promise((resolve) => time.setImmediate(() => resolve(value), []));

const abortedAfter = (time: VirtualTime, ms: unknown): AbortSignal => {
  const controller = new AbortController();
  const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  time.setTimeout(() => controller.abort(reason), ms, []);
  return controller.signal;
};

/** Puts a virtual function in the place of a real one, which is called where nobody controls the event loop. */
function replace(target: any, name: string, virtual: (time: VirtualTime, ...args: any[]) => unknown): void {
  const original = target?.[name] as AnyFunction | undefined;
  if (typeof original !== 'function') return;
  const patched = function (this: unknown, ...args: unknown[]): unknown {
    const time = inside();
    return time === undefined ? Reflect.apply(original, this, args) : virtual(time, ...args);
  };
  put(target, name, Object.assign(patched, original));
}

/** Lets a function do what it does, and notes that it was called where it brings in what is not under control. */
function forbid(target: any, name: string, what: string): void {
  const original = target?.[name] as AnyFunction | undefined;
  if (typeof original !== 'function') return;
  put(target, name, function (this: unknown, ...args: unknown[]): unknown {
    if (inside() !== undefined) current!.meet(what);
    return Reflect.apply(original, this, args);
  });
}

function put(target: any, name: string, value: unknown): void {
  const original = Object.getOwnPropertyDescriptor(target, name);
  if (original?.configurable === false && original.writable === false) return;
  patches.push({ target, name, original });
  const enumerable = original?.enumerable ?? false;
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable });
}

function restoreAll(): void {
  for (const { target, name, original } of patches.toReversed()) {
    if (original === undefined) delete target[name];
    else Object.defineProperty(target, name, original);
  }
  patches = [];
  syncBuiltinESMExports();
}
