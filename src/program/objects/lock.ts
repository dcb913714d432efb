import type { Deadline } from '../deadline.ts';
import type { ObjectDefaults, Resolved, Strength } from '../objectKind.ts';
import { SharedObject } from '../sharedObject.ts';
import type { Step } from '../step.ts';
import { permitPool, type Pool } from './permitPool.ts';

/** How a lock behaves. */
export interface LockOptions {
  /** Whom it serves next. Default: what the check asks for, and weak where it asks for nothing. */
  readonly strength?: Strength;
  /** Whether only the holder may release it. Default false, as in Python's `_thread` locks. */
  readonly isOwned?: boolean;
  /** Whether it is held from the start, so that it serves as a signal to be waited for. Default false. */
  readonly isHeld?: boolean;
}

/** A lock: `acquire` waits until it is free and takes it, `release` frees it. Not reentrant. */
export class Lock extends SharedObject<Pool> {
  readonly #options: LockOptions;

  constructor(options: LockOptions) {
    super();
    this.#options = options;
  }

  resolve(defaults: ObjectDefaults): Resolved<Pool> {
    const { strength = defaults.strength, isOwned = false, isHeld = false } = this.#options;
    return permitPool(isHeld ? 0 : 1, {
      name: 'lock',
      verbs: { take: 'acquire', tryTake: 'tryAcquire', give: 'release', isEmpty: 'isHeld' },
      strength,
      limit: 1,
      excess: 'fails',
      excessMessage: 'release of a lock that is free',
      isOwned,
      isLock: true,
      renderCount: (count) => (count === 0 ? 'held' : 'free'),
    });
  }

  /** Waits until the lock is free and takes it. False only when a deadline was given and has passed. */
  acquire(deadline?: Deadline): Step<boolean> {
    return this.operateUntil(deadline, 'acquire');
  }

  /** Takes the lock if it is free; tells whether it did. */
  tryAcquire(): Step<boolean> {
    return this.operate('tryAcquire');
  }

  /** Frees the lock. Fails when it is free already, or when it is owned and the caller is not its holder. */
  release(): Step<void> {
    return this.operate('release');
  }

  /** Whether somebody holds it. */
  isHeld(): Step<boolean> {
    return this.operate('isHeld');
  }
}

/** Makes a lock. */
export function lock(options: LockOptions = {}): Lock {
  return new Lock(options);
}
