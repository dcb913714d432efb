/**
 * Steps that were made and never taken. A generator does nothing until it is run, so `lock.release()`
 * without `yield*` is no step at all, and what is then checked is another primitive than the one that
 * was meant.
 */

import type { Handle, Request, Step } from './step.ts';

/** What a step is, for a message: an operation of an object, or a function of Heddle's. */
export interface StepName {
  readonly object?: Handle;
  readonly operation: string;
}

/** The steps that an operation has made. */
export class UntakenSteps {
  readonly #made: NotedStep[] = [];

  note(step: NotedStep): void {
    this.#made.push(step);
  }

  /** The first of them that was not begun, if there is one. */
  get first(): StepName | undefined {
    return this.#made.find(({ isBegun }) => !isBegun)?.name;
  }
}

let watching: UntakenSteps | undefined;

/** Runs `code`, and notes in `untaken` the steps that it makes. */
export function watchSteps<Result>(untaken: UntakenSteps, code: () => Result): Result {
  const outer = watching;
  watching = untaken;
  try {
    return code();
  } finally {
    watching = outer;
  }
}

/** Notes that a step was made, and later that it is begun. */
export function toBeTaken<Result>(name: StepName, step: Step<Result>): Step<Result> {
  if (watching === undefined) return step;
  const noted = new NotedStep(name, step);
  watching.note(noted);
  return noted as unknown as Step<Result>;
}

/**
 * Stands for a generator until it is begun: `yield*` asks it for its iterator, and is handed the generator
 * itself, so that from then on nothing stands in between.
 */
class NotedStep {
  readonly name: StepName;
  isBegun = false;
  readonly #step: Step<unknown>;

  constructor(name: StepName, step: Step<unknown>) {
    this.name = name;
    this.#step = step;
  }

  [Symbol.iterator](): Step<unknown> {
    this.isBegun = true;
    return this.#step;
  }

  next(reply: unknown): IteratorResult<Request, unknown> {
    return this[Symbol.iterator]().next(reply);
  }

  return(result: unknown): IteratorResult<Request, unknown> {
    return this[Symbol.iterator]().return(result);
  }

  throw(error: unknown): IteratorResult<Request, unknown> {
    return this[Symbol.iterator]().throw(error);
  }

  get [Symbol.toStringTag](): string {
    return 'Generator';
  }
}
