import type { ThreadIndex } from '../core/ids.ts';
import type { Arena } from './arena.ts';
import { neverYields, throwsAtOnce } from './illFormed.ts';
import type { Pending } from './log.ts';
import { OperationRun } from './operationRun.ts';
import type { Step } from './step.ts';

/**
 * Begins an operation and runs to its first step.
 *
 * @param name names the operation in messages.
 * @throws IllFormedError if it has none.
 */
export function beginOperation(
  name: string,
  begin: () => Step<unknown>,
  thread: ThreadIndex,
  arena: Arena,
): OperationRun & { readonly pending: Pending } {
  const run = new OperationRun(begin, thread, arena);
  if (hasPending(run)) return run;
  throw run.end !== undefined && 'thrown' in run.end ? throwsAtOnce(name, run.end.thrown) : neverYields(name);
}

function hasPending(run: OperationRun): run is OperationRun & { readonly pending: Pending } {
  return run.pending !== undefined;
}
