/** Worker threads that assess primitives side by side, watched from the main thread. */

import { setMaxListeners } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import { HeddleBug, IllFormedError, UsageError } from '../core/errors.ts';
import type { Assessment } from '../judge/assess.ts';
import type { Climb } from '../judge/deep/climb.ts';
import { errorOf } from './workerRefusal.ts';
import type { Address } from './registry.ts';
import { workerArguments, workerFile } from './workerFile.ts';
import {
  entriesSignal,
  insideSignal,
  signalCount,
  stopSignal,
  type NoteMessage,
  type ProgressMessage,
  type Report,
  type Request,
  type Task,
} from './worker.ts';

/** What is asked of every primitive, and who is told how it goes. */
export interface CrewOptions {
  readonly request: Request;
  readonly onProgress?: (name: string, message: ProgressMessage) => void;
  /** Something that a reader should know from the start. */
  readonly onNote?: (name: string, note: string) => void;
  readonly onDone?: (assessment: Assessment) => void;
  readonly onClimbed?: (climb: Climb) => void;
  /** Ends all searches early when it is aborted; what they have found is still reported. */
  readonly stop: AbortSignal;
}

/** A step of user code that takes longer than this is taken for an endless loop. */
const stuckAfterMs = 10_000;
const lookIntervalMs = 1000;

/** Why a primitive was not worked on: an error that is Heddle's own. */
export interface Refusal {
  readonly refusal: UsageError | IllFormedError | HeddleBug;
}

/** What became of one primitive: it was assessed, or refused. */
export type Outcome = Extract<Report, { assessment: unknown }> | Refusal;

/** What became of one primitive: it was climbed, or refused. */
export type ClimbOutcome = Extract<Report, { climb: unknown }> | Refusal;

/**
 * Assesses primitives, in the order of `addresses`; those that were not begun when the run was stopped
 * are left out.
 */
export async function assessAll(addresses: readonly Address[], options: CrewOptions): Promise<Outcome[]> {
  return (await workOnAll(addresses, options)) as Outcome[];
}

/** Climbs primitives, see `climb`, in the order of `addresses`; those that were not begun are left out. */
export async function climbAll(addresses: readonly Address[], options: CrewOptions): Promise<ClimbOutcome[]> {
  const climbing = { ...options, request: { ...options.request, climbs: true } };
  return (await workOnAll(addresses, climbing)) as ClimbOutcome[];
}

async function workOnAll(
  addresses: readonly Address[],
  options: CrewOptions,
): Promise<(Outcome | ClimbOutcome)[]> {
  const pool = new Tinypool({
    filename: workerFile,
    execArgv: workerArguments,
    minThreads: 1,
    maxThreads: Math.max(1, Math.min(addresses.length, availableParallelism())),
  });
  // One listener for each primitive is no leak.
  setMaxListeners(addresses.length + 1, options.stop);
  try {
    const outcomes = await Promise.all(addresses.map((address) => workOn(pool, address, options)));
    return outcomes.filter((outcome) => outcome !== undefined);
  } finally {
    await pool.destroy();
  }
}

async function workOn(
  pool: Tinypool,
  address: Address,
  { request, onProgress, onNote, onDone, onClimbed, stop }: CrewOptions,
): Promise<Outcome | ClimbOutcome | undefined> {
  const signals = new Int32Array(new SharedArrayBuffer(signalCount * 4));
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (message: ProgressMessage | NoteMessage) => {
    if ('note' in message) onNote?.(address.name, message.note);
    else onProgress?.(address.name, message);
  });
  const stuck = new AbortController();
  const tellToStop = (): void => {
    Atomics.store(signals, stopSignal, 1);
    // A task that has not begun need not begin.
    if (Atomics.load(signals, entriesSignal) === 0) stuck.abort();
  };
  stop.addEventListener('abort', tellToStop);
  const lookout = watchFor(signals, stuck);
  const task: Task = { address, request, signals, port: port2 };
  try {
    const report = (await pool.run(task, { transferList: [port2], signal: stuck.signal })) as Report;
    if ('refusal' in report) return { refusal: errorOf(report, address.name) };
    if ('climb' in report) onClimbed?.(report.climb);
    else onDone?.(report.assessment);
    return report;
  } catch (error) {
    if (!stuck.signal.aborted) throw error;
    return stop.aborted ? undefined : { refusal: endless(address) };
  } finally {
    clearInterval(lookout);
    stop.removeEventListener('abort', tellToStop);
    port1.close();
  }
}

/** Aborts when user code has been entered and has not come back for a long time. */
function watchFor(signals: Int32Array, stuck: AbortController): NodeJS.Timeout {
  let entries = -1;
  let since = 0;
  return setInterval(() => {
    const isInside = Atomics.load(signals, insideSignal) === 1;
    const now = Atomics.load(signals, entriesSignal);
    if (!isInside || now !== entries) {
      entries = now;
      since = performance.now();
    } else if (performance.now() - since > stuckAfterMs) stuck.abort();
  }, lookIntervalMs);
}

function endless({ name }: Address): IllFormedError {
  return new IllFormedError({
    what: `${name}: the primitive computes without end.`,
    found: `${stuckAfterMs / 1000} seconds without a step`,
    expected: 'a step (yield* of an operation on a shared object) in every loop that waits',
    next: 'Write a wait as yield* until(...), from heddle.',
  });
}
