/**
 * Structured loops. What a thread remembers is forgotten where a turn ends, but for the state that
 * the turn hands on: so a loop that waits or retries has few states, and spinning is finite.
 *
 * For the same reason the body must not write to variables outside itself: Heddle may put a thread
 * into a later turn without having run the earlier ones.
 */

import type { Value } from '../core/value.ts';
import { notSteps } from './illFormed.ts';
import { EnterLoop, LeaveLoop, NextTurn, type LoopEntry, type Step } from './step.ts';
import { toBeTaken } from './untaken.ts';

/** How a turn ends: with another turn, or with the result of the loop. */
export type Turn<State, Result> =
  | { readonly again: true; readonly state: State }
  | { readonly again: false; readonly result: Result };

/** Another turn, with `state` handed on to it. */
export function again(): Turn<undefined, never>;
export function again<State>(state: State): Turn<State, never>;
export function again(state?: unknown): Turn<unknown, never> {
  return { again: true, state };
}

/** The loop is over, with this result. */
export function done(): Turn<never, undefined>;
export function done<Result>(result: Result): Turn<never, Result>;
export function done(result?: unknown): Turn<never, unknown> {
  return { again: false, result };
}

/**
 * Runs `body` turn by turn until it answers {@link done}. Takes no step of its own.
 *
 * @example
 * yield* loop(function* () {
 *   if ((yield* word.exchange(1)) === 0) return done();
 *   yield* word.wait(1);
 *   return again();
 * });
 */
export function loop<Result>(body: () => Step<Turn<undefined, Result>>): Step<Result>;
export function loop<State, Result>(
  first: State,
  body: (state: State) => Step<Turn<State, Result>>,
): Step<Result>;
export function loop(first: unknown, body?: (state: unknown) => Step<Turn<unknown, unknown>>): Step<unknown> {
  const steps =
    body === undefined
      ? turns(undefined, first as () => Step<Turn<unknown, unknown>>, false)
      : turns(first, body, false);
  return toBeTaken({ operation: 'loop' }, steps);
}

/**
 * Waits for a condition by asking again and again: a spin. A turn that found it false and changed
 * nothing is not repeated before something that it read would read differently, so the thread is
 * blocked meanwhile.
 *
 * @example
 * yield* until(() => this.serving.is(ticket));
 */
export function until(condition: () => Step<boolean>): Step {
  const steps = turns(
    undefined,
    function* () {
      return (yield* stepsOf('until', condition())) ? done() : again();
    },
    true,
  );
  return toBeTaken({ operation: 'until' }, steps as Step);
}

/**
 * Runs `body` and forgets all that happened in it but its result. Takes no step of its own.
 *
 * It saves states where a long method passes through values that it never looks at again.
 */
export function forgetting<Result>(body: () => Step<Result>): Step<Result> {
  return loop(function* () {
    return done(yield* stepsOf('forgetting', body()));
  });
}

/** @throws IllFormedError for what has no steps in it. */
function stepsOf<Result>(name: string, made: Step<Result> | undefined): Step<Result> {
  if (typeof made?.[Symbol.iterator] !== 'function') throw notSteps(name, made);
  return made;
}

function* turns(
  first: unknown,
  body: (state: unknown) => Step<Turn<unknown, unknown>>,
  isWait: boolean,
): Step<unknown> {
  const entry = (yield new EnterLoop(first, isWait)) as LoopEntry;
  if (!entry.enter) return entry.result;
  let state: unknown = entry.state as Value;
  for (;;) {
    let turn: Turn<unknown, unknown>;
    try {
      turn = yield* stepsOf('loop', body(state));
    } catch (error) {
      yield new LeaveLoop({ error });
      throw error;
    }
    if (!turn.again) {
      yield new LeaveLoop({ result: turn.result });
      return turn.result;
    }
    yield new NextTurn(turn.state);
    state = turn.state;
  }
}
