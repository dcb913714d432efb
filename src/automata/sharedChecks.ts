import type { Arena } from '../program/arena.ts';
import { keyOfAnswer, keyOfLog, keyOfPending, type Log, type Pending } from '../program/log.ts';
import { notDeterministic } from '../program/illFormed.ts';
import type { ThreadOperation } from '../program/program.ts';
import { OrderOfAppearance } from '../program/renaming.ts';
import { describeWant, type Want } from './describeWant.ts';
import type { Given } from './given.ts';

/** A step in an operation: what comes of an answer there, whichever round of its plan a thread is in. */
export interface SharedStep {
  /** Whether it is a step of all the threads that do the same, but for names, or of one thread. */
  readonly isOfAll: boolean;
  /** Where it is checked what comes of it: by one thread, in one round, which is the first to do so. */
  checker: ThreadOperation | undefined;
}

/**
 * The checks of threads that do the same, done by one for all, and once for an operation, whichever round of its plan
 * a thread is in.
 *
 * Such threads run the same code, and nothing tells the code which of them it serves, or for which time; so where
 * two of them have been told the same but for names, what one of them does the other would do. A check that
 * one thread has begun is put off for the others: it is made up for as soon as something may tell them
 * apart, be it that the code asks, or that one wants something else than the other did. From then on, each thread
 * is checked by itself, still once for all its rounds: nothing can tell these apart.
 */
export class SharedChecks {
  readonly #arena: Arena;
  readonly #steps = new Map<string, SharedStep>();
  /** Of each place, for all threads but for names, or for one: what is wanted there. */
  readonly #wants = new Map<string, { readonly want: Want; readonly key: string }>();
  #putOff: (() => void)[] = [];

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** The same for the same step, but for names and rounds; but for rounds only, once threads have been told apart. */
  stepOf(operation: ThreadOperation, log: Log, { answer, hasChanged }: Given): SharedStep {
    const renaming = this.#renamingFor(operation);
    const place = placeOf(operation, log, renaming);
    const told = keyOfAnswer(renaming === undefined ? answer : renaming.answer(answer));
    const key = `${place} ${told}${hasChanged ? '!' : ''}`;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const step: SharedStep = { isOfAll: renaming !== undefined, checker: undefined };
    this.#steps.set(key, step);
    return step;
  }

  /** Whether it is for a thread in an operation of its plan to check a step. */
  isFor(operation: ThreadOperation, step: SharedStep): boolean {
    if (step.isOfAll && this.#arena.toldApartBy !== undefined) return true;
    return (step.checker ??= operation) === operation;
  }

  /**
   * Compares what a thread wants at a place with what the others want there, or it itself in another round.
   *
   * @throws IllFormedError if a thread wants something else than itself.
   */
  compare(operation: ThreadOperation, log: Log, want: Want & { readonly pending: Pending }): void {
    const { thread } = operation.invocation;
    const renaming = this.#renamingFor(operation);
    const place = placeOf(operation, log, renaming);
    const key = keyOfPending(renaming === undefined ? want.pending : renaming.pending(want.pending));
    const known = this.#wants.get(place);
    if (known === undefined) this.#wants.set(place, { want, key });
    else if (known.key !== key) {
      if (renaming === undefined) {
        const [first, then] = [known.want, want].map((wanted) => describeWant(wanted, this.#arena));
        throw notDeterministic(first!, `${then!}, in another round of T${thread}`);
      }
      this.#arena.toldApartBy = `T${thread}, which does otherwise than another thread in its place`;
    }
  }

  /** What makes all threads alike; undefined once they have been told apart. */
  #renamingFor({ invocation }: ThreadOperation): OrderOfAppearance | undefined {
    return this.#arena.toldApartBy === undefined
      ? new OrderOfAppearance(this.#arena, invocation.thread)
      : undefined;
  }

  /** Leaves a check to whoever has begun it. */
  putOff(check: () => void): void {
    // Nothing will tell the rounds of one thread apart.
    if (this.#arena.toldApartBy === undefined) this.#putOff.push(check);
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

/** All that a thread is told up to a place in an operation: the same for all threads, or, without a renaming, for one. */
function placeOf({ invocation }: ThreadOperation, log: Log, renaming: OrderOfAppearance | undefined): string {
  const { thread, operation, permits, item } = invocation;
  const who = renaming === undefined ? `T${thread}` : '';
  return `${who} ${operation} ${permits} ${item ?? ''} ${keyOfLog(renaming === undefined ? log : renaming.log(log))}`;
}
