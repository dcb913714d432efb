/** Executes a schedule, and takes down all that a page shows of it. */

import { ModelFollower } from '../../automata/modelFollower.ts';
import type { Property } from '../../core/monitor.ts';
import type { Choice } from '../../core/schedule.ts';
import type { ObjectIndex } from '../../core/ids.ts';
import { describePending } from '../../program/describePending.ts';
import type { Program } from '../../program/program.ts';
import { notingWhereabouts, whereaboutsOf } from '../../program/whereabouts.ts';
import type { World } from '../../program/world.ts';
import type { ExecutedStep, Execution } from '../../trace/execution.ts';
import { executeSchedule } from '../../trace/lassoExecution.ts';
import { Possessions } from '../../trace/possessions.ts';
import { stepRows, type StepRow } from '../stepRows.ts';
import { causesOf, pastOf } from './causes.ts';
import type { Blocked, Course, ObjectChange, RecordedStep, Situation, Standing, Wake } from './recording.ts';
import type { Sources } from './sources.ts';

/** An execution, and what was taken down of it. */
export interface RecordedExecution {
  readonly course: Course;
  readonly execution: Execution;
}

/**
 * @param keyStepsOf the steps of a failure, counted from 1, that belong to what it depends on.
 * @param loop how many of the choices, the last, are repeated for ever; for a rule about executions without end.
 */
export function recordCourse(
  program: Program,
  choices: readonly Choice[],
  rule: Property | undefined,
  sources: Sources,
  keyStepsOf: (execution: Execution) => readonly number[],
  loop?: number,
): RecordedExecution {
  const standings: (readonly Standing[])[] = [];
  const observe = (world: World): void => void standings.push(standingsIn(world, sources));
  const execution = notingWhereabouts(() => executeSchedule(program, choices, rule, loop, observe));
  const recorder = new Recorder(execution, standings);
  const steps = recorder.steps();
  const causes = causesOf(steps);
  const { violation, divergence } = execution;
  const roots = violation === undefined ? [] : rootsOf(execution, keyStepsOf(execution));
  return {
    execution,
    course: {
      start: recorder.start(),
      steps: steps.map((step, index) => ({ ...step, after: causes[index]! })),
      ...(violation === undefined ? {} : { violation }),
      ...(divergence === undefined ? {} : { divergence }),
      ...(execution.loop === undefined ? {} : { loop: execution.loop.after }),
      past: pastOf(causes, roots),
    },
  };
}

/** The steps that a violation is about: those that explain it, the last, and the last of everybody who is stuck. */
function rootsOf({ steps }: Execution, keySteps: readonly number[]): number[] {
  const stuck = steps.at(-1)?.moment === undefined ? [] : steps.at(-1)!.blocked.map(({ thread }) => thread);
  return [
    steps.length - 1,
    ...keySteps.map((step) => step - 1),
    ...stuck.map((thread) => steps.findLastIndex(({ choice }) => choice.thread === thread)),
  ].filter((step) => step >= 0);
}

function standingsIn(world: World, sources: Sources): Standing[] {
  const { arena, threads } = world.program;
  return threads.map(({ index }): Standing => {
    const running = world.thread(index);
    if (running === undefined) return { operation: undefined, isInside: false, asks: '', places: [] };
    const { run, operation, isCalled } = running;
    return {
      operation: operation.isVisible ? operation.invocation.operation : undefined,
      isInside: isCalled,
      asks: run.pending === undefined ? '' : describePending(run.pending, arena),
      places: whereaboutsOf(run.request, sources.isWanted).flatMap((frame) => sources.placeOf(frame) ?? []),
    };
  });
}

class Recorder {
  readonly #execution: Execution;
  readonly #standings: readonly (readonly Standing[])[];
  readonly #rows: readonly StepRow[];
  readonly #possessions: Possessions;

  constructor(execution: Execution, standings: readonly (readonly Standing[])[]) {
    this.#execution = execution;
    this.#standings = standings;
    this.#rows = stepRows(execution);
    this.#possessions = new Possessions(execution.program);
  }

  start(): Situation {
    const { setup } = this.#execution.program;
    const follower = setup.model === undefined ? undefined : new ModelFollower(setup.model, setup);
    const chart = follower?.chartStates(follower.initial) ?? [];
    return { threads: this.#standings[0]!, blocked: [], chart, isQuiet: true, holders: [] };
  }

  steps(): Omit<RecordedStep, 'after'>[] {
    return this.#execution.steps.map((step, index) => this.#step(step, index));
  }

  #step(step: ExecutedStep, index: number): Omit<RecordedStep, 'after'> {
    const { choice, pending, chartStates, moment } = step;
    const { calls, does, mark, ends } = this.#rows[index]!;
    this.#possessions.note(step, index);
    return {
      ...choice,
      ...(calls === undefined ? {} : { calls }),
      does,
      ...(mark === undefined ? {} : { mark }),
      ...(ends === undefined ? {} : { ends }),
      ...(pending.type === 'operate' ? { object: pending.object } : {}),
      changes: this.#changes(step),
      wakes: this.#wakes(step, index),
      threads: this.#standings[index + 1]!,
      blocked: this.#blocked(step, index),
      chart: chartStates,
      isQuiet: moment !== undefined,
      holders: this.#holders(),
    };
  }

  #blocked({ blocked }: ExecutedStep, index: number): Blocked[] {
    return blocked.map(({ thread, object, holder }, at) => ({
      thread,
      on: this.#rows[index]!.blocked[at]!.on,
      object,
      holder: holder?.thread,
    }));
  }

  #changes({ changes }: ExecutedStep): ObjectChange[] {
    const { arena } = this.#execution.program;
    const render = (
      object: ObjectIndex,
      value: ExecutedStep['changes'][number]['after'],
    ): string | undefined =>
      value === undefined && arena.at(object).pool !== undefined ? undefined : arena.render(object, value);
    return changes.map(({ object, before, after }) => ({
      object,
      before: render(object, before),
      after: render(object, after),
    }));
  }

  #wakes(step: ExecutedStep, index: number): Wake[] {
    const before = this.#execution.steps[index - 1]?.blocked ?? [];
    const mover = step.choice.thread;
    return before.flatMap(({ thread, object }): Wake[] => {
      if (thread === mover || step.blocked.some((now) => now.thread === thread)) return [];
      const change = step.changes.find((one) => one.object === object);
      return [{ thread, isHandOff: change !== undefined && this.#isHandedTo(thread, change) }];
    });
  }

  #isHandedTo(thread: number, { object, before, after }: ExecutedStep['changes'][number]): boolean {
    const { kind } = this.#execution.program.arena.at(object);
    if (kind.possession === undefined || before === undefined || after === undefined) return false;
    return (
      kind.possession(before).waiters.includes(thread) &&
      kind.possession(after).isTaken &&
      !kind.possession(after).waiters.includes(thread)
    );
  }

  #holders(): [number, number][] {
    return this.#execution.program.arena.objects.flatMap(({ index }): [number, number][] => {
      const holder = this.#possessions.holderOf(index);
      return holder === undefined ? [] : [[index, holder.thread]];
    });
  }
}
