/** The steps of an execution as rows of text, before anybody decides how they look. */

import type { ThreadIndex } from '../core/ids.ts';
import type { Arena } from '../program/arena.ts';
import { describePending, isBoundToSucceed } from '../program/describePending.ts';
import type { BlockedThread, ExecutedStep, Execution } from '../trace/execution.ts';
import { describeAction, describeAnswer } from '../trace/record.ts';

/** One step of an execution, in words. */
export interface StepRow {
  /** Counted from 1. */
  readonly number: number;
  readonly thread: ThreadIndex;
  /** The operation that begins with this step. */
  readonly calls: string | undefined;
  /** What the thread does, and what it is told: `value.read = 0`. */
  readonly does: string;
  /** What is unusual about the step: an interrupt, a deadline. */
  readonly mark: string | undefined;
  /** How the operation ends with this step: `returns true`, `throws Interrupt`. */
  readonly ends: string | undefined;
  readonly changes: readonly string[];
  /** The threads that are blocked after the step, and on what. */
  readonly blocked: readonly { readonly thread: ThreadIndex; readonly on: string }[];
  /** The state of the model, or of the model's possible states. */
  readonly model: string;
  readonly isQuiet: boolean;
}

/** The steps of an execution, in order. */
export function stepRows(execution: Execution): StepRow[] {
  return execution.steps.map((step, index) => rowOf(step, index + 1, execution));
}

function rowOf(step: ExecutedStep, number: number, { program }: Execution): StepRow {
  const { arena } = program;
  const { choice, events, changes, blocked, chartStates } = step;
  const told = describeAnswer(step, arena);
  const calls = events.find(({ type }) => type === 'call');
  return {
    number,
    thread: choice.thread,
    calls: calls?.invocation.operation,
    does: doing(step, told, arena),
    mark: describeAction(choice.action),
    ends: endOf(step, arena),
    changes: changes.map(({ object, before, after }) => {
      const show = (value: typeof before): string =>
        value === undefined ? 'none' : arena.render(object, value);
      return `${arena.at(object).name}: ${show(before)} → ${show(after)}`;
    }),
    blocked: blocked.map((one) => ({ thread: one.thread, on: blockedOn(one, arena) })),
    model:
      program.setup.model === undefined
        ? ''
        : chartStates.length === 0
          ? 'none fits'
          : chartStates.join(' | '),
    isQuiet: step.moment !== undefined,
  };
}

function doing(step: ExecutedStep, told: string | undefined, arena: Arena): string {
  if (step.pending.type === 'allocate' && told !== undefined) return `makes ${told}`;
  const what = describePending(step.pending, arena).replace('()', '');
  const isSaid = told !== undefined && step.answer?.type !== 'interrupted' && !isBoundToSucceed(step.pending);
  return isSaid ? `${what} = ${told}` : what;
}

function endOf({ events }: ExecutedStep, arena: Arena): string | undefined {
  for (const event of events) {
    if (event.type === 'return') {
      return event.value === undefined ? 'returns' : `returns ${arena.describe(event.value)}`;
    }
    if (event.type === 'throw') return `throws ${event.thrown.name}`;
  }
  return undefined;
}

function blockedOn({ object, holder, isLooking }: BlockedThread, arena: Arena): string {
  if (object === undefined) return 'waits';
  const { name } = arena.at(object);
  if (isLooking) return `waits for ${name} to change`;
  return holder === undefined ? `waits for ${name}` : `waits for ${name} (T${holder.thread} has it)`;
}
