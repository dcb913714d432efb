import type { Value } from '../../core/value.ts';
import { blocked, next, park, type ObjectKind, type Resolved } from '../objectKind.ts';
import { SharedObject } from '../sharedObject.ts';
import type { Step } from '../step.ts';
import { endsTurn } from '../turn.ts';

/** What has been scheduled and not yet been called. */
type Calls = readonly Value[];

const kind: ObjectKind<Calls> = {
  name: 'event loop',
  operations: {
    yieldTurn: {
      step: ({ value }) => park(value),
      resume: ({ value }) => next(value),
      withdraw: ({ value }) => next(value),
      turn: endsTurn,
    },
    schedule: ({ value }, call: Value) => next([...value, call]),
    nextCall: {
      step: ({ value }) => park(value),
      resume: ({ value }) => (value.length === 0 ? blocked : next(value.slice(1), value[0])),
      withdraw: ({ value }) => next(value),
      turn: endsTurn,
    },
  },
};

/** The loop as those who run in it see it, and the calls that they leave with it. */
export class EventLoop<Call> extends SharedObject<Calls> {
  resolve(): Resolved<Calls> {
    return { kind, initial: [] };
  }

  /** Gives up the turn and joins the end of the ready queue: a checkpoint. Two steps. */
  yieldTurn(): Step<void> {
    return this.operate('yieldTurn');
  }

  /** Leaves a call with the loop: plain data, that whoever runs the loop understands. */
  schedule(call: Call): Step<void> {
    return this.operate('schedule', call);
  }

  /** For the background method that runs the loop: ends its turn, and waits for the next call. Two steps. */
  nextCall(): Step<Call> {
    return this.operate('nextCall');
  }
}

/** Makes an event loop. */
export function eventLoop<Call = never>(): EventLoop<Call> {
  return new EventLoop<Call>();
}
