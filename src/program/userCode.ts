/**
 * Runs the user's code where it may do nothing but compute: sources of chance and of time are
 * refused, and what it throws is told apart from Heddle's own complaints.
 */

import { HeddleBug, IllFormedError, UsageError } from '../core/errors.ts';
import { describeType } from '../core/value.ts';

/** Told when the user's code is entered and left, so that somebody else can see that it does not come back. */
export interface UserCodeWatch {
  readonly enter: () => void;
  readonly leave: () => void;
}

let watch: UserCodeWatch | undefined;

/** Installs a watch for this thread. */
export function watchUserCode(installed: UserCodeWatch): void {
  watch = installed;
}

type Outcome<Result> = { readonly value: Result } | { readonly thrown: Error };

/** Runs `code`; answers its value or the error that it threw. @throws IllFormedError if it is not deterministic. */
export function runUserCode<Result>(code: () => Result): Outcome<Result> {
  const { random } = Math;
  const { now } = Date;
  Math.random = () => refuse('Math.random()');
  Date.now = () => refuse('Date.now()');
  watch?.enter();
  try {
    return { value: code() };
  } catch (error) {
    return { thrown: asProgramError(error) };
  } finally {
    watch?.leave();
    Math.random = random;
    Date.now = now;
  }
}

function refuse(source: string): never {
  throw new IllFormedError({
    what: 'The primitive is not deterministic.',
    found: `a call of ${source}`,
    expected: 'steps that depend on the results of earlier steps alone',
    next: 'Take chance and time out of the primitive; a deadline is `deadline.isPast()`.',
  });
}

function asProgramError(error: unknown): Error {
  if (error instanceof IllFormedError || error instanceof HeddleBug || error instanceof UsageError) {
    throw error;
  }
  if (!(error instanceof Error)) {
    throw new IllFormedError({
      what: 'The primitive throws something that is not an Error.',
      found: describeType(error),
      expected: 'an instance of Error',
      next: 'Throw new Error(...), so that the trace can name it.',
    });
  }
  if (error instanceof TypeError && /^Cannot (assign to read only|add) property/.test(error.message)) {
    throw new IllFormedError(
      {
        what: 'The primitive keeps mutable state outside of shared objects.',
        found: error.message,
        expected: 'fields that are set in the constructor and never again',
        next: 'Make the field a shared object: cell(...), deque(...), or your own with defineObject.',
      },
      { cause: error },
    );
  }
  return error;
}
