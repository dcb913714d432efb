/** Turns as numbers, and what follows from each; see program/turn.ts for what they mean. */

import type { Action } from '../core/schedule.ts';
import {
  firstTurn,
  isAllowed,
  takesTurn,
  turnAfter,
  type Scheduling,
  type Standing,
  type Turn,
  type TurnEffect,
} from '../program/turn.ts';
import { Interner } from './interner.ts';

/** The turns of one program; number 0 is the first. Everything is asked once. */
export class TurnTable {
  readonly #scheduling: Exclude<Scheduling, 'preemptive'>;
  readonly #turns = new Interner<Turn>(
    ({ running, line, interrupted }) =>
      `${running} ${line.map(({ isReady, threads }) => `${isReady ? '' : '-'}${threads.join(',')}`).join(' ')} !${interrupted.join(',')}`,
  );
  readonly #after = new Map<string, number>();

  constructor(scheduling: Exclude<Scheduling, 'preemptive'>, standings: readonly Standing[]) {
    this.#scheduling = scheduling;
    this.#turns.intern(firstTurn(scheduling, standings));
  }

  get size(): number {
    return this.#turns.size;
  }

  at(turn: number): Turn {
    return this.#turns.at(turn);
  }

  /** Whether the scheduler may choose this of a thread now. */
  allows(turn: number, thread: number, action: Action, standings: ArrayLike<number>): boolean {
    return isAllowed(this.#turns.at(turn), this.#scheduling, thread, action, standings);
  }

  /** The turn after something has happened to a thread that stood at an operation with this effect. */
  after(
    turn: number,
    thread: number,
    action: Action,
    effect: TurnEffect,
    before: ArrayLike<number>,
    after: ArrayLike<number>,
    isInterruptLeft: boolean,
  ): number {
    // Those that take the turn are alike, and those that do not, but for what an interrupt leaves behind.
    const like = takesTurn(action, effect) ? 'step' : action;
    const key = `${turn} ${thread} ${like} ${effect} ${digits(before)} ${digits(after)} ${isInterruptLeft}`;
    const known = this.#after.get(key);
    if (known !== undefined) return known;
    const next = turnAfter(this.#turns.at(turn), this.#scheduling, {
      thread,
      action,
      effect,
      before: Array.from(before) as Standing[],
      after: Array.from(after) as Standing[],
      isInterruptLeft,
    });
    const id = this.#turns.intern(next);
    this.#after.set(key, id);
    return id;
  }
}

/** Standings as one number, a digit in base 4 for each thread. */
function digits(standings: ArrayLike<number>): number {
  let number = 1;
  for (let thread = 0; thread < standings.length; thread++) number = number * 4 + standings[thread]!;
  return number;
}
