/** Worker threads that check code made of promises, watched from the main thread. */

import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import { Tinypool } from 'tinypool';
import type { SubjectReport } from 'heddle/promises';
import { IllFormedError } from '../core/errors.ts';
import { workerArguments, workerFile } from './workerFile.ts';
import { errorOf } from './workerRefusal.ts';
import {
  signalCount,
  stopSignal,
  turnsSignal,
  type SubjectAddress,
  type SubjectAnswer,
  type SubjectProgress,
  type SubjectRequest,
  type SubjectTask,
} from './subjectWorker.ts';

/** What is asked of every subject, and who is told how it goes. */
export interface SubjectCrewOptions {
  readonly request: SubjectRequest;
  readonly onProgress?: (name: string, progress: SubjectProgress) => void;
  /** Ends all checks early when it is aborted; what they have found is still reported. */
  readonly stop?: AbortSignal;
}

/** An event loop that does not turn for so long is kept by the code under test. */
const stuckAfterMs = 10_000;
const lookIntervalMs = 1000;

/**
 * Checks subjects, each in a thread of its own. Yields the reports in the order of `addresses`, each as soon as those
 * before it are there; those that were not begun when the run was stopped are left out.
 *
 * @throws IllFormedError if the code under test never gives the event loop back, or what a check throws.
 */
export async function* checkSubjectsAside(
  addresses: readonly SubjectAddress[],
  options: SubjectCrewOptions,
): AsyncGenerator<SubjectReport> {
  const stop = options.stop ?? new AbortController().signal;
  const pool = new Tinypool({
    filename: workerFile,
    name: 'checkSubject',
    execArgv: workerArguments,
    minThreads: 1,
    maxThreads: Math.max(1, Math.min(addresses.length, availableParallelism())),
  });
  // One listener for each subject is no leak.
  setMaxListeners(addresses.length + 1, stop);
  try {
    const answers = addresses.map((address) => checkAside(pool, address, options, stop));
    // One that fails is told in its turn.
    for (const answer of answers) answer.catch(() => {});
    for (const answer of answers) {
      const report = await answer;
      if (report !== undefined) yield report;
    }
  } finally {
    await pool.destroy();
  }
}

async function checkAside(
  pool: Tinypool,
  address: SubjectAddress,
  { request, onProgress }: SubjectCrewOptions,
  stop: AbortSignal,
): Promise<SubjectReport | undefined> {
  const signals = new Int32Array(new SharedArrayBuffer(signalCount * 4));
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (progress: SubjectProgress) => onProgress?.(address.name, progress));
  const stuck = new AbortController();
  const tellToStop = (): void => {
    Atomics.store(signals, stopSignal, 1);
    // A check that has not begun need not begin.
    if (Atomics.load(signals, turnsSignal) === 0) stuck.abort();
  };
  stop.addEventListener('abort', tellToStop);
  const lookout = watchFor(signals, stuck);
  const task: SubjectTask = { address, request, signals, port: port2 };
  try {
    const answer = (await pool.run(task, {
      transferList: [port2],
      signal: stuck.signal,
    })) as SubjectAnswer;
    if ('refusal' in answer) throw errorOf(answer, address.name);
    return answer.report;
  } catch (error) {
    if (!stuck.signal.aborted) throw error;
    if (stop.aborted) return undefined;
    throw endless(address);
  } finally {
    clearInterval(lookout);
    stop.removeEventListener('abort', tellToStop);
    port1.close();
  }
}

/** Aborts when the event loop of a check that has begun has not turned for a long time. */
function watchFor(signals: Int32Array, stuck: AbortController): NodeJS.Timeout {
  let turns = 0;
  let since = 0;
  return setInterval(() => {
    const now = Atomics.load(signals, turnsSignal);
    if (now === 0 || now !== turns) {
      turns = now;
      since = performance.now();
    } else if (performance.now() - since > stuckAfterMs) stuck.abort();
  }, lookIntervalMs);
}

function endless({ name }: SubjectAddress): IllFormedError {
  return new IllFormedError({
    what: `${name}: the code under test keeps the event loop for ever.`,
    found: `${stuckAfterMs / 1000} seconds without a turn of the event loop`,
    expected: 'operations that come to an end, or wait for something that somebody else does',
    next: 'Look for a loop that waits without await, and for promises that follow each other without end.',
  });
}
