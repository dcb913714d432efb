/**
 * A session: one instance of a subject and the callers that use it. It performs what it is told and
 * tells what becomes visible; in which order things happen is decided elsewhere, and whether time is
 * virtual or real is nothing to it.
 */

import { IllFormedError, UsageError } from '../core/errors.ts';
import type { QuietMoment, Waiting } from '../core/event.ts';
import { nameInContract, type Client, type ClientOperation } from '../program/client.ts';
import { Caller } from './caller.ts';
import { Call } from './call.ts';
import type { EventTable, Ending } from './eventTable.ts';
import type { Subject } from './subject.ts';

/** What a session tells. */
export interface SessionWatcher {
  /** Something has become visible: its number in the event table. */
  onEvent(event: number): void;
  /** A caller's operation has ended, not in the call itself: the caller's own code would go on now. */
  onSettled(thread: number): void;
}

/** The operations of one caller, one after the other. */
type Script = readonly ClientOperation[];

/** The operations of each thread of a client, rounds unrolled. @throws UsageError for a client without end. */
export function scriptsOf({ plans }: Client): Script[] {
  return plans.map(({ operations, rounds = 1 }) => {
    if (rounds === 'forever') {
      throw new UsageError({
        what: 'Promise code is executed again and again, so a client of it must end.',
        found: 'a plan that is repeated forever',
        expected: 'a number of rounds',
      });
    }
    return Array.from({ length: rounds }, () => operations).flat();
  });
}

/** What every session of one client shares. */
export interface SessionPlan {
  readonly subject: Subject;
  readonly client: Client;
  readonly scripts: readonly Script[];
  readonly events: EventTable;
  /** How long a timedAcquire may take. */
  readonly timeoutMs: number;
  /** What time it is, in the milliseconds of {@link timeoutMs}. */
  readonly now: () => number;
}

/** More than {@link Session} needs for the standing of a caller in all but the largest clients. */
const momentBase = 1024;

/** See the top of this file. */
export class Session {
  /** How many aborts may still come. */
  abortsLeft: number;
  readonly #plan: SessionPlan;
  readonly #watcher: SessionWatcher;
  readonly #primitive: unknown;
  readonly #callers: Caller[];
  /** How many probes have been sent, where the client is probed. */
  #probes = 0;

  constructor(plan: SessionPlan, watcher: SessionWatcher) {
    this.#plan = plan;
    this.#watcher = watcher;
    this.#callers = plan.scripts.map(() => new Caller());
    this.abortsLeft = plan.client.interrupts?.budget ?? 0;
    try {
      this.#primitive = plan.subject.create({ permits: plan.client.permits });
    } catch (error) {
      throw new IllFormedError(
        {
          what: `${plan.subject.name} cannot be made.`,
          found: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
          expected: `create({ permits: ${plan.client.permits} }) to answer the primitive`,
        },
        { cause: error },
      );
    }
  }

  get threads(): number {
    return this.#callers.length;
  }

  /** What a thread would call next: undefined inside an operation, and when it has finished. */
  nextOf(thread: number): ClientOperation | undefined {
    const caller = this.#callers[thread]!;
    if (caller.pending >= 0) return undefined;
    const script = this.#plan.scripts[thread]!;
    while (caller.next < script.length) {
      const operation = script[caller.next]!;
      if (caller.holdsFor(operation, this.#plan.subject.model)) return operation;
      caller.next++;
    }
    return undefined;
  }

  /** Whether a thread has begun anything. */
  hasBegun(thread: number): boolean {
    return this.#callers[thread]!.serial > 0;
  }

  canAbort(thread: number): boolean {
    const { pending, isAborted, call } = this.#callers[thread]!;
    if (this.abortsLeft === 0 || pending < 0 || isAborted || call!.isBegun) return false;
    if (this.#plan.subject.abort === undefined) return false;
    return this.#plan.events.at(pending).invocation.effect === 'takes';
  }

  /** The thread that probes the primitive next, when all plans are done; -1 when there is nothing to probe. */
  prober(): number {
    const { client } = this.#plan;
    if (client.isProbed !== true || this.#probes > client.permits) return -1;
    const isBusy = ({ pending }: Caller): boolean => pending >= 0;
    // Whoever still waits has been wronged or is the client's own fault: a probe would tell nothing new.
    if (this.#probes === 0 && this.#callers.some(isBusy)) return -1;
    for (let thread = 0; thread < this.threads; thread++) if (this.nextOf(thread) !== undefined) return -1;
    const first = this.#probes % this.threads;
    for (let offset = 0; offset < this.threads; offset++) {
      const thread = (first + offset) % this.threads;
      if (!isBusy(this.#callers[thread]!)) return thread;
    }
    return -1;
  }

  /** The next operation of a thread is called. */
  call(thread: number): void {
    const operation = this.nextOf(thread)!;
    this.#callers[thread]!.next++;
    this.#begin(thread, operation);
  }

  /** A thread acquires once more than its plan says. */
  probe(thread: number): void {
    this.#probes++;
    this.#begin(thread, { operation: 'acquire' });
  }

  /** The pending acquire of a thread is given up: its caller has lost interest. */
  abort(thread: number): void {
    const { abort } = this.#plan.subject;
    this.abortsLeft--;
    if (abort === 'signal') {
      const caller = this.#callers[thread]!;
      caller.isAborted = true;
      caller.call!.abort();
      return;
    }
    for (const caller of this.#callers) {
      if (caller.pending >= 0 && this.#plan.events.at(caller.pending).invocation.effect === 'takes')
        caller.isAborted = true;
    }
    abort!.cancelAll(this.#primitive);
  }

  /** Who waits just now. */
  moment(isEnd: boolean): QuietMoment {
    const { events, timeoutMs, now } = this.#plan;
    const waiting = this.#callers.flatMap((caller): Waiting[] => {
      if (caller.pending < 0) return [];
      const { invocation } = events.at(caller.pending);
      const isTimeUp =
        invocation.patience === 'waits until its deadline' && now() >= caller.calledAt + timeoutMs;
      return [{ ...invocation, isTimeUp, ...(caller.isAborted ? { isAborted: true } : {}) }];
    });
    return { waiting, isEnd };
  }

  /**
   * What is the same for equal {@link moment}s and different for different ones: a number where one is large
   * enough, which is looked up faster, else a text.
   */
  momentKey(isEnd: boolean): number | string {
    let key = isEnd ? 1 : 0;
    let limit = 2;
    for (const caller of this.#callers) {
      const one = this.#standing(caller);
      if (one >= momentBase || limit * momentBase > Number.MAX_SAFE_INTEGER) return this.#momentText(isEnd);
      key += limit * one;
      limit *= momentBase;
    }
    return key;
  }

  #momentText(isEnd: boolean): string {
    return `${isEnd ? 'end' : ''} ${this.#callers.map((caller) => this.#standing(caller)).join(' ')}`;
  }

  /** How a caller stands at a moment, as a number: 0 between operations. */
  #standing({ pending, isAborted, calledAt }: Caller): number {
    if (pending < 0) return 0;
    const { timeoutMs, now } = this.#plan;
    return 1 + 4 * pending + (isAborted ? 1 : 0) + (now() >= calledAt + timeoutMs ? 2 : 0);
  }

  /** Whether a timer is nothing but the deadline of a call that is pending. */
  isDeadline({ madeBy, due }: { readonly madeBy: number; readonly due: number }): boolean {
    const caller = this.#callers[madeBy];
    if (caller === undefined || caller.pending < 0) return false;
    const { patience } = this.#plan.events.at(caller.pending).invocation;
    return patience === 'waits until its deadline' && due === caller.calledAt + this.#plan.timeoutMs;
  }

  #begin(thread: number, { operation: wanted, permits = 1 }: ClientOperation): void {
    const { subject, events, timeoutMs, now } = this.#plan;
    const caller = this.#callers[thread]!;
    const operation = nameInContract(wanted);
    const grant = caller.bring({ operation: wanted, permits }, subject.model);
    const event = events.call(thread, operation, permits);
    const call = new Call(permits, timeoutMs, grant);
    const serial = ++caller.serial;
    caller.pending = event;
    caller.call = call;
    caller.isAborted = false;
    caller.calledAt = now();
    this.#watcher.onEvent(event);
    let result: unknown;
    try {
      result = subject.operations[operation]!(this.#primitive, call);
    } catch (error) {
      this.#end(thread, serial, endingOf(error, false));
      return;
    }
    if (!isThenable(result)) {
      this.#end(thread, serial, result === false ? 'refused' : 'granted', result);
      return;
    }
    // A promise of another kind takes a microtask or two more to tell, as it would to whoever awaits it.
    const promise = result instanceof Promise ? result : Promise.resolve(result);
    void promise.then(
      (value: unknown) => this.#settle(thread, serial, value === false ? 'refused' : 'granted', value),
      (error: unknown) => this.#settle(thread, serial, endingOf(error, caller.isAborted), undefined),
    );
  }

  #settle(thread: number, serial: number, ending: Ending, value: unknown): void {
    if (this.#end(thread, serial, ending, value)) this.#watcher.onSettled(thread);
  }

  /** @returns whether the call was still pending. */
  #end(thread: number, serial: number, ending: Ending, value?: unknown): boolean {
    const caller = this.#callers[thread]!;
    if (caller.serial !== serial || caller.pending < 0) return false;
    const { events } = this.#plan;
    const { invocation } = events.at(caller.pending);
    const event = events.end(caller.pending, ending);
    caller.pending = -1;
    if (invocation.effect === 'takes' && ending === 'granted') {
      caller.keep(value, invocation, this.#plan.subject.model);
    }
    this.#watcher.onEvent(event);
    return true;
  }
}

function endingOf(error: unknown, isAborted: boolean): Ending {
  if (isAborted) return 'aborted';
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: 'Error', message: String(error) };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}
