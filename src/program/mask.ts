import { SetMask, type Step } from './step.ts';
import { toBeTaken } from './untaken.ts';

/**
 * Runs `body` with interrupts held off. Takes no step of its own.
 *
 * @example
 * yield* masked(function* () {
 *   yield* gate.p();
 *   yield* count.write(0);   // no interrupt comes between the two
 * });
 */
export function masked<Result>(body: () => Step<Result>): Step<Result> {
  return toBeTaken({ operation: 'masked' }, within('mask', body));
}

/** Inside {@link masked}, runs `body` with interrupts let in again: the one place that may be interrupted. */
export function interruptible<Result>(body: () => Step<Result>): Step<Result> {
  return toBeTaken({ operation: 'interruptible' }, within('unmask', body));
}

function* within<Result>(change: 'mask' | 'unmask', body: () => Step<Result>): Step<Result> {
  yield new SetMask(change);
  try {
    return yield* body();
  } finally {
    yield new SetMask('restore');
  }
}
