import type { Overrun } from './commandRun.ts';

/** What one run of a tool took, from start to verdict, and what it got done. */
export interface Run {
  /** End to end: everything from the source to the verdict. */
  readonly wallMs: number;
  readonly cpuMs: number;
  /** The search alone, or the executions alone, when everything is in place. */
  readonly coreMs: number;
  readonly memoryBytes: number;
  /** States, or executions. */
  readonly count: number;
  readonly transitions: number;
}

/** One tool at one piece of work, to be run several times. */
export interface Task {
  readonly tool: Tool;
  readonly work: string;
  readonly threads: number;
  readonly repetitions: number;
  readonly run: () => Promise<Run | Overrun>;
}

/** Who is measured. */
export type Tool = 'Heddle' | 'Heddle, plain' | 'Spin' | 'xstate/graph' | 'fast-check';

/** The medians of a task's runs. */
export interface Measurement {
  readonly tool: Tool;
  readonly work: string;
  readonly threads: number;
  /** How many runs the medians are of. */
  readonly runs: number;
  readonly result: Run | Overrun;
}

/**
 * Carries out all tasks, round after round, so that whatever else the machine does meanwhile falls on
 * all alike. A task that overruns is not repeated.
 */
export async function measure(tasks: readonly Task[], onRun: (task: Task) => void): Promise<Measurement[]> {
  const runs = new Map<Task, (Run | Overrun)[]>(tasks.map((task) => [task, []]));
  const rounds = Math.max(0, ...tasks.map(({ repetitions }) => repetitions));
  for (let round = 0; round < rounds; round++) {
    for (const task of tasks) {
      const done = runs.get(task)!;
      if (round >= task.repetitions || done.some(isOverrun)) continue;
      onRun(task);
      done.push(await task.run());
    }
  }
  return tasks.map((task) => {
    const done = runs.get(task)!;
    const { tool, work, threads } = task;
    return { tool, work, threads, runs: done.length, result: done.find(isOverrun) ?? medians(done as Run[]) };
  });
}

/** Whether a run was stopped at its limit. */
export function isOverrun(run: Run | Overrun): run is Overrun {
  return 'overrunMs' in run;
}

function medians(runs: readonly Run[]): Run {
  const of = (field: keyof Run): number => median(runs.map((run) => run[field]));
  return {
    wallMs: of('wallMs'),
    cpuMs: of('cpuMs'),
    coreMs: of('coreMs'),
    memoryBytes: of('memoryBytes'),
    count: of('count'),
    transitions: of('transitions'),
  };
}

/** The middle one of some numbers; of an even count the lower of the two in the middle. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[(numbers.length - 1) >> 1]!;
}
