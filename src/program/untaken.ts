/**
 * Steps that were made and never taken. A generator does nothing until it is run, so `lock.release()`
 * without `yield*` is no step at all, and what is then checked is another primitive than the one that
 * was meant.
 */

import type { Handle, Step } from './step.ts';

/** What a step is, for a message: an operation of an object, or a function of Heddle's. */
export interface StepName {
  readonly object?: Handle;
  readonly operation: string;
}

/** The steps that an operation has made and not begun. */
export class UntakenSteps {
  readonly #made = new Map<object, StepName>();

  note(step: object, name: StepName): void {
    this.#made.set(step, name);
  }

  begin(step: object): void {
    this.#made.delete(step);
  }

  /** The first of them, if there is one. */
  get first(): StepName | undefined {
    const [name] = this.#made.values();
    return name;
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
  const watch = watching;
  if (watch === undefined) return step;
  const noted = begun(step, () => watch.begin(noted));
  watch.note(noted, name);
  return noted;
}

function* begun<Result>(step: Step<Result>, onBegin: () => void): Step<Result> {
  onBegin();
  return yield* step;
}
