import type { Deadline } from '../deadline.ts';
import type { ObjectDefaults, Resolved, Strength } from '../objectKind.ts';
import { SharedObject } from '../sharedObject.ts';
import type { Step } from '../step.ts';
import { permitPool, type Pool } from './permitPool.ts';

/** How a counting semaphore behaves. */
export interface CountingSemaphoreOptions {
  /** Whom a V serves next. Default: what the check asks for, and weak where it asks for nothing. */
  readonly strength?: Strength;
}

/** A counting semaphore given by the platform, for algorithms that are built from one. */
export class CountingSemaphore extends SharedObject<Pool> {
  readonly #count: number;
  readonly #options: CountingSemaphoreOptions;

  constructor(count: number, options: CountingSemaphoreOptions) {
    super();
    this.#count = count;
    this.#options = options;
  }

  resolve(defaults: ObjectDefaults): Resolved<Pool> {
    const { strength = defaults.strength } = this.#options;
    return permitPool(this.#count, {
      name: 'counting semaphore',
      verbs: { take: 'p', tryTake: 'tryP', give: 'v', isEmpty: 'isZero' },
      strength,
      limit: Number.POSITIVE_INFINITY,
      excess: 'fails',
      excessMessage: 'a counting semaphore has no limit',
      isOwned: false,
      isLock: false,
      renderCount: String,
    });
  }

  /** Waits for a positive count and takes 1 off it. False only when a deadline was given and has passed. */
  p(deadline?: Deadline): Step<boolean> {
    return this.operateUntil(deadline, 'p');
  }

  /** Takes 1 off a positive count and answers true, or answers false. */
  tryP(): Step<boolean> {
    return this.operate('tryP');
  }

  /** Adds 1, or hands it to a waiter. */
  v(): Step<void> {
    return this.operate('v');
  }
}

/** Makes a counting semaphore that starts at `count`. */
export function countingSemaphore(count: number, options: CountingSemaphoreOptions = {}): CountingSemaphore {
  return new CountingSemaphore(count, options);
}
