import type { Deadline } from '../deadline.ts';
import { blocked, next, type ObjectKind, type Resolved } from '../objectKind.ts';
import { SharedObject } from '../sharedObject.ts';
import type { Step } from '../step.ts';

type State = 'shut' | 'open';

const kind: ObjectKind<State> = {
  name: 'latch',
  operations: {
    // Nobody is registered there: whose time is up may still find it open, and then either may come of it.
    wait: ({ value }) => (value === 'open' ? next(value) : blocked),
    open: () => next('open' as const),
    isOpen: ({ value }) => next(value, value === 'open'),
  },
};

/**
 * What is opened once and stays open, for everybody: a channel of Go that is closed, an event that is never
 * cleared. One that is interrupted or times out leaves nothing behind; compare a future, which it cancels.
 */
export class Latch extends SharedObject<State> {
  resolve(): Resolved<State> {
    return { kind, initial: 'shut' };
  }

  /** Waits until it is open. False only when a deadline was given and has passed, be it open meanwhile or not. */
  wait(deadline?: Deadline): Step<boolean> {
    return this.operateUntil(deadline, 'wait');
  }

  /** Opens it; nothing happens to one that is open. */
  open(): Step<void> {
    return this.operate('open');
  }

  isOpen(): Step<boolean> {
    return this.operate('isOpen');
  }
}

/** Makes a latch that is shut. */
export function latch(): Latch {
  return new Latch();
}
