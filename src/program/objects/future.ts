import type { Deadline } from '../deadline.ts';
import { blocked, fail, next, type ObjectKind, type Resolved } from '../objectKind.ts';
import { SharedObject } from '../sharedObject.ts';
import type { Step } from '../step.ts';

/** How a future behaves. */
export interface FutureOptions {
  /**
   * Whether a wait that has been granted can no longer be interrupted: the kernel of the library puts
   * the task on its ready list and takes no cancel for it any more. Default false: a task that is
   * cancelled between the grant and its turn finds the interrupt in place of the result.
   */
  readonly isFinal?: boolean;
}

type State = 'pending' | 'done' | 'cancelled';

const completedTwice = 'a future is completed that is not pending';

function kindOf(isFinal: boolean): ObjectKind<State> {
  return {
    name: 'future',
    operations: {
      wait: {
        step: ({ value }) => (value === 'done' ? next(value) : blocked),
        withdraw: ({ value }) => (value === 'pending' ? next('cancelled' as const) : blocked),
        isFinal,
      },
      complete: ({ value }) => (value === 'pending' ? next('done' as const) : fail(value, completedTwice)),
      tryComplete: ({ value }) => (value === 'pending' ? next('done' as const, true) : next(value, false)),
      isDone: ({ value }) => next(value, value !== 'pending'),
      isCancelled: ({ value }) => next(value, value === 'cancelled'),
    },
  };
}

const kinds = [kindOf(false), kindOf(true)] as const;

/**
 * A future, or a promise, or an event that is set once: what one task waits for and another completes.
 * The grant and the going on are two moments, and others may come in between. One that is interrupted
 * or times out while it waits leaves the future cancelled behind, and goes on in its turn.
 */
export class Future extends SharedObject<State> {
  readonly #isFinal: boolean;

  constructor({ isFinal = false }: FutureOptions) {
    super();
    this.#isFinal = isFinal;
  }

  resolve(): Resolved<State> {
    return { kind: this.#isFinal ? kinds[1] : kinds[0], initial: 'pending' };
  }

  /** Waits until it is done. False only when a deadline was given and has passed. */
  wait(deadline?: Deadline): Step<boolean> {
    return this.operateUntil(deadline, 'wait');
  }

  /** Completes it. Fails when it is not pending. */
  complete(): Step<void> {
    return this.operate('complete');
  }

  /** Completes it if it is pending; tells whether it did. */
  tryComplete(): Step<boolean> {
    return this.operate('tryComplete');
  }

  /** Whether it is done or cancelled. */
  isDone(): Step<boolean> {
    return this.operate('isDone');
  }

  isCancelled(): Step<boolean> {
    return this.operate('isCancelled');
  }
}

/** Makes a future that is pending. */
export function future(options: FutureOptions = {}): Future {
  return new Future(options);
}
