/** What is measured: which tool does which work, and how often. */

import type { Task, Tool } from './measurement.ts';
import { runJob, type Parameters } from './job.ts';
import type { Size } from './peerPrograms.ts';
import { runSpin } from './peers/spin.ts';

/** Which tools there are, and how thorough the measurement is. */
export interface Scope {
  readonly hasSpin: boolean;
  readonly repetitions: number;
  /** The most threads that Spin is tried with. */
  readonly spinThreadsMax: number;
  /** For a single run of Spin. */
  readonly spinLimitMs: number;
  /** For a single run of Heddle, where the question is how many threads can be decided in that time. */
  readonly limitMs: number;
  readonly threadsMax: number;
}

/** The whole measurement: some ten minutes. */
export const whole: Omit<Scope, 'hasSpin'> = {
  repetitions: 5,
  spinThreadsMax: 6,
  spinLimitMs: 300_000,
  limitMs: 60_000,
  threadsMax: 10,
};

/** Enough to see that everything runs. */
export const quick: Omit<Scope, 'hasSpin'> = {
  repetitions: 1,
  spinThreadsMax: 3,
  spinLimitMs: 60_000,
  limitMs: 60_000,
  threadsMax: 3,
};

/** From this many threads on, a run of Spin takes minutes, and one of Heddle seconds. */
const manyThreads = 6;

const sizeOf = (threads: number): Size => ({ threads, rounds: 2, permits: 2 });

/** What a size is called. */
export function nameOf(work: 'W1' | 'W1a', { threads, rounds, permits }: Size): string {
  return `${work} ${threads},${rounds},${permits}`;
}

/** Exhaustive searches of W1 for failed assertions and deadlocks. */
export function searchTasks({ hasSpin, threadsMax, ...scope }: Scope): Task[] {
  return numbersTo(threadsMax, 2).flatMap((threads) => {
    const size = sizeOf(threads);
    const repetitions = threads < manyThreads ? scope.repetitions : threads === manyThreads ? 3 : 1;
    const head = { work: nameOf('W1', size), threads, repetitions };
    const reduced: Task = {
      ...head,
      tool: 'Heddle',
      run: () => runJob('heddle search', { ...size, how: 'reduced' }, scope.limitMs),
    };
    const plain: Task = {
      ...head,
      tool: 'Heddle, plain',
      run: () => runJob('heddle search', { ...size, how: 'plain' }),
    };
    const spin: Task = {
      ...head,
      tool: 'Spin',
      repetitions: threads < manyThreads ? repetitions : 1,
      run: () => runSpin('w1', size, scope.spinLimitMs),
    };
    return [
      reduced,
      ...(threads < manyThreads ? [plain] : []),
      ...(hasSpin && threads <= scope.spinThreadsMax ? [spin] : []),
    ];
  });
}

/** All states of W1a, by Heddle without reductions and by xstate/graph. */
export function graphTasks({ repetitions, threadsMax }: Scope): Task[] {
  return numbersTo(Math.min(threadsMax, 4), 3).flatMap((threads) => {
    const size = sizeOf(threads);
    const of = (tool: Tool, job: string, parameters: Parameters): Task => ({
      tool,
      work: nameOf('W1a', size),
      threads,
      repetitions: Math.min(repetitions, 3),
      run: () => runJob(job, parameters),
    });
    return [
      of('Heddle, plain', 'heddle search', { ...size, how: 'plain W1a' }),
      of('xstate/graph', 'xstate/graph', size),
    ];
  });
}

/** Executions of W1 at random. Each tool makes as many as it takes for the time of its start not to count. */
export function sampleTasks({ repetitions, threadsMax }: Scope): Task[] {
  const isQuick = threadsMax < 8;
  return [3, 5, 8].flatMap((threads) => {
    const size = sizeOf(threads);
    const of = (tool: Tool, job: string, executions: number): Task => ({
      tool,
      work: nameOf('W1', size),
      threads,
      repetitions,
      run: () => runJob(job, { ...size, executions: isQuick ? executions / 100 : executions }),
    });
    return [of('Heddle', 'heddle sample', 400_000), of('fast-check', 'fast-check', 4000)];
  });
}

function numbersTo(last: number, first: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
