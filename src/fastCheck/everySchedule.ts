import fc from 'fast-check';
import { IllFormedError, UsageError } from '../core/errors.ts';

/** How to explore. */
export interface EveryScheduleOptions {
  /** As fast-check's `scheduler({ act })`: what every task is run inside of. */
  readonly act?: (run: () => Promise<void>) => Promise<unknown>;
  /** Executions, at most. Default 1,000,000. */
  readonly executionsMax?: number;
}

/** What was explored: `holds` if that is every order of the tasks. */
export interface EveryScheduleReport {
  readonly verdict: 'holds' | 'unknown';
  readonly executions: number;
}

/** A task that the scheduler of fast-check has been handed, as far as this file looks at it. */
interface ScheduledTask {
  readonly taskId: number;
  readonly label: string;
}

/** How the scheduler of fast-check decides which task is next. */
interface TaskSelector {
  clone(): TaskSelector;
  nextTaskIndex(tasks: readonly ScheduledTask[]): number;
}

/**
 * Runs a test that is written for `fc.scheduler()` once for every order of its tasks, so that it becomes a proof for
 * those tasks. The scheduler is fast-check's own, with Heddle's choices in the place of drawn ones.
 *
 * Exact, up to `executionsMax`. Rejects with the error of the first order that fails, with the order, the report of
 * the scheduler, and what to paste into a test to see it again.
 *
 * @param test rejects, throws or comes to `false` where the property is violated.
 * @throws IllFormedError if the test schedules other tasks when its tasks run in the same order again.
 * @example
 * // before: fc.assert(fc.asyncProperty(fc.scheduler(), async (s) => { ... }))
 * await everySchedule(async (s) => { ... });
 */
export async function everySchedule(
  test: (scheduler: fc.Scheduler) => unknown,
  { act, executionsMax = 1_000_000 }: EveryScheduleOptions = {},
): Promise<EveryScheduleReport> {
  const choices = new Choices();
  for (let executions = 1; ; executions++) {
    const scheduler = fc.schedulerFor([], act === undefined ? undefined : { act });
    choices.begin();
    choose(scheduler, choices);
    try {
      if ((await test(scheduler)) === false) throw new Error('the test came to false');
    } catch (error) {
      throw error instanceof IllFormedError ? error : failed(error, choices.order, scheduler, executions);
    }
    choices.checkEnd();
    if (!choices.advance()) return { verdict: 'holds', executions };
    if (executions >= executionsMax) return { verdict: 'unknown', executions };
  }
}

/** Puts Heddle's choices in the place of fast-check's. */
function choose(scheduler: fc.Scheduler, choices: Choices): void {
  const open = scheduler as unknown as { taskSelector?: TaskSelector };
  if (typeof open.taskSelector?.nextTaskIndex !== 'function') {
    throw new UsageError({
      what: 'The scheduler of this version of fast-check cannot be steered.',
      found: `fast-check ${fc.__version}`,
      expected: 'fast-check 4',
    });
  }
  const selector: TaskSelector = { clone: () => selector, nextTaskIndex: (tasks) => choices.next(tasks) };
  open.taskSelector = selector;
}

/** The choices of one execution after the other, depth first. */
class Choices {
  /** The tasks that have run, by their ids in fast-check. */
  order: number[] = [];
  readonly #chosen: { index: number; readonly width: number; readonly tasks: string }[] = [];
  #depth = 0;

  begin(): void {
    this.order = [];
    this.#depth = 0;
  }

  next(tasks: readonly ScheduledTask[]): number {
    const text = tasks.map(({ taskId, label }) => `${taskId} ${label}`).join(', ');
    const depth = this.#depth++;
    const known = this.#chosen[depth];
    if (known === undefined) this.#chosen.push({ index: 0, width: tasks.length, tasks: text });
    else if (known.tasks !== text) throw notTheSame(known.tasks, text);
    const { index } = this.#chosen[depth]!;
    this.order.push(tasks[index]!.taskId);
    return index;
  }

  /** An execution that asks for less than it did before is not the same either. */
  checkEnd(): void {
    const expected = this.#chosen[this.#depth];
    if (expected !== undefined) throw notTheSame(expected.tasks, 'nothing');
  }

  /** To the next execution. @returns whether there is one. */
  advance(): boolean {
    for (let last = this.#chosen.at(-1); last !== undefined; last = this.#chosen.at(-1)) {
      if (last.index + 1 < last.width) {
        last.index++;
        return true;
      }
      this.#chosen.pop();
    }
    return false;
  }
}

function notTheSame(before: string, now: string): IllFormedError {
  return new IllFormedError({
    what: 'The test does not do the same when its tasks run in the same order again.',
    found: `scheduled: ${now}`,
    expected: `scheduled: ${before}`,
    next: 'Make everything that it uses anew in each run, and take chance and time out of it.',
  });
}

function failed(
  error: unknown,
  order: readonly number[],
  scheduler: fc.Scheduler,
  executions: number,
): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const text = [
    reason,
    '',
    `Order ${executions} of the tasks fails:`,
    fc.stringify(scheduler),
    '',
    'To see it again, hand this scheduler to the test:',
    `  fc.schedulerFor([${order.join(', ')}])`,
  ].join('\n');
  return new Error(text, { cause: error });
}
