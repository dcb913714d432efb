import type { Invocation } from '../core/event.ts';
import type { ObjectIndex, ThreadIndex } from '../core/ids.ts';
import type { Program } from '../program/program.ts';
import type { Change, StepRecord } from '../program/world.ts';

/** Who took a lock, in which call, and at which step (counted from 0). */
export interface Holder {
  readonly thread: ThreadIndex;
  readonly invocation: Invocation;
  readonly step: number;
  /** Whether the call in which it was taken is over. */
  readonly hasLeft: boolean;
}

/** Keeps an account of who holds which lock and who wrote to what, from the steps that did it. */
export class Possessions {
  readonly #program: Program;
  readonly #holders = new Map<ObjectIndex, Holder>();
  /** Of each object: who changed it last. */
  readonly #writers = new Map<ObjectIndex, Holder>();

  constructor(program: Program) {
    this.#program = program;
  }

  /** Undefined for what is free, for what is no lock, and for a lock that serves as a signal. */
  holderOf(object: ObjectIndex): Holder | undefined {
    return this.#isGivenBack(object) ? this.#holders.get(object) : undefined;
  }

  /**
   * Whether whoever takes the object is expected to give it back. One that starts taken, or that is
   * made while running for one wait, is a signal: to take it is to receive the signal.
   */
  #isGivenBack(object: ObjectIndex): boolean {
    const { kind, initial, pool } = this.#program.arena.at(object);
    return kind.possession !== undefined && pool === undefined && !kind.possession(initial).isTaken;
  }

  /**
   * Who changed an object last, in a call that then ended by an error: what it left behind there is all
   * that remains of the call.
   */
  lastWriterThatFailed(object: ObjectIndex): Holder | undefined {
    const writer = this.#writers.get(object);
    return writer?.hasLeft === true ? writer : undefined;
  }

  note(record: StepRecord, step: number): void {
    const { thread } = record.choice;
    for (const change of record.changes) {
      this.#noteChange(change, record, step);
      this.#writers.set(change.object, { thread, invocation: record.invocation, step, hasLeft: false });
    }
    for (const { type } of record.events) {
      if (type === 'return' || type === 'throw') markAsLeft(this.#holders, thread);
      if (type === 'return') forget(this.#writers, thread);
      if (type === 'throw') markAsLeft(this.#writers, thread);
    }
  }

  #noteChange({ object, before, after }: Change, { choice, invocation }: StepRecord, step: number): void {
    const { kind } = this.#program.arena.at(object);
    if (kind.possession === undefined || before === undefined) return;
    if (after === undefined) {
      this.#holders.delete(object);
      return;
    }
    const was = kind.possession(before);
    const is = kind.possession(after);
    const heir = was.waiters.find((waiter) => !is.waiters.includes(waiter));
    if (!is.isTaken) this.#holders.delete(object);
    else if (!was.isTaken) {
      this.#holders.set(object, { thread: choice.thread, invocation, step, hasLeft: false });
    } else if (heir !== undefined && heir !== choice.thread) {
      const thread = heir as ThreadIndex;
      this.#holders.set(object, { thread, invocation: { ...invocation, thread }, step, hasLeft: false });
    }
  }
}

function markAsLeft(holders: Map<ObjectIndex, Holder>, thread: ThreadIndex): void {
  for (const [object, holder] of holders) {
    if (holder.thread === thread) holders.set(object, { ...holder, hasLeft: true });
  }
}

function forget(holders: Map<ObjectIndex, Holder>, thread: ThreadIndex): void {
  for (const [object, holder] of holders) {
    if (holder.thread === thread && !holder.hasLeft) holders.delete(object);
  }
}
