import { keyOf } from '../core/value.ts';
import type { Arena } from '../program/arena.ts';
import { describePending } from '../program/describePending.ts';
import type { OperationRun } from '../program/operationRun.ts';

/** What a run has come to: what it asks for, or how it ended. */
export function describeWant({ pending, end, isMasked }: OperationRun, arena: Arena): string {
  if (pending !== undefined) return `${describePending(pending, arena)}${isMasked ? ', masked' : ''}`;
  if (end === undefined) return 'nothing';
  return 'value' in end ? `a return of ${keyOf(end.value)}` : `a throw of ${String(end.thrown)}`;
}
