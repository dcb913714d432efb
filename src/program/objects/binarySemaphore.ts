import type { Deadline } from '../deadline.ts';
import type { ObjectDefaults, Resolved, Strength } from '../objectKind.ts';
import { SharedObject } from '../sharedObject.ts';
import type { Step } from '../step.ts';
import { permitPool, type Excess, type Pool } from './permitPool.ts';

/** What a V on 1 does: it is lost, it is an error, or it waits for a P. */
export type BinaryExcess = 'saturating' | 'strict' | 'blocking';

const excessOf: Record<BinaryExcess, Excess> = {
  saturating: 'is lost',
  strict: 'fails',
  blocking: 'waits',
};

/** How a binary semaphore behaves. */
export interface BinarySemaphoreOptions {
  /** Whom a V serves next. Default: what the check asks for, and weak where it asks for nothing. */
  readonly strength?: Strength;
  /** What a V on 1 does. Default `saturating`. */
  readonly excess?: BinaryExcess;
}

/** A binary semaphore: `p` waits for 1 and makes it 0, `v` makes it 1. Any thread may do either. */
export class BinarySemaphore extends SharedObject<Pool> {
  readonly #count: 0 | 1;
  readonly #options: BinarySemaphoreOptions;

  constructor(count: 0 | 1, options: BinarySemaphoreOptions) {
    super();
    this.#count = count;
    this.#options = options;
  }

  resolve(defaults: ObjectDefaults): Resolved<Pool> {
    const { strength = defaults.strength, excess = 'saturating' } = this.#options;
    return permitPool(this.#count, {
      name: 'binary semaphore',
      verbs: { take: 'p', tryTake: 'tryP', give: 'v', isEmpty: 'isZero' },
      strength,
      limit: 1,
      excess: excessOf[excess],
      excessMessage: 'V on a binary semaphore that is 1',
      isOwned: false,
      isLock: true,
      renderCount: String,
    });
  }

  /** Waits for 1 and makes it 0. False only when a deadline was given and has passed. */
  p(deadline?: Deadline): Step<boolean> {
    return this.operateUntil(deadline, 'p');
  }

  /** Makes 1 into 0 and answers true, or leaves 0 and answers false. */
  tryP(): Step<boolean> {
    return this.operate('tryP');
  }

  /** Makes it 1, or hands the 1 to a waiter. On 1 it does what `excess` says. */
  v(): Step<void> {
    return this.operate('v');
  }
}

/** Makes a binary semaphore that starts at `count`. */
export function binarySemaphore(count: 0 | 1, options: BinarySemaphoreOptions = {}): BinarySemaphore {
  return new BinarySemaphore(count, options);
}
