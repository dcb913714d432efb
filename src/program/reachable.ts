import type { ObjectIndex } from '../core/ids.ts';
import { referencesIn, type Value } from '../core/value.ts';
import type { Arena } from './arena.ts';
import { referencesInLog, referencesInPending } from './log.ts';
import type { OperationRun } from './operationRun.ts';

/** The objects that something still points to: an operation in progress, or what an object holds. */
export function reachableFrom(
  runs: readonly OperationRun[],
  values: readonly Value[],
  arena: Arena,
): Set<ObjectIndex> {
  const found = new Set<ObjectIndex>();
  const visit = (indices: readonly ObjectIndex[]): void => {
    for (const index of indices) {
      if (found.has(index)) continue;
      found.add(index);
      visit(referencesIn(values[index]));
    }
  };
  for (const run of runs) {
    visit(referencesInLog(run.log));
    if (run.pending !== undefined) visit(referencesInPending(run.pending));
  }
  for (const { index, pool } of arena.objects) {
    if (pool === undefined) visit(referencesIn(values[index]));
  }
  return found;
}
