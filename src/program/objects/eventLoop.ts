import { next, park, type ObjectKind, type Resolved } from '../objectKind.ts';
import { SharedObject } from '../sharedObject.ts';
import type { Step } from '../step.ts';
import { endsTurn } from '../turn.ts';

const kind: ObjectKind<null> = {
  name: 'event loop',
  operations: {
    yieldTurn: {
      step: ({ value }) => park(value),
      resume: ({ value }) => next(value),
      withdraw: ({ value }) => next(value),
      turn: endsTurn,
    },
  },
};

/** The loop as one who runs in it sees it: there is nothing to it but to let others have their turn. */
export class EventLoop extends SharedObject<null> {
  resolve(): Resolved<null> {
    return { kind, initial: null };
  }

  /** Gives up the turn and joins the end of the ready queue: a checkpoint. Two steps. */
  yieldTurn(): Step<void> {
    return this.operate('yieldTurn');
  }
}

/** Makes an event loop. */
export function eventLoop(): EventLoop {
  return new EventLoop();
}
