import type { Deadline } from '../deadline.ts';
import { blocked, next, type ObjectKind, type Resolved } from '../objectKind.ts';
import { SharedObject } from '../sharedObject.ts';
import type { Step } from '../step.ts';
import { handsOver, queuesBehind, throwsInto } from '../turn.ts';

/** Whether somebody waits there is no part of it: only whether one who waits, or comes to wait, may go on. */
type State = 'shut' | 'open';

const open = ({ value }: { value: State }) => next(value === 'shut' ? ('open' as const) : value);

const kind: ObjectKind<State> = {
  name: 'parking place',
  operations: {
    park: {
      step: ({ value }) => (value === 'open' ? next('shut' as const) : blocked),
      withdraw: ({ value }) => (value === 'shut' ? next(value) : blocked),
      turn: throwsInto,
      isFinal: true,
    },
    switchTo: { step: open, turn: handsOver },
    switchAndQueue: { step: open, turn: handsOver | queuesBehind },
    makeReady: open,
  },
};

/**
 * Where one green thread waits to be switched to. Under cooperative scheduling there is no moment
 * between the switch and its going on; an exception that is thrown into it, too, runs there and then.
 * Under preemptive scheduling it is a signal like any other.
 */
export class ParkingPlace extends SharedObject<State> {
  resolve(): Resolved<State> {
    return { kind, initial: 'shut' };
  }

  /** Waits to be switched to. False only when a deadline was given and has passed. */
  park(deadline?: Deadline): Step<boolean> {
    return this.operateUntil(deadline, 'park');
  }

  /** Switches to the one who waits; who switches goes on when that one gives up its turn. */
  switchTo(): Step<void> {
    return this.operate('switchTo');
  }

  /** Switches to the one who waits; who switches joins the end of the ready queue. */
  switchAndQueue(): Step<void> {
    return this.operate('switchAndQueue');
  }

  /** Puts the one who waits at the end of the ready queue, and goes on. */
  makeReady(): Step<void> {
    return this.operate('makeReady');
  }
}

/** Makes a parking place. */
export function parkingPlace(): ParkingPlace {
  return new ParkingPlace();
}
