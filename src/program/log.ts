/**
 * Logs: what a thread has been told since its operation began, with everything forgotten that it can
 * no longer know. A log and the program determine what the thread does next.
 */

import type { ObjectIndex } from '../core/ids.ts';
import { keyOf, referencesIn, type Value } from '../core/value.ts';
import type { Pool } from './arena.ts';

/** What a thread waits to be told. */
export type Pending =
  | {
      readonly type: 'operate';
      readonly object: ObjectIndex;
      readonly operation: string;
      readonly args: readonly Value[];
      readonly isTimed: boolean;
      /** Whether the object knows the thread as a waiter: its step function is `resume`. */
      readonly isParked: boolean;
    }
  | { readonly type: 'allocate'; readonly pool: Pool }
  | { readonly type: 'read clock' };

/** What it has been told. */
export type Answer =
  | { readonly type: 'result'; readonly value: Value }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'parked' }
  | { readonly type: 'expired' }
  | { readonly type: 'interrupted' };

/** One answer, and what was asked. */
export interface Answered {
  readonly type: 'answered';
  readonly pending: Pending;
  readonly answer: Answer;
  /** Whether the step changed the object; known only inside a wait loop, where it matters. */
  readonly hasChanged?: boolean;
}

/** A loop that is over is remembered by its end alone. */
export type LoopOver =
  | { readonly type: 'loop over'; readonly result: Value }
  | { readonly type: 'loop left'; readonly error: Error };

/** A loop in which the thread is: what the turn was handed, and what it has been told since. */
export interface InLoop {
  readonly type: 'in loop';
  readonly state: Value;
  readonly isWait: boolean;
  /** What the last turn was told, if it found its condition false and changed nothing. */
  readonly watch: readonly Answered[];
  readonly entries: readonly LogEntry[];
}

/** What an operation remembers of one answer, or of one loop. */
export type LogEntry = Answered | LoopOver | InLoop;

/** What an operation has been told so far, oldest first. */
export type Log = readonly LogEntry[];

/** Reads a log from the outside in: a loop in which the thread is stands last in its level. */
export class LogReader {
  #entries: Log;
  #position = 0;

  constructor(log: Log) {
    this.#entries = log;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#entries.length;
  }

  /** The next entry, undefined at the end; after a loop in which the thread is come the entries inside it. */
  next(): LogEntry | undefined {
    const entry = this.#entries[this.#position++];
    if (entry?.type === 'in loop') {
      this.#entries = entry.entries;
      this.#position = 0;
    }
    return entry;
  }
}

/** A text that is the same for logs after which a thread goes on alike. */
export function keyOfLog(log: Log): string {
  return log.map(keyOfEntry).join(' ');
}

function keyOfEntry(entry: LogEntry): string {
  switch (entry.type) {
    case 'answered':
      return `${keyOfAnswer(entry.answer)}${entry.hasChanged === true ? '!' : ''}`;
    case 'loop over':
      return `=${keyOf(entry.result)}`;
    case 'loop left':
      return `^${entry.error.name}:${JSON.stringify(entry.error.message)}`;
    case 'in loop':
      return `(${keyOf(entry.state)}|${entry.watch.map(keyOfWatch).join(' ')}|${keyOfLog(entry.entries)}`;
  }
}

/** A text that is the same for equal answers. */
export function keyOfAnswer(answer: Answer): string {
  switch (answer.type) {
    case 'result':
      return keyOf(answer.value);
    case 'failed':
      return `#${JSON.stringify(answer.message)}`;
    default:
      return answer.type;
  }
}

function keyOfWatch(watched: Answered): string {
  return `${keyOfPending(watched.pending)}:${keyOfAnswer(watched.answer)}`;
}

/** A text that is the same for equal requests. */
export function keyOfPending(pending: Pending): string {
  switch (pending.type) {
    case 'operate':
      return `@${pending.object}.${pending.operation}${keyOf(pending.args)}${pending.isTimed ? 't' : ''}${pending.isParked ? 'p' : ''}`;
    case 'allocate':
      return `allocate ${pending.pool.key}`;
    case 'read clock':
      return pending.type;
  }
}

/** The objects that a thread with this log can still point to. */
export function referencesInLog(log: Log): ObjectIndex[] {
  return log.flatMap((entry) => {
    switch (entry.type) {
      case 'answered':
        return [
          ...referencesInPending(entry.pending),
          ...(entry.answer.type === 'result' ? referencesIn(entry.answer.value) : []),
        ];
      case 'loop over':
        return referencesIn(entry.result);
      case 'loop left':
        return [];
      case 'in loop':
        return [
          ...referencesIn(entry.state),
          ...entry.watch.flatMap((watched) => referencesInPending(watched.pending)),
          ...referencesInLog(entry.entries),
        ];
    }
  });
}

/** The objects that a request points to. */
export function referencesInPending(pending: Pending): ObjectIndex[] {
  return pending.type === 'operate' ? [pending.object, ...referencesIn(pending.args)] : [];
}
