/**
 * A world: one execution of a program on the real generators, choice by choice.
 *
 * It is what a search's tables are held against: every counterexample is run here before it is shown.
 */

import { HeddleBug, UsageError } from '../core/errors.ts';
import type { Invocation, QuietMoment, VisibleEvent, Waiting } from '../core/event.ts';
import type { ObjectIndex, ThreadIndex } from '../core/ids.ts';
import type { Choice } from '../core/schedule.ts';
import { keyOf, referencesIn, type Value } from '../core/value.ts';
import { beginOperation } from './beginOperation.ts';
import { endEvent } from './endEvent.ts';
import type { Answer, Pending } from './log.ts';
import { hasMoved, possibleMoves, turnEffectOf, type Move, type Situation } from './moves.ts';
import type { OperationRun } from './operationRun.ts';
import type { Program, Thread, ThreadOperation } from './program.ts';
import { reachableFrom } from './reachable.ts';
import {
  away,
  blockedStanding,
  finishedStanding,
  firstTurn,
  isAllowed,
  ready,
  turnAfter,
  type Standing,
  type Turn,
} from './turn.ts';

/** A thread that has not finished. */
export interface Running {
  readonly position: Value;
  readonly operation: ThreadOperation;
  readonly run: OperationRun;
  /** Whether the operation has been called; before that the thread is between operations. */
  isCalled: boolean;
  isDeadlinePast: boolean;
  isInterruptPosted: boolean;
}

/** An object whose value a step has changed; undefined is an object that does not exist (yet, or any more). */
export interface Change {
  readonly object: ObjectIndex;
  readonly before: Value;
  readonly after: Value;
}

/** One choice and all that it did. */
export interface StepRecord {
  readonly choice: Choice;
  readonly invocation: Invocation;
  /** What the thread asked for. */
  readonly pending: Pending;
  /** What it was told; undefined for a call, a deadline and a posted interrupt. */
  readonly answer: Answer | undefined;
  readonly changes: readonly Change[];
  readonly events: readonly VisibleEvent[];
}

/** What differs from one world to another. */
export interface WorldOptions {
  /**
   * Whether a thread that is blocked at the first step of its next operation may call it at any moment.
   * Default false: at quiet moments only, since nobody can tell otherwise. For executions without end, in which
   * there may be none.
   */
  readonly callsAtAnyMoment?: boolean;
}

/** One execution in progress, on the real generators. */
export class World {
  readonly program: Program;
  readonly #callsAtAnyMoment: boolean;
  /** Of each shared object, by index; undefined for one that does not exist. */
  readonly values: Value[] = [];
  readonly #threads: (Running | undefined)[];
  #interruptsLeft: number;
  #turn: Turn;

  constructor(program: Program, { callsAtAnyMoment = false }: WorldOptions = {}) {
    this.program = program;
    this.#callsAtAnyMoment = callsAtAnyMoment;
    for (const { index, initial, pool } of program.arena.objects) {
      this.values[index] = pool === undefined ? initial : undefined;
    }
    this.#threads = program.threads.map((thread) => this.#before(thread, thread.start));
    this.#interruptsLeft = program.interrupts?.budget ?? 0;
    const standings = this.#threads.map((running): Standing => {
      if (running === undefined) return finishedStanding;
      return running.operation.isVisible ? away : ready;
    });
    this.#turn = firstTurn(program.scheduling, standings);
  }

  /** Whose turn it is; of no meaning where scheduling is preemptive. */
  get turn(): Turn {
    return this.#turn;
  }

  /** How many interrupts may come still. */
  get interruptsLeft(): number {
    return this.#interruptsLeft;
  }

  /** The thread, unless it has finished. */
  thread(index: ThreadIndex): Running | undefined {
    return this.#threads[index];
  }

  /** Everything that can happen now. */
  choices(): Choice[] {
    return this.program.threads.flatMap(({ index }) =>
      this.movesOf(index).map(({ action, outcome }): Choice => ({ thread: index, action, outcome })),
    );
  }

  /** Everything that can happen to one thread now. */
  movesOf(index: ThreadIndex): Move[] {
    const running = this.#threads[index];
    if (running === undefined || this.#isHeldByPhase(running, index)) return [];
    const moves = possibleMoves(this.#situation(running, index), this.program.arena);
    const isBlocked = moves.every(({ action }) => action !== 'step');
    const all: Move[] =
      !running.isCalled && isBlocked && (this.#callsAtAnyMoment || this.#isQuiet())
        ? [...moves, { action: 'call', outcome: 0, value: undefined, answer: undefined, hasChanged: false }]
        : moves;
    const { scheduling } = this.program;
    if (scheduling === 'preemptive') return all;
    const standings = this.#standings();
    return all.filter(({ action }) => isAllowed(this.#turn, scheduling, index, action, standings));
  }

  /** Whether a thread has something pending and cannot go on by itself. */
  isBlocked(index: ThreadIndex): boolean {
    const running = this.#threads[index];
    return running !== undefined && !this.#canStep(running, index);
  }

  /** Whether a thread is held back by its wait loop: another turn would read the same again. */
  isHeldBack(index: ThreadIndex): boolean {
    const running = this.#threads[index];
    return running !== undefined && this.#isHeldBack(running, index);
  }

  /** The quiet moment, if this is one. */
  moment(): QuietMoment | undefined {
    if (!this.#isQuiet()) return undefined;
    const waiting = this.#threads.flatMap((running): Waiting[] =>
      running?.isCalled === true && running.operation.isBackground !== true
        ? [{ ...running.operation.invocation, isTimeUp: running.isDeadlinePast }]
        : [],
    );
    const isEnd = this.choices().every(
      ({ action }) => action !== 'step' && action !== 'call' && action !== 'deadline',
    );
    return { waiting, isEnd };
  }

  /** Whether a choice is one of {@link choices}. */
  allows(choice: Choice): boolean {
    return this.#moveFor(choice) !== undefined;
  }

  /** Carries out a choice. @throws UsageError if it is not one of {@link choices}. */
  apply(choice: Choice): StepRecord {
    const running = this.#threads[choice.thread];
    const move = this.#moveFor(choice);
    if (running === undefined || move === undefined) {
      throw new UsageError({
        what: `T${choice.thread} cannot ${choice.action} here.`,
        found: `${choice.action}, outcome ${choice.outcome}`,
        expected: this.choices()
          .map(({ thread, action, outcome }) => `T${thread} ${action} ${outcome}`)
          .join('; '),
      });
    }
    return this.#carryOut(choice, move, running);
  }

  #moveFor({ thread, action, outcome }: Choice): Move | undefined {
    return this.movesOf(thread).find((move) => move.action === action && move.outcome === outcome);
  }

  #carryOut(choice: Choice, move: Move, running: Running): StepRecord {
    const { thread } = choice;
    const { operation, run } = running;
    const pending = run.pending!;
    const before = [...this.values];
    const { scheduling, arena } = this.program;
    const standingsBefore = scheduling === 'preemptive' ? [] : this.#standings();
    const effect = turnEffectOf(pending, arena);
    const events: VisibleEvent[] = [];
    const { invocation, isVisible } = operation;

    if (!running.isCalled) {
      events.push({ type: 'call', invocation });
      if (run.hasPassedDoorway) events.push({ type: 'doorway', invocation });
      running.isCalled = true;
    }
    if (move.action === 'deadline') running.isDeadlinePast = true;
    if (move.action === 'interrupt posted') running.isInterruptPosted = true;
    if (move.action.startsWith('interrupt')) this.#interruptsLeft--;

    if (pending.type === 'operate' && move.hasChanged) this.values[pending.object] = move.value;
    if (move.answer !== undefined) {
      this.#allocate(pending, move.answer);
      if (move.answer.type === 'interrupted') running.isInterruptPosted = false;
      run.feed(move.answer, move.hasChanged);
      if (run.hasPassedDoorway) events.push({ type: 'doorway', invocation });
      if (run.end !== undefined) {
        events.push(endEvent(invocation, run.end));
        const next = operation.after(run.end);
        this.#threads[thread] = this.#before(this.program.threads[thread]!, next);
      }
    }
    this.#collectGarbage();
    if (scheduling !== 'preemptive') {
      this.#turn = turnAfter(this.#turn, scheduling, {
        thread,
        action: move.action,
        effect,
        before: standingsBefore,
        after: this.#standings(),
        isInterruptLeft: this.#interruptsLeft > 0,
      });
    }
    return {
      choice,
      invocation,
      pending,
      answer: move.answer,
      changes: this.#changesSince(before),
      events: isVisible ? events : events.filter(({ type }) => type === 'throw'),
    };
  }

  #before(thread: Thread, position: Value | undefined): Running | undefined {
    if (position === undefined) return undefined;
    const operation = thread.operationAt(position);
    const { arena } = this.program;
    const { invocation } = operation;
    const run = beginOperation(invocation.operation, () => operation.begin(), thread.index, arena);
    return {
      position,
      operation,
      run,
      isCalled: !operation.isVisible,
      isDeadlinePast: false,
      isInterruptPosted: false,
    };
  }

  #situation(running: Running, thread: ThreadIndex): Situation {
    const { run, operation } = running;
    const pending = run.pending;
    if (pending === undefined) throw new HeddleBug('a running thread without a request');
    const { interrupts } = this.program;
    const mayInterrupt = operation.isInterruptible && !run.isMasked && this.#interruptsLeft > 0;
    return {
      thread,
      pending,
      value: pending.type === 'operate' ? this.values[pending.object] : undefined,
      freeSlot: pending.type === 'allocate' ? this.#freeSlot(pending) : undefined,
      isHeldBack: this.#isHeldBack(running, thread),
      deadline: !operation.hasDeadline ? 'none' : running.isDeadlinePast ? 'past' : 'ahead',
      interrupt: mayInterrupt ? interrupts?.kind : undefined,
      isInterruptPosted: running.isInterruptPosted,
    };
  }

  #isHeldBack({ run, isDeadlinePast }: Running, thread: ThreadIndex): boolean {
    return (
      run.watch.length > 0 &&
      run.watch.every((watched) =>
        watched.pending.type === 'operate'
          ? !hasMoved(watched, thread, this.values[watched.pending.object], this.program.arena)
          : !isDeadlinePast,
      )
    );
  }

  /** Whether a thread stands before an operation whose turn has not come. */
  #isHeldByPhase({ operation, isCalled }: Running, index: ThreadIndex): boolean {
    return (
      operation.phase > 0 &&
      !isCalled &&
      this.#threads.some(
        (other, otherIndex) =>
          otherIndex !== index && other !== undefined && other.operation.phase < operation.phase,
      )
    );
  }

  /** Where each thread stands, as far as turns go. */
  #standings(): Standing[] {
    return this.#threads.map((running, index) => {
      if (running === undefined) return finishedStanding;
      if (!running.isCalled) return away;
      return this.#canStep(running, index as ThreadIndex) ? ready : blockedStanding;
    });
  }

  #canStep(running: Running, index: ThreadIndex): boolean {
    return (
      !this.#isHeldByPhase(running, index) &&
      possibleMoves(this.#situation(running, index), this.program.arena).some(
        ({ action }) => action === 'step',
      )
    );
  }

  #isQuiet(): boolean {
    return this.#threads.every(
      (running, index) =>
        running === undefined || !running.isCalled || !this.#canStep(running, index as ThreadIndex),
    );
  }

  #freeSlot(pending: Extract<Pending, { type: 'allocate' }>): ObjectIndex {
    const inUse = this.#reachable();
    for (let rank = 0; ; rank++) {
      const slot = this.program.arena.slotAt(pending.pool, rank);
      if (!inUse.has(slot)) return slot;
    }
  }

  #allocate(pending: Pending, answer: Answer): void {
    if (pending.type !== 'allocate' || answer.type !== 'result') return;
    for (const slot of referencesIn(answer.value)) {
      this.values[slot] = this.program.arena.at(slot).initial;
    }
  }

  /** The allocated objects that something still points to. */
  #reachable(): Set<ObjectIndex> {
    const runs = this.#threads.flatMap((running) => (running === undefined ? [] : [running.run]));
    return reachableFrom(runs, this.values, this.program.arena);
  }

  #collectGarbage(): void {
    if (this.values.every((value, index) => value === undefined || !this.#isAllocated(index))) return;
    const inUse = this.#reachable();
    this.values.forEach((_, index) => {
      if (this.#isAllocated(index) && !inUse.has(index as ObjectIndex)) this.values[index] = undefined;
    });
  }

  #isAllocated(index: number): boolean {
    return this.program.arena.objects[index]?.pool !== undefined;
  }

  #changesSince(before: readonly Value[]): Change[] {
    return this.values.flatMap((after, object) =>
      keyOf(after) === keyOf(before[object])
        ? []
        : [{ object: object as ObjectIndex, before: before[object], after }],
    );
  }
}
