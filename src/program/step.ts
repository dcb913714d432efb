/**
 * Steps: what the methods of a primitive yield.
 *
 * A primitive's method is a generator. Each `yield*` of an operation on a shared object is one
 * atomic step; between two of them the thread runs alone, on its own locals. The other requests of
 * this file are marks that structure a method (a loop, a masked region); they take no step.
 */

import type { Value } from '../core/value.ts';
import type { ObjectDefaults, Resolved } from './objectKind.ts';
import { noteWhereabouts } from './whereabouts.ts';

/** A method of a primitive, or a part of one: yields requests, is given replies, returns a result. */
export type Step<Result = void> = Generator<Request, Result, unknown>;

/** A handle on a shared object: what a request is about. */
export interface Handle {
  resolve(defaults: ObjectDefaults): Resolved;
}

/** What a generator may yield. Nothing else is an operation. */
export abstract class Request {
  abstract readonly type: string;

  constructor() {
    noteWhereabouts(this);
  }
}

/** One atomic operation on one shared object. Reply: its result, or {@link expired}. */
export class Operate extends Request {
  readonly type = 'operate';
  readonly object: Handle;
  readonly operation: string;
  readonly args: readonly unknown[];
  /** Whether the wait ends, with the reply {@link expired}, when the deadline of the call passes. */
  readonly isTimed: boolean;

  constructor(object: Handle, operation: string, args: readonly unknown[], isTimed: boolean) {
    super();
    this.object = object;
    this.operation = operation;
    this.args = args;
    this.isTimed = isTimed;
  }
}

/** The reply to a timed operation whose deadline passed while it was blocked. */
export const expired: unique symbol = Symbol('expired');

/** Makes a new shared object while running. Reply: the object. */
export class Allocate extends Request {
  readonly type = 'allocate';
  /** Says which kind of object, with which initial value; it is itself never used. */
  readonly template: Handle;

  constructor(template: Handle) {
    super();
    this.template = template;
  }
}

/** Asks whether the deadline of the call is past. Reply: boolean. */
export class ReadClock extends Request {
  readonly type = 'read clock';
}

/** Enters a structured loop. Reply: {@link LoopEntry}. */
export class EnterLoop extends Request {
  readonly type = 'enter loop';
  readonly state: unknown;
  /** Whether a turn that found its condition false, and changed nothing, waits for a change. */
  readonly isWait: boolean;

  constructor(state: unknown, isWait: boolean) {
    super();
    this.state = state;
    this.isWait = isWait;
  }
}

/**
 * Where a loop begins: in its first turn, in a later turn (when a thread is put back where it was),
 * or not at all, because it is over already.
 */
export type LoopEntry =
  | { readonly enter: true; readonly state: Value }
  | { readonly enter: false; readonly result: Value };

/** One turn of the loop is over and another begins. Reply: nothing. */
export class NextTurn extends Request {
  readonly type = 'next turn';
  readonly state: unknown;

  constructor(state: unknown) {
    super();
    this.state = state;
  }
}

/** The loop is over, by its result or by an error that leaves it. Reply: nothing. */
export class LeaveLoop extends Request {
  readonly type = 'leave loop';
  readonly end: { readonly result: unknown } | { readonly error: unknown };

  constructor(end: { readonly result: unknown } | { readonly error: unknown }) {
    super();
    this.end = end;
  }
}

/** Begins or ends a region in which interrupts are held off (or, inside one, let in again). Reply: nothing. */
export class SetMask extends Request {
  readonly type = 'set mask';
  readonly change: 'mask' | 'unmask' | 'restore';

  constructor(change: 'mask' | 'unmask' | 'restore') {
    super();
    this.change = change;
  }
}

/** Announces the doorway of the primitive. Reply: nothing. */
export class PassDoorway extends Request {
  readonly type = 'pass doorway';
}
