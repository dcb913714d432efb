/**
 * Kinds of shared object: pure step functions on a plain value, and what they may answer.
 */

import type { Value } from '../core/value.ts';
import type { Scheduling, TurnEffect } from './turn.ts';

/** The operation takes effect: the object's next value, and what the thread is given. */
export interface Next<State = Value, Result = unknown> {
  readonly outcome: 'next';
  readonly value: State;
  readonly result: Result;
  /** Whether it happens for no reason, so that it does not count as movement. */
  readonly isSpurious?: boolean;
}

/** The thread joins the waiters of the object and goes on in the operation's `resume`. */
export interface Park<State = Value> {
  readonly outcome: 'park';
  readonly value: State;
}

/** The operation is an error: it is thrown into the thread. */
export interface Fail<State = Value> {
  readonly outcome: 'fail';
  readonly value: State;
  readonly message: string;
}

/** What an operation may answer; {@link blocked} is the answer of an operation that cannot take effect. */
export type Outcome<State = Value, Result = unknown> = Next<State, Result> | Park<State> | Fail<State>;

/** The operation takes effect. */
export function next<State>(value: State): Next<State, undefined>;
export function next<State, Result>(value: State, result: Result): Next<State, Result>;
export function next(value: unknown, result?: unknown): Next<unknown, unknown> {
  return { outcome: 'next', value, result };
}

/** The operation cannot take effect now: the thread is blocked until the object changes. */
export const blocked: readonly never[] = [];

/** The thread is registered in the object's value as a waiter; its step function is now `resume`. */
export function park<State>(value: State): Park<State> {
  return { outcome: 'park', value };
}

/** The operation is an error, such as the release of a lock that nobody holds. */
export function fail<State>(value: State, message: string): Fail<State> {
  return { outcome: 'fail', value, message };
}

/** What an operation finds: the object's value, and the thread that calls it, counted from 0. */
export interface Found<State = any> {
  readonly value: State;
  readonly me: number;
}

/**
 * One operation as a pure function of what it finds and of its arguments. Several outcomes are a
 * choice of the scheduler; none is {@link blocked}.
 */
export type StepFunction<State = any> = (
  found: Found<State>,
  ...args: any[]
) => Outcome<State> | readonly Outcome<State>[];

/** An operation of a thread that the object's value knows as a waiter. */
export interface WaitingOperation<State = any> {
  readonly step: StepFunction<State>;
  /** For a thread that `step` has parked: blocked until it has been served. */
  readonly resume?: StepFunction<State>;
  /**
   * Leaves the waiters, on an interrupt or at the deadline; blocked if the thread was served already,
   * so that a wake-up which has been delivered is never taken back.
   */
  readonly withdraw: StepFunction<State>;
  /** What it does to the turn, where scheduling is cooperative: see turn.ts. */
  readonly turn?: TurnEffect;
  /** Whether what has been granted can no longer be interrupted away: no interrupt comes after the effect. */
  readonly isFinal?: boolean;
}

/** An operation that does something to the turn besides, where scheduling is cooperative. */
export interface TurnOperation<State = any> {
  readonly step: StepFunction<State>;
  readonly turn: TurnEffect;
}

/** An operation of a kind: a step function, one whose waiters are registered, or one that passes the turn on. */
export type OperationRule<State = any> = StepFunction<State> | WaitingOperation<State> | TurnOperation<State>;

/** A kind of shared object. */
export interface ObjectKind<State = any> {
  /** For messages and traces: `lock`, `cell`. */
  readonly name: string;
  readonly operations: Readonly<Record<string, OperationRule<State>>>;
  /**
   * For a kind whose values name threads by number: the value with other names for them. Without it,
   * a kind whose operations ask for `me` tells threads apart, so that none can stand for another. It
   * is checked whenever a step is learned.
   */
  readonly rename?: (value: State, nameOf: (thread: number) => number) => State;
  /** Whether {@link rename} meets the threads in an order that their numbers do not decide. Default false. */
  readonly namesInOrder?: boolean;
  /** The value as a reader of a trace sees it. */
  readonly render?: (value: State) => string;
  /** For a kind that a thread takes and gives back: who may be said to hold it. */
  readonly possession?: (value: State) => Possession;
}

/** Whether a lock is taken, and who waits for it, as far as its value tells. */
export interface Possession {
  readonly isTaken: boolean;
  readonly waiters: readonly number[];
}

/** The orders in which a lock serves its contenders, weakest promise first. */
export const strengths = ['weak', 'blocked-set', 'blocked-queue'] as const;

/**
 * The order in which a lock serves its contenders: any of them, newcomers included (`weak`); any of
 * those that were blocked, before newcomers (`blocked-set`); first come, first served (`blocked-queue`).
 */
export type Strength = (typeof strengths)[number];

/** What an object takes from the check when its maker left it open. */
export interface ObjectDefaults {
  readonly strength: Strength;
}

/** How a program is to be explored: what its objects take from the check, and who may move when. */
export interface Circumstances extends ObjectDefaults {
  /** Default preemptive. */
  readonly scheduling?: Scheduling;
}

/** An object with everything decided: its kind, and the value it starts with. */
export interface Resolved<State = any> {
  readonly kind: ObjectKind<State>;
  readonly initial: State;
}
