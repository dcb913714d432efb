import { SetMask, type Step } from './step.ts';

/**
 * Runs `body` with interrupts held off. Takes no step of its own.
 *
 * @example
 * yield* masked(function* () {
 *   yield* gate.p();
 *   yield* count.write(0);   // no interrupt comes between the two
 * });
 */
export function* masked<Result>(body: () => Step<Result>): Step<Result> {
  yield new SetMask('mask');
  try {
    return yield* body();
  } finally {
    yield new SetMask('restore');
  }
}

/** Inside {@link masked}, runs `body` with interrupts let in again: the one place that may be interrupted. */
export function* interruptible<Result>(body: () => Step<Result>): Step<Result> {
  yield new SetMask('unmask');
  try {
    return yield* body();
  } finally {
    yield new SetMask('restore');
  }
}
