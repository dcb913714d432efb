/**
 * The event loop under control: while a search is inside, timers and clocks are virtual, and whatever
 * else could bring in time or chance is noticed.
 *
 * This is the one file of the library that touches the process and its globals, for it must. They are
 * changed while a search runs and restored when it ends, and between its steps they are the real ones.
 */

import { createHook } from 'node:async_hooks';
import nodeCrypto from 'node:crypto';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { VirtualTime } from './virtualTime.ts';

/** How many steps are prepared at once: each costs an entry in Node's queue of immediates, each batch a turn of its loop. */
const batchSize = 64;

const real = {
  setImmediate: globalThis.setImmediate,
  now: performance.now.bind(performance),
};

type AnyFunction = (...args: any[]) => any;

/** A place where a function stands: its object and name, and what is put there meanwhile. */
interface Patch {
  readonly target: any;
  readonly name: string;
  readonly original: unknown;
}

let current: EventLoop | undefined;

/** Drives a search, one step between two drains of the microtask queue, and keeps time for it. */
export class EventLoop {
  readonly time: VirtualTime = new VirtualTime();
  /** The first source of time or chance that was met and is not under control. */
  uncontrolled: string | undefined;
  /** What was thrown where nobody could catch it: in a timer, in a rejection without a handler. */
  crash: { readonly error: unknown; readonly where: string } | undefined;

  /** Whether the code that runs now belongs to the search. */
  #isInside = false;
  #patches: Patch[] = [];

  /**
   * Runs `step` again and again, each time when the microtask queue has been drained, until it answers
   * true. While `step` and what it has set off run, time is virtual.
   */
  async run(step: () => boolean): Promise<void> {
    const before = current;
    if (before !== undefined) throw new Error('a search of promise code is running already in this thread');
    current = this;
    this.#patch();
    const listeners = catchingEverything((error, where) => {
      this.crash ??= { error, where };
    });
    const hook = createHook({ init: (_id, type) => this.#noteResource(type) }).enable();
    try {
      await this.#drive(step);
    } finally {
      hook.disable();
      listeners.restore();
      this.#restore();
      current = undefined;
    }
  }

  #drive(step: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      let isDone = false;
      const one = (): void => {
        if (isDone) return;
        this.#isInside = true;
        try {
          isDone = step();
        } catch (error) {
          isDone = true;
          this.#isInside = false;
          reject(error as Error);
        }
      };
      const close = (): void => {
        this.#isInside = false;
        if (isDone) resolve();
        else next();
      };
      const next = (): void => {
        for (let index = 0; index < batchSize; index++) real.setImmediate(one);
        real.setImmediate(close);
      };
      next();
    });
  }

  /** Asynchronous resources that the virtual ones do not stand for. */
  #noteResource(type: string): void {
    if (!this.#isInside || type === 'PROMISE' || this.uncontrolled !== undefined) return;
    if (type === 'Timeout' || type === 'Immediate') {
      this.uncontrolled = `a timer that was there before the search began, or a copy of a timer function (${type})`;
    } else if (/^[A-Z0-9]{4,}$/.test(type)) {
      this.uncontrolled = `work outside of the event loop (${type})`;
    }
  }

  #patch(): void {
    const { time } = this;
    const inside = (name: string, target: any, virtual: AnyFunction): void => {
      const original = target?.[name] as AnyFunction | undefined;
      if (typeof original !== 'function') return;
      const isInside = (): boolean => this.#isInside;
      const patched = function (this: unknown, ...args: unknown[]): unknown {
        return isInside() ? Reflect.apply(virtual, this, args) : Reflect.apply(original, this, args);
      };
      this.#put(target, name, Object.assign(patched, original));
    };
    const forbid = (name: string, target: any, what: string): void => {
      const original = target?.[name] as AnyFunction | undefined;
      if (original === undefined) return;
      inside(name, target, function (this: unknown, ...args: unknown[]) {
        current!.uncontrolled ??= what;
        return Reflect.apply(original, this, args);
      });
    };

    const require = createRequire(import.meta.url);
    const timers = require('node:timers') as object;
    const timersPromises = require('node:timers/promises') as { scheduler?: object };
    for (const target of [globalThis, timers]) {
      inside('setTimeout', target, (callback, ms, ...args) => time.setTimeout(callback, ms, args));
      inside('setInterval', target, (callback, ms, ...args) => time.setInterval(callback, ms, args));
      inside('setImmediate', target, (callback, ...args) => time.setImmediate(callback, args));
      for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) {
        inside(name, target, (timer) => time.clear(timer));
      }
    }
    const sleep = (ms: unknown, value?: unknown, options?: { signal?: AbortSignal }): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const timer = time.setTimeout(() => resolve(value), ms, []);
        options?.signal?.addEventListener('abort', () => {
          time.clear(timer);
          reject(options.signal!.reason as Error);
        });
      });
    inside('setTimeout', timersPromises, sleep);
    inside('setImmediate', timersPromises, (value) => new Promise((resolve) => time.setImmediate(resolve, [value])));
    forbid('setInterval', timersPromises, 'an interval of node:timers/promises');
    inside('wait', timersPromises.scheduler, (ms) => sleep(ms));
    inside('yield', timersPromises.scheduler, () => new Promise((resolve) => time.setImmediate(resolve as () => void, [])));

    inside('timeout', AbortSignal, (ms) => {
      const controller = new AbortController();
      time.setTimeout(
        () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
        ms,
        [],
      );
      return controller.signal;
    });

    const isInside = (): boolean => this.#isInside;
    const RealDate = Date;
    const virtualDate = new Proxy(RealDate, {
      construct: (target, args, newTarget) =>
        Reflect.construct(target, args.length === 0 && isInside() ? [time.readEpoch()] : args, newTarget),
      apply: (target) => (isInside() ? new RealDate(time.readEpoch()).toString() : target()),
      get: (target, name) => {
        if (name === 'now' && isInside()) return () => time.readEpoch();
        return Reflect.get(target, name) as unknown;
      },
    });
    this.#put(globalThis, 'Date', virtualDate);
    inside('now', performance, () => time.readClock());
    const hrtime = (earlier?: readonly [number, number]): [number, number] => {
      const [seconds, nanos] = earlier ?? [0, 0];
      const passed = time.readClock() * 1e6 - (seconds * 1e9 + nanos);
      return [Math.floor(passed / 1e9), passed % 1e9];
    };
    const bigint = process.hrtime.bigint;
    inside('hrtime', process, hrtime);
    process.hrtime.bigint = () => (isInside() ? BigInt(Math.round(time.readClock() * 1e6)) : bigint());

    forbid('random', Math, 'Math.random()');
    for (const name of ['randomUUID', 'getRandomValues']) forbid(name, globalThis.crypto, `crypto.${name}()`);
    for (const name of ['randomUUID', 'randomBytes', 'randomInt', 'randomFillSync']) {
      forbid(name, nodeCrypto, `crypto.${name}()`);
    }
    forbid('waitAsync', Atomics, 'Atomics.waitAsync()');
    syncBuiltinESMExports();
  }

  #put(target: any, name: string, value: unknown): void {
    const descriptor = Object.getOwnPropertyDescriptor(target, name);
    if (descriptor?.configurable === false && descriptor.writable === false) return;
    const isOwn = descriptor !== undefined;
    this.#patches.push({ target, name, original: isOwn ? descriptor : undefined });
    Object.defineProperty(target, name, {
      value,
      configurable: true,
      writable: true,
      enumerable: descriptor?.enumerable ?? false,
    });
  }

  #restore(): void {
    for (const { target, name, original } of this.#patches.toReversed()) {
      if (original === undefined) delete target[name];
      else Object.defineProperty(target, name, original as PropertyDescriptor);
    }
    this.#patches = [];
    syncBuiltinESMExports();
  }
}

/**
 * Takes the place of everybody who listens for errors that nobody has caught: one of them would end the
 * process, or fail a test that expects it.
 */
export function catchingEverything(onError: (error: unknown, where: string) => void): { restore(): void } {
  const events = ['unhandledRejection', 'uncaughtException', 'rejectionHandled', 'warning'] as const;
  const before = events.map((event) => process.listeners(event as 'warning'));
  for (const event of events) process.removeAllListeners(event);
  process.on('unhandledRejection', (error) => onError(error, 'a rejection that nobody handles'));
  process.on('uncaughtException', (error) => onError(error, 'an error that nobody can catch'));
  process.on('warning', () => {});
  return {
    restore: () => {
      events.forEach((event, index) => {
        process.removeAllListeners(event);
        for (const listener of before[index]!) process.on(event as 'warning', listener);
      });
    },
  };
}

/** Milliseconds on a clock that only goes forward; the real one, always. */
export function clockMs(): number {
  return real.now();
}
