import { keyOf } from '../core/value.ts';
import type { Arena } from '../program/arena.ts';
import { describePending } from '../program/describePending.ts';
import type { Pending } from '../program/log.ts';
import type { End } from '../program/operationRun.ts';

/** What a run has come to: what it asks for, or how it ended. */
export interface Want {
  readonly pending: Pending | undefined;
  readonly end?: End | undefined;
  readonly isMasked: boolean;
}

/** The same in words. */
export function describeWant({ pending, end, isMasked }: Want, arena: Arena): string {
  if (pending !== undefined) return `${describePending(pending, arena)}${isMasked ? ', masked' : ''}`;
  if (end === undefined) return 'nothing';
  return 'value' in end ? `a return of ${keyOf(end.value)}` : `a throw of ${String(end.thrown)}`;
}
