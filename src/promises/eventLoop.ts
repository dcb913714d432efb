/**
 * The event loop under control: a search is carried forward one step at a time, each between two drains
 * of the microtask queue, and while it is inside, timers and clocks are virtual (takeOver.ts) and
 * whatever else could bring in time or chance is noticed.
 */

import { createHook } from 'node:async_hooks';
import { control, type Controller } from './takeOver.ts';
import { VirtualTime } from './virtualTime.ts';

/** How many steps are prepared at once: each costs an entry in Node's queue of immediates, each batch a turn of its loop. */
const batchSize = 64;

const real = {
  setImmediate: globalThis.setImmediate,
  now: performance.now.bind(performance),
};

/** Drives a search, and keeps time for it. */
export class EventLoop implements Controller {
  readonly time: VirtualTime = new VirtualTime();
  /** The first source of time or chance that was met and is not under control. */
  uncontrolled: string | undefined;
  /** What was thrown where nobody could catch it: in a timer, in a rejection without a handler. */
  crash: { readonly error: unknown; readonly where: string } | undefined;
  /** Whether the code that runs now belongs to the search. */
  isInside = false;

  meet(what: string): void {
    this.uncontrolled ??= what;
  }

  /**
   * Runs `step` again and again, each time when the microtask queue has been drained, until it answers
   * true. While `step` and what it has set off run, time is virtual.
   */
  async run(step: () => boolean): Promise<void> {
    const controlled = control(this);
    const listeners = catchingEverything((error, where) => {
      this.crash ??= { error, where };
    });
    const hook = createHook({ init: (_id, type) => this.#noteResource(type) }).enable();
    try {
      await this.#drive(step);
    } finally {
      hook.disable();
      listeners.restore();
      controlled.end();
    }
  }

  #drive(step: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      let isDone = false;
      const one = (): void => {
        if (isDone) return;
        this.isInside = true;
        try {
          isDone = step();
        } catch (error) {
          isDone = true;
          this.isInside = false;
          reject(error as Error);
        }
      };
      // After the last drain of a batch: from here on, other code may run.
      const close = (): void => {
        this.isInside = false;
        if (isDone) resolve();
        else prepare();
      };
      const prepare = (): void => {
        for (let index = 0; index < batchSize; index++) real.setImmediate(one);
        real.setImmediate(close);
      };
      prepare();
    });
  }

  /** Notes asynchronous resources that the virtual ones do not stand for. */
  #noteResource(type: string): void {
    if (!this.isInside || type === 'PROMISE' || this.uncontrolled !== undefined) return;
    if (type === 'Timeout' || type === 'Immediate') {
      this.meet(`a copy of a timer function that was made before Heddle could take it over (${type})`);
    } else if (/^[A-Z0-9]{4,}$/.test(type)) {
      // Node names what it does outside of JavaScript in capitals.
      this.meet(`work outside of the event loop (${type})`);
    }
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
