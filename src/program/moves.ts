/**
 * The semantics of a step: everything that can happen to a thread at its pending request.
 *
 * Both the learner, which fills the tables of the search, and the replay on real generators ask this
 * one function, so they cannot disagree on what a step means.
 */

import { HeddleBug, IllFormedError } from '../core/errors.ts';
import type { ObjectIndex, ThreadIndex } from '../core/ids.ts';
import type { Action, InterruptKind } from '../core/schedule.ts';
import { describeType, keyOf, Reference, type Value } from '../core/value.ts';
import type { Arena, ArenaObject } from './arena.ts';
import type { Answer, Answered, Pending } from './log.ts';
import type { Found, Outcome, StepFunction } from './objectKind.ts';
import { endsTurn, handsOver, type TurnEffect } from './turn.ts';
import { runUserCode } from './userCode.ts';

/** A thread at its pending request, and the value of the object that it asks. */
export interface Situation {
  readonly thread: ThreadIndex;
  readonly pending: Pending;
  /** The value of the object of an `operate`; of no meaning otherwise. */
  readonly value: Value;
  /** For an `allocate`: the slot to take. */
  readonly freeSlot: ObjectIndex | undefined;
  /** Whether a wait loop holds the thread back because nothing that it read has changed. */
  readonly isHeldBack: boolean;
  readonly deadline: 'none' | 'ahead' | 'past';
  /** The interrupts that may come to the thread now; none where they are masked or used up. */
  readonly interrupt: InterruptKind | undefined;
  /** Whether an interrupt has come already and waits for the pending operation to take effect. */
  readonly isInterruptPosted: boolean;
}

/** One thing that can happen. */
export interface Move {
  readonly action: Action;
  readonly outcome: number;
  /** The value of the object afterwards; the same object as before if it did not change. */
  readonly value: Value;
  /** What the thread is told; undefined where it is told nothing yet. */
  readonly answer: Answer | undefined;
  readonly hasChanged: boolean;
}

/**
 * Everything that can happen at a request. A thread is blocked when none of it is a `step`: what the
 * environment may do to it (an interrupt, its own deadline, a spurious end) is no movement.
 */
export function possibleMoves(situation: Situation, arena: Arena): Move[] {
  const steps = situation.isHeldBack ? [] : stepsOf(situation, arena);
  const isBlocked = steps.every(({ action }) => action !== 'step');
  return [
    ...(situation.isInterruptPosted ? steps.map(interruptedAfter) : steps),
    ...deadlineMoves(situation, isBlocked),
    ...interruptMoves(situation, steps, isBlocked, arena),
  ];
}

function stepsOf(situation: Situation, arena: Arena): Move[] {
  const { pending, deadline } = situation;
  switch (pending.type) {
    case 'read clock':
      return [unchanging(situation, 'step', { type: 'result', value: deadline === 'past' })];
    case 'allocate': {
      if (situation.freeSlot === undefined) throw new HeddleBug('no free slot for an allocation');
      return [unchanging(situation, 'step', { type: 'result', value: new Reference(situation.freeSlot) })];
    }
    case 'operate': {
      const object = arena.at(pending.object);
      const rule = ruleOf(object, pending.operation);
      const step = pending.isParked ? rule.resume : rule.step;
      if (step === undefined) throw new HeddleBug(`${object.kind.name}.${pending.operation} cannot resume`);
      const moves = outcomesOf(step, situation, object, arena).map((outcome, index) =>
        moveOf(outcome, index, situation),
      );
      const isBlocked = moves.every(({ action }) => action !== 'step');
      if (!isBlocked || !pending.isTimed || deadline !== 'past') return moves;
      const left = valueWithout(situation, object, arena);
      return left === undefined
        ? moves
        : [...moves, { ...left, action: 'step', answer: { type: 'expired' } }];
    }
  }
}

function moveOf(outcome: Outcome<Value>, index: number, { value: before }: Situation): Move {
  const hasChanged = keyOf(outcome.value) !== keyOf(before);
  const value = hasChanged ? outcome.value : before;
  switch (outcome.outcome) {
    case 'next': {
      const action = outcome.isSpurious === true ? 'spurious' : 'step';
      const answer: Answer = { type: 'result', value: outcome.result as Value };
      return { action, outcome: index, value, answer, hasChanged };
    }
    case 'park':
      return { action: 'step', outcome: index, value, answer: { type: 'parked' }, hasChanged };
    case 'fail': {
      const answer: Answer = { type: 'failed', message: outcome.message };
      return { action: 'step', outcome: index, value, answer, hasChanged };
    }
  }
}

/** A thread whose interrupt is posted sees it in place of the result; joining the waiters is no result yet. */
function interruptedAfter(move: Move): Move {
  return move.answer?.type === 'parked' ? move : { ...move, answer: { type: 'interrupted' } };
}

/**
 * The deadline may pass whenever that can be noticed: at a look at the clock, or while blocked.
 * Passing earlier commutes with every step in between.
 */
function deadlineMoves(situation: Situation, isBlocked: boolean): Move[] {
  if (situation.deadline !== 'ahead') return [];
  if (!isBlocked && situation.pending.type !== 'read clock') return [];
  return [unchanging(situation, 'deadline', undefined)];
}

function interruptMoves(
  situation: Situation,
  steps: readonly Move[],
  isBlocked: boolean,
  arena: Arena,
): Move[] {
  const { interrupt, pending } = situation;
  if (interrupt === undefined || situation.isInterruptPosted) return [];
  if (interrupt.position === 'blocked' && !isBlocked) return [];
  if (interrupt.effect === 'before') {
    const left =
      pending.type === 'operate'
        ? valueWithout(situation, arena.at(pending.object), arena)
        : unchanging(situation, 'interrupt before', undefined);
    return left === undefined
      ? []
      : [{ ...left, action: 'interrupt before', answer: { type: 'interrupted' } }];
  }
  if (pending.type === 'operate' && ruleOf(arena.at(pending.object), pending.operation).isFinal === true)
    return [];
  if (interrupt.position === 'blocked') return [unchanging(situation, 'interrupt posted', undefined)];
  return steps
    .filter(({ action, answer }) => action === 'step' && answer?.type !== 'parked')
    .map((move) => ({ ...move, action: 'interrupt after', answer: { type: 'interrupted' } }));
}

/** The object without the thread among its waiters; undefined if the thread has been served already. */
function valueWithout(situation: Situation, object: ArenaObject, arena: Arena): Move | undefined {
  const { pending } = situation;
  if (pending.type !== 'operate') throw new HeddleBug('only operations have waiters');
  const rule = ruleOf(object, pending.operation);
  const isKnownWaiter = pending.isParked || rule.resume === undefined;
  if (rule.withdraw === undefined || !isKnownWaiter) return unchanging(situation, 'step', undefined);
  const [outcome] = outcomesOf(rule.withdraw, situation, object, arena);
  return outcome === undefined ? undefined : moveOf(outcome, 0, situation);
}

function unchanging({ value }: Situation, action: Action, answer: Answer | undefined): Move {
  return { action, outcome: 0, value, answer, hasChanged: false };
}

interface Rule {
  readonly step: StepFunction;
  readonly resume?: StepFunction;
  readonly withdraw?: StepFunction;
  readonly turn?: TurnEffect;
  readonly isFinal?: boolean;
}

/** What a request does to the turn. Whoever has joined the waiters has given up the turn already. */
export function turnEffectOf(pending: Pending, arena: Arena): TurnEffect {
  if (pending.type !== 'operate') return 0;
  const { turn = 0 } = ruleOf(arena.at(pending.object), pending.operation);
  return pending.isParked ? turn & ~(endsTurn | handsOver) : turn;
}

function ruleOf(object: ArenaObject, operation: string): Rule {
  const rule = Object.hasOwn(object.kind.operations, operation)
    ? object.kind.operations[operation]
    : undefined;
  if (rule === undefined) {
    throw new IllFormedError({
      what: `The shared object ${object.name} has no operation ${operation}.`,
      found: operation,
      expected: `one of ${Object.keys(object.kind.operations).join(', ')}`,
    });
  }
  return typeof rule === 'function' ? { step: rule } : rule;
}

function outcomesOf(
  step: StepFunction,
  { thread, pending, value }: Situation,
  object: ArenaObject,
  arena: Arena,
): readonly Outcome<Value>[] {
  if (pending.type !== 'operate') throw new HeddleBug('only operations have outcomes');
  const found: Found<Value> = {
    value,
    get me() {
      if (object.kind.rename === undefined) arena.toldApartBy ??= `${object.name}.${pending.operation}`;
      return thread;
    },
  };
  const outcome = runUserCode(() => step(found, ...pending.args));
  if ('thrown' in outcome) {
    throw new IllFormedError(
      {
        what: `The operation ${pending.operation} of ${object.name} threw an error.`,
        found: outcome.thrown.message,
        expected: 'a pure function that answers next(...), park(...), fail(...), blocked, or a list of these',
      },
      { cause: outcome.thrown },
    );
  }
  const outcomes: unknown = outcome.value;
  const list: readonly unknown[] = Array.isArray(outcomes) ? outcomes : [outcomes];
  return list.map((one) => checkedOutcome(one, object, pending.operation, arena));
}

function checkedOutcome(
  outcome: unknown,
  object: ArenaObject,
  operation: string,
  arena: Arena,
): Outcome<Value> {
  const type = (outcome as Outcome | null | undefined)?.outcome;
  if (type !== 'next' && type !== 'park' && type !== 'fail') {
    throw new IllFormedError({
      what: `The operation ${operation} of ${object.name} answers what is no outcome.`,
      found: describeType(outcome),
      expected: 'next(value, result), park(value), fail(value, message), blocked, or a list of these',
    });
  }
  const checked = outcome as Outcome;
  const value = arena.encode(checked.value);
  return checked.outcome === 'next'
    ? { ...checked, value, result: arena.encode(checked.result) }
    : { ...checked, value };
}

/** Whether one thing that a wait loop read would now read differently. */
export function hasMoved(watched: Answered, thread: ThreadIndex, value: Value, arena: Arena): boolean {
  const { pending, answer } = watched;
  if (pending.type !== 'operate' || answer.type !== 'result') return true;
  const object = arena.at(pending.object);
  const rule = ruleOf(object, pending.operation);
  const situation = {
    thread,
    pending,
    value,
    freeSlot: undefined,
    isHeldBack: false,
    deadline: 'none',
    interrupt: undefined,
    isInterruptPosted: false,
  } as const;
  const outcomes = outcomesOf(rule.step, situation, object, arena);
  const [only] = outcomes;
  return !(
    outcomes.length === 1 &&
    only?.outcome === 'next' &&
    keyOf(only.value) === keyOf(value) &&
    keyOf(only.result as Value) === keyOf(answer.value)
  );
}
