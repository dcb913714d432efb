/**
 * Models: abstract primitives as state machines, and how the operations of a real primitive map to
 * the events of the machine.
 */

import type { Client } from './client.ts';
import { isRejection, type Effect, type Patience, type Thrown } from './event.ts';
import type { Value } from './value.ts';

/** How an operation can end: with success, with `false`, with an error of its own, or with the interrupt passed on. */
export type OperationEnd = 'granted' | 'refused' | 'rejected' | 'interrupted';

/** One way for an operation to go: what the machine does between its call and its end, in order. */
export interface Course {
  readonly end: OperationEnd;
  /** Event types of the machine. Each happens at one moment between call and end. */
  readonly events: readonly string[];
}

/** What the abstract primitive says of one operation. */
export interface OperationContract {
  readonly effect: Effect;
  readonly patience: Patience;
  readonly courses: readonly Course[];
  /**
   * The event after which a thread that waits must stand: its request is known, and not granted. Several where
   * it may wait at several stages.
   */
  readonly waitsAfter?: string | readonly string[];
  /**
   * How that which it takes or gives is held: by any number of threads at once, by one that keeps all others out,
   * or by one that keeps all others out and may take it again. Left out where permits are counted.
   */
  readonly holds?: 'shared' | 'exclusive' | 'reentrant';
  /** What it must return, where the machine says so: a function of the context just before an event of the course. */
  readonly answers?: { readonly at: string; readonly from: (context: any) => Value };
}

/** An abstract primitive. Its machine is an XState machine; this file needs no more of it than that it exists. */
export interface Model<Machine = unknown, Context = any> {
  /** Kebab case: `fifo-semaphore`. */
  readonly name: string;
  readonly title: string;
  /** One sentence: what it promises. */
  readonly promise: string;
  /**
   * Whether the machine treats all threads alike, so that a history is one that it can show whatever the
   * threads are called. Default false.
   */
  readonly treatsThreadsAlike?: boolean;
  /** Whether it promises to serve first come, first served. */
  readonly isFifo: boolean;
  readonly machine: Machine;
  /** The largest number of permits that it can have; 1 for a mutex. */
  readonly permitsMax: number;
  /** What the machine is started with. */
  readonly input: (setup: { readonly permits: number; readonly threads: number }) => unknown;
  /** Which contexts the tests that are generated from the machine pass through: finitely many. */
  readonly isWithinTests: (context: Context, setup: { readonly permits: number }) => boolean;
  readonly operations: Readonly<Record<string, OperationContract>>;
  /**
   * Events that the machine may take, and that are owed to nobody: who waits although one of them could come
   * waits rightly. Default none.
   */
  readonly unowed?: readonly string[];
  /** Clients for a primitive that brings none along. Default those for acquire and release. */
  readonly clients?: readonly Client[];
}

/** Whether an operation has ended with an error of its own, and its contract names that. */
export function mayReject(contract: OperationContract | undefined, thrown: Thrown): boolean {
  return isRejection(thrown) && contract?.courses.some(({ end }) => end === 'rejected') === true;
}

/** Whether the permits of a model are counted: some operation takes them, and says nothing of how it holds them. */
export function countsPermits({ operations }: Model): boolean {
  return Object.values(operations).some(({ effect, holds }) => effect === 'takes' && holds === undefined);
}

/**
 * Whether all that anybody may wait for is that others take or give back. Then nobody who asks may be kept waiting for
 * ever; who waits for a signal may.
 */
export function waitsForReleases(model: Model): boolean {
  return (
    isTaken(model) &&
    Object.values(model.operations).every(
      ({ effect, patience }) => patience === 'never waits' || effect === 'takes' || effect === 'gives',
    )
  );
}

/** Whether some operation of a model takes what it must give back, and another may be kept waiting by that. */
export function isTaken({ operations }: Model): boolean {
  return Object.values(operations).some(({ effect }) => effect === 'takes');
}
