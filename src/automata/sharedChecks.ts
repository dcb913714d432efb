import type { ThreadIndex } from '../core/ids.ts';
import { keyOf, type Value } from '../core/value.ts';
import type { Arena } from '../program/arena.ts';
import { keyOfAnswer, keyOfLog, keyOfPending, type Log, type Pending } from '../program/log.ts';
import type { Given } from './given.ts';
import { OrderOfAppearance } from '../program/renaming.ts';

/** A step, but for the names of threads: what comes of an answer at a place. */
export interface SharedStep {
  /** Who checks what comes of it: the first that does so. */
  checker: ThreadIndex | undefined;
}

/**
 * The checks of threads that do the same, done by one for all.
 *
 * Such threads run the same code, and nothing tells the code which of them it serves; so where two of
 * them have been told the same but for names, what one of them does the other would do. A check that
 * one thread has begun is put off for the others: it is made up for as soon as something may tell them
 * apart, be it that the code asks, or that one wants something else than the other did.
 */
export class SharedChecks {
  readonly #arena: Arena;
  readonly #steps = new Map<string, SharedStep>();
  /** Of each place, but for names: what is wanted there. */
  readonly #wants = new Map<string, string>();
  #putOff: (() => void)[] = [];

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** The same for the same step, but for names; undefined once threads have been told apart. */
  stepOf(
    thread: ThreadIndex,
    position: Value,
    log: Log,
    { answer, hasChanged }: Given,
  ): SharedStep | undefined {
    if (this.#arena.toldApartBy !== undefined) return undefined;
    const renaming = new OrderOfAppearance(this.#arena, thread);
    const place = `${keyOf(position)} ${keyOfLog(renaming.log(log))}`;
    const key = `${place} ${keyOfAnswer(renaming.answer(answer))}${hasChanged ? '!' : ''}`;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const step: SharedStep = { checker: undefined };
    this.#steps.set(key, step);
    return step;
  }

  /** Whether it is for a thread to check a step. */
  isFor(thread: ThreadIndex, step: SharedStep | undefined): boolean {
    if (step === undefined || this.#arena.toldApartBy !== undefined) return true;
    return (step.checker ??= thread) === thread;
  }

  /** Compares what a thread wants at a place with what the others want there. */
  compare(thread: ThreadIndex, position: Value, log: Log, pending: Pending): void {
    if (this.#arena.toldApartBy !== undefined) return;
    const renaming = new OrderOfAppearance(this.#arena, thread);
    const place = `${keyOf(position)} ${keyOfLog(renaming.log(log))}`;
    const want = keyOfPending(renaming.pending(pending));
    const known = this.#wants.get(place);
    if (known === undefined) this.#wants.set(place, want);
    else if (known !== want) {
      this.#arena.toldApartBy = `T${thread}, which does otherwise than another thread in its place`;
    }
  }

  /** Leaves a check to the thread that has begun it. */
  putOff(check: () => void): void {
    this.#putOff.push(check);
  }

  /** Makes up for all that was put off, if the threads may be told apart by now. */
  makeUp(): void {
    while (this.#arena.toldApartBy !== undefined && this.#putOff.length > 0) {
      const checks = this.#putOff;
      this.#putOff = [];
      for (const check of checks) check();
    }
  }
}
