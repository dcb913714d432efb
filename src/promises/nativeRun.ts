/**
 * Executes an order natively: on the event loop as it is, with real timers, nothing under control. What
 * a search has found is believed only when it shows here as well.
 *
 * Timers take real time: a callers' deadline is some hundredths of a second, and other timers take as
 * long as the code says.
 */

import type { QuietMoment, VisibleEvent } from '../core/event.ts';
import type { Monitor, Property } from '../core/monitor.ts';
import type { MonitorSetup } from '../core/monitor.ts';
import type { Value } from '../core/value.ts';
import type { Client } from '../program/client.ts';
import { catchingEverything, clockMs } from './eventLoop.ts';
import { EventTable } from './eventTable.ts';
import type { Occurrence, OrderStep } from './order.ts';
import { scriptsOf, Session, type SessionPlan } from './session.ts';
import type { Subject } from './subject.ts';

/** One occurrence, and what became visible by it before the next. */
export interface NativeStep {
  readonly step: OrderStep;
  /** What the caller does, in words: `acquire`, `release(2)`. */
  readonly operation: string;
  readonly events: readonly VisibleEvent[];
  /** Who waits after it, if the next occurrence is at rest. */
  readonly moment: QuietMoment | undefined;
}

/** What happened. */
export interface NativeExecution {
  readonly steps: readonly NativeStep[];
  /** Why the property is violated, if it is. */
  readonly why: string | undefined;
  /** Why the order cannot be carried out, if so: after how many occurrences. */
  readonly divergence: { readonly after: number; readonly why: string } | undefined;
  /** An error that nobody could catch. */
  readonly crash: string | undefined;
}

/** What to execute. */
export interface NativeRequest {
  readonly subject: Subject;
  readonly client: Client;
  readonly order: readonly OrderStep[];
  /** Whether the end of the order is a quiet moment, and the end of the execution. */
  readonly isQuietAfter: boolean;
  readonly isEnd: boolean;
  readonly property: Property | undefined;
  readonly setup: MonitorSetup;
  /** How long a timedAcquire may take. Default 30. */
  readonly timeoutMs?: number;
}

/** How long nothing must happen for something to be stuck. */
const patienceMs = 120;

const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const rest = (): Promise<void> => immediate().then(immediate);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Executes an order natively, and judges it by the property's own monitor. */
export async function executeNatively(request: NativeRequest): Promise<NativeExecution> {
  const run = new NativeRun(request);
  const listeners = catchingEverything((error, where) => run.noteCrash(error, where));
  try {
    return await run.run();
  } finally {
    listeners.restore();
  }
}

class NativeRun {
  readonly #request: NativeRequest;
  readonly #plan: SessionPlan;
  readonly #session: Session;
  readonly #startedAt = clockMs();
  readonly #steps: {
    step: OrderStep;
    operation: string;
    events: VisibleEvent[];
    moment: QuietMoment | undefined;
  }[] = [];
  readonly #monitor: Monitor | undefined;
  #state: Value;
  #why: string | undefined;
  #divergence: NativeExecution['divergence'];
  #crash: string | undefined;
  #next = 0;
  /** Goes on with the order, once what is under way has got so far. */
  #onRest: (() => void) | undefined;
  /**
   * The moments at rest up to the next timer. They are taken in advance, since Node runs immediates in the
   * order of their making: so what the code puts off by `setImmediate` comes after what is to come before it.
   */
  #rests: Promise<void>[] = [];

  constructor(request: NativeRequest) {
    this.#request = request;
    const { subject, client, property, setup, timeoutMs = 30 } = request;
    this.#monitor = property?.monitor(setup);
    this.#state = this.#monitor?.initial;
    this.#plan = {
      subject,
      client,
      scripts: scriptsOf(client),
      events: new EventTable(subject.model),
      timeoutMs,
      now: () => clockMs() - this.#startedAt,
    };
    this.#session = new Session(this.#plan, {
      onEvent: (event) => this.#onEvent(this.#plan.events.at(event)),
      onSettled: (thread) => this.#onSettled(thread),
    });
  }

  async run(): Promise<NativeExecution> {
    const { order, isQuietAfter, isEnd } = this.#request;
    this.#takeRests();
    while (this.#next < order.length && this.#divergence === undefined && this.#why === undefined) {
      const step = order[this.#next]!;
      if (step.isQuietBefore) this.#seeMoment(false);
      if (this.#why !== undefined) break;
      // Everything up to the next rest.
      const isCarriedOut = new Promise<void>((resolve) => (this.#onRest = resolve));
      const isTimer = step.does.type === 'timer';
      if (isTimer) await this.#letTimerFire(step);
      else this.#perform(step);
      this.#goOn();
      await Promise.race([isCarriedOut, this.#giveUp()]);
      if (isTimer) this.#takeRests();
      else await (this.#rests.shift() ?? rest());
    }
    if (this.#why === undefined && this.#divergence === undefined) {
      await sleep(patienceMs);
      await rest();
      if (isQuietAfter) this.#seeMoment(isEnd);
    }
    return { steps: this.#steps, why: this.#why, divergence: this.#divergence, crash: this.#crash };
  }

  noteCrash(error: unknown, where: string): void {
    this.#crash ??= describeCrash(error, where);
  }

  /** After an occurrence: the next one, where it is not at rest. */
  #goOn(): void {
    const step = this.#request.order[this.#next];
    if (step === undefined || step.at === 'settled' || this.#divergence !== undefined) {
      this.#onRest!();
      return;
    }
    if (step.at === 'at once') return;
    const perform = (): void => {
      this.#perform(step);
      this.#goOn();
    };
    if (step.at === 'same tick') perform();
    else hop(step.at, perform);
  }

  #onSettled(thread: number): void {
    const step = this.#request.order[this.#next];
    if (step?.at !== 'at once' || step.does.type !== 'call' || step.does.thread !== thread) return;
    this.#perform(step);
    this.#goOn();
  }

  /** What was to happen in a callback that never came. */
  async #giveUp(): Promise<void> {
    await sleep(patienceMs);
    const step = this.#request.order[this.#next];
    if (step !== undefined && step.at === 'at once')
      this.#diverge(`${wordsOf(step.does)} could not follow at once: what it follows has not ended`);
  }

  #perform(step: OrderStep): void {
    const { does } = step;
    const operation = this.#operationOf(does);
    this.#next++;
    if (operation === undefined) {
      this.#next--;
      this.#diverge(`${wordsOf(does)} is not possible here`);
      return;
    }
    this.#steps.push({ step, operation, events: [], moment: undefined });
    try {
      if (does.type === 'call') this.#session.call(does.thread);
      else if (does.type === 'abort') this.#session.abort(does.thread);
      else if (does.type === 'probe') this.#session.probe(does.thread);
    } catch (error) {
      this.noteCrash(error, wordsOf(does));
    }
  }

  /** For each occurrence at rest from here on, up to the next timer. */
  #takeRests(): void {
    const ahead = this.#request.order.slice(this.#next);
    const timer = ahead.findIndex(({ does }) => does.type === 'timer');
    const stretch = timer < 0 ? ahead : ahead.slice(0, timer);
    this.#rests = stretch.filter(({ at }) => at === 'settled').map(immediate);
  }

  async #letTimerFire(step: OrderStep): Promise<void> {
    this.#next++;
    this.#steps.push({ step, operation: 'timer', events: [], moment: undefined });
    if (step.does.type !== 'timer') return;
    const { timeoutMs } = this.#plan;
    // What is due already comes in the next turn of the event loop: an immediate, above all.
    if (step.does.afterMs === 0) return immediate();
    // The deadline of a call is as long as this run has it; any other timer is what the code says.
    await sleep(Math.max(step.does.afterMs, timeoutMs) + 10);
  }

  #operationOf(does: Occurrence): string | undefined {
    switch (does.type) {
      case 'call': {
        const next = this.#session.nextOf(does.thread);
        if (next === undefined) return undefined;
        const name = next.operation;
        return next.permits === undefined || next.permits === 1 ? name : `${name}(${next.permits})`;
      }
      case 'abort':
        return this.#session.canAbort(does.thread) ? 'abort' : undefined;
      case 'probe':
        return this.#session.prober() === does.thread ? 'acquire' : undefined;
      case 'timer':
        return 'timer';
    }
  }

  #diverge(why: string): void {
    this.#divergence ??= { after: this.#steps.length, why };
    this.#onRest?.();
  }

  #onEvent(event: VisibleEvent): void {
    this.#steps.at(-1)?.events.push(event);
    if (this.#monitor?.onEvent === undefined) return;
    const reaction = this.#monitor.onEvent(this.#state, event);
    this.#state = reaction.state;
    this.#why ??= reaction.violation;
  }

  #seeMoment(isEnd: boolean): void {
    const moment = this.#session.moment(isEnd);
    const last = this.#steps.at(-1);
    if (last !== undefined) last.moment = moment;
    const reaction = this.#monitor?.onQuiet?.(this.#state, moment);
    if (reaction === undefined) return;
    this.#state = reaction.state;
    this.#why ??= reaction.violation;
  }
}

/** An error that nobody could catch, in words. */
export function describeCrash(error: unknown, where: string): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `an error ends up where no caller can catch it, in ${where}: ${what}`;
}

/** Calls `then` after `count` microtasks, each queued by the one before. */
function hop(count: number, then: () => void): void {
  void Promise.resolve().then(() => (count <= 1 ? then() : hop(count - 1, then)));
}

function wordsOf(does: Occurrence): string {
  switch (does.type) {
    case 'call':
      return `the call of T${does.thread}`;
    case 'abort':
      return `the abort of T${does.thread}`;
    case 'probe':
      return `the probe of T${does.thread}`;
    case 'timer':
      return 'a timer';
  }
}
