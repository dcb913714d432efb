/**
 * Explores promise code: executes it again and again, each time with other choices, until there are
 * none left (depth first, stateless). What is chosen is what is really open in one event loop: the order
 * of calls, aborts and timers, and where each falls in a drain of the microtask queue. The queue itself
 * is Node's own and stays first in, first out.
 *
 * Exact for the client and the positions, up to its limits; it says so when one is hit.
 */

import { MonitorTable, violatedBit } from '../automata/monitorTable.ts';
import type { EventLoop } from './eventLoop.ts';
import type { QuietMoment, VisibleEvent } from '../core/event.ts';
import { describePositions, type OrderStep, type Position, type Positions } from './order.ts';
import { OrderRecord, optionCodes } from './orderRecord.ts';
import { Session, type SessionPlan, type SessionWatcher } from './session.ts';
import type { VirtualTimer } from './virtualTime.ts';

/** When an exploration gives up. */
export interface ExploreLimits {
  readonly executions?: number;
  readonly timeMs?: number;
  /** The clock that {@link timeMs} is measured with. */
  readonly now?: () => number;
  readonly isInterrupted?: () => boolean;
}

/** Why an exploration is not complete. */
export type ExploreStop = 'executions' | 'time' | 'interrupted';

/** What one exploration found. */
export interface Explored {
  readonly executions: number;
  /** Occurrences, over all executions. */
  readonly occurrences: number;
  readonly stop: ExploreStop | undefined;
  /** Why nothing can be concluded: a source of time or chance, code that does not do the same twice. */
  readonly uncontrolled: string | undefined;
  /** For each monitor: the shortest order found that violates it. */
  readonly violations: readonly (FoundOrder | undefined)[];
  /** The shortest order after which an error was thrown that nobody could catch. */
  readonly crash: (FoundOrder & { readonly error: unknown; readonly where: string }) | undefined;
  /** Whether the code asked for the time, which passes with timers alone. */
  readonly isClockRead: boolean;
}

/** In words, by what an exploration was stopped, and where it was then. */
export function whyStopped({ stop, executions }: Explored, client: string, positions: Positions): string {
  const limit = stop === 'interrupted' ? 'an interruption' : `the limit on ${stop}`;
  const count = executions.toLocaleString('en-US');
  return `stopped by ${limit} after ${count} executions (${client}; ${describePositions(positions)})`;
}

/** An order, and how things stand at its end. */
export interface FoundOrder {
  readonly order: readonly OrderStep[];
  /** Whether its end is a quiet moment, and the end of the execution. */
  readonly isQuietAfter: boolean;
  readonly isEnd: boolean;
}

/** Timers of one execution that fire; more is taken for timers without end. */
const timersMax = 100;

/** What to explore. */
export interface Exploration {
  readonly plan: SessionPlan;
  readonly monitors: readonly MonitorTable[];
  readonly positions: Positions;
  /** Whether callers with the same script may stand for each other. */
  readonly isSymmetric: boolean;
  readonly limits: ExploreLimits;
  readonly loop: EventLoop;
  /** The numbers of quiet moments in the tables of the monitors, where these have served another exploration of the plan. */
  readonly momentIds?: Map<number | string, number>;
}

/** Explores all executions. */
export async function explore(exploration: Exploration): Promise<Explored> {
  const explorer = new Explorer(exploration);
  await exploration.loop.run(() => explorer.step());
  return explorer.result();
}

const dead = -1;
const { call: callCode, abort: abortCode, timer: timerCode, probe: probeCode, pass: passCode } = optionCodes;

class Explorer implements SessionWatcher {
  readonly #plan: SessionPlan;
  readonly #monitors: readonly MonitorTable[];
  readonly #positions: Positions;
  readonly #limits: ExploreLimits;
  readonly #loop: EventLoop;
  /** Of each thread: the thread before it that does the same; -1 for none, or where they are told apart. */
  readonly #twinOf: readonly number[];

  /** The choices of this execution that the last one prescribes, and the options that each had. */
  readonly #chosen: number[] = [];
  readonly #widths: number[] = [];
  readonly #signatures: number[] = [];
  #depth = 0;

  #session: Session | undefined;
  readonly #states: Int32Array;
  readonly #momentIds: Map<number | string, number>;
  readonly #order = new OrderRecord();
  /** What a table asks for where it has no answer yet. */
  #event = 0;
  #isEnd = false;
  readonly #eventsNow = (): VisibleEvent[] => [this.#plan.events.at(this.#event)];
  readonly #momentNow = (): QuietMoment => this.#session!.moment(this.#isEnd);
  #candidates: VirtualTimer[] = [];
  #options: number[] = [];
  #timersFired = 0;
  #insertionsLeft = 0;
  /** Tells the hops of one gap between two occurrences from those of the next. */
  #gap = 0;
  #isOver = false;

  #executions = 0;
  #occurrences = 0;
  #stop: ExploreStop | undefined;
  #uncontrolled: string | undefined;
  #fault: unknown;
  readonly #violations: (FoundOrder | undefined)[];
  #crash: Explored['crash'];
  readonly #startedAt: number;

  constructor({ plan, monitors, positions, isSymmetric, limits, loop, momentIds = new Map() }: Exploration) {
    this.#momentIds = momentIds;
    this.#plan = plan;
    this.#monitors = monitors;
    this.#positions = positions;
    this.#limits = limits;
    this.#loop = loop;
    this.#states = new Int32Array(monitors.length);
    this.#violations = monitors.map(() => undefined);
    this.#startedAt = limits.now?.() ?? 0;
    const texts = plan.scripts.map((script) => JSON.stringify(script));
    // lastIndexOf takes -1 for the last place of all.
    this.#twinOf = texts.map((text, thread) =>
      isSymmetric && thread > 0 ? texts.lastIndexOf(text, thread - 1) : -1,
    );
  }

  result(): Explored {
    return {
      executions: this.#executions,
      occurrences: this.#occurrences,
      stop: this.#stop,
      uncontrolled: this.#uncontrolled,
      violations: this.#violations,
      crash: this.#crash,
      isClockRead: this.#loop.time.isClockRead,
    };
  }

  /** At rest: the microtask queue has been drained. @returns whether all has been explored. */
  step(): boolean {
    if (this.#fault !== undefined) throw this.#fault as Error;
    this.#gap++;
    if (this.#session === undefined) this.#begin();
    while (true) {
      if (this.#loop.uncontrolled !== undefined) {
        this.#uncontrolled = this.#loop.uncontrolled;
        return true;
      }
      if (this.#goOn()) return false;
      if (this.#uncontrolled !== undefined) return true;
      this.#executions++;
      if (!this.#backtrack() || this.#isLimitHit()) return true;
      this.#begin();
    }
  }

  onEvent(event: number): void {
    this.#event = event;
    for (let index = 0; index < this.#states.length; index++) {
      const state = this.#states[index]!;
      if (state === dead) continue;
      const answer = this.#monitors[index]!.afterEvents(state, event, this.#eventsNow);
      this.#states[index] = answer >> 1;
      if ((answer & violatedBit) !== 0) this.#note(index, false, false);
    }
  }

  onSettled(thread: number): void {
    if (this.#insertionsLeft === 0 || this.#isOver || this.#session!.nextOf(thread) === undefined) return;
    this.#guard(() => {
      this.#options = [passCode, callCode + thread];
      if (this.#choose() === passCode) return;
      this.#insertionsLeft--;
      this.#perform(callCode + thread, 'at once', false);
      this.#afterwards();
    });
  }

  /** Goes on from a moment of rest. @returns whether something has been set off, so that there is something to drain. */
  #goOn(): boolean {
    const { crash } = this.#loop;
    if (crash !== undefined) {
      this.#loop.crash = undefined;
      this.#noteCrash(crash);
      return false;
    }
    if (this.#isOver) return false;
    const isQuiet = this.#judgeRest();
    if (this.#isOver || this.#options.length === 0) return false;
    const option = this.#choose();
    if (this.#uncontrolled !== undefined) return false;
    this.#perform(option, 'settled', isQuiet);
    this.#afterwards();
    return true;
  }

  /** Sees what is enabled, and shows the monitors the moment if it is quiet. @returns whether it is. */
  #judgeRest(): boolean {
    const session = this.#session!;
    const { time } = this.#loop;
    this.#options.length = 0;
    this.#enable(true);
    // An abort that may come is no movement, and puts no end off.
    const isEnd = this.#options.every((option) => option >= abortCode && option < timerCode);
    // A deadline that is past and has not been told yet is movement, as any other timer.
    const isQuiet =
      time.isIdle || time.pending.every((timer) => timer.due > time.now && session.isDeadline(timer));
    if (!isQuiet) return false;
    this.#isEnd = isEnd;
    const key = session.momentKey(isEnd);
    let id = this.#momentIds.get(key);
    if (id === undefined) this.#momentIds.set(key, (id = this.#momentIds.size));
    for (let index = 0; index < this.#states.length; index++) {
      const state = this.#states[index]!;
      const monitor = this.#monitors[index]!;
      if (state === dead || !monitor.watchesQuiet) continue;
      const answer = monitor.afterMoment(state, id, this.#momentNow);
      this.#states[index] = answer >> 1;
      if ((answer & violatedBit) !== 0) this.#note(index, true, isEnd);
    }
    return true;
  }

  /** Collects what may happen now: at rest, or in the middle of things. */
  #enable(isAtRest: boolean): void {
    const session = this.#session!;
    const { time } = this.#loop;
    for (let thread = 0; thread < session.threads; thread++) {
      if (session.nextOf(thread) !== undefined) {
        const twin = this.#twinOf[thread]!;
        if (twin < 0 || session.hasBegun(thread) || session.hasBegun(twin))
          this.#options.push(callCode + thread);
      }
      if (session.abortsLeft > 0 && session.canAbort(thread)) this.#options.push(abortCode + thread);
    }
    if (!isAtRest) return;
    if (!time.isIdle) {
      this.#candidates = time.candidates();
      for (let index = 0; index < this.#candidates.length; index++) this.#options.push(timerCode + index);
    } else if (this.#options.length === 0) {
      const prober = session.prober();
      if (prober >= 0) this.#options.push(probeCode + prober);
    }
  }

  /** One of the options: the one that is prescribed, or the first of those that have not been tried. */
  #choose(): number {
    const options = this.#options;
    let signature = options.length;
    for (const option of options) signature = (Math.imul(signature, 31) + option) | 0;
    const depth = this.#depth++;
    if (depth === this.#chosen.length) {
      this.#chosen.push(0);
      this.#widths.push(options.length);
      this.#signatures.push(signature);
    } else if (this.#signatures[depth] !== signature) {
      this.#uncontrolled =
        'the code does not do the same when the same happens again: it keeps something from one execution to the next, or takes it from where it is not seen';
      this.#isOver = true;
      return options[0]!;
    }
    return options[this.#chosen[depth]!]!;
  }

  #perform(option: number, at: Position, isQuietBefore: boolean): void {
    const session = this.#session!;
    const { time } = this.#loop;
    this.#gap++;
    this.#occurrences++;
    const timer =
      option >= timerCode && option < probeCode ? this.#candidates[option - timerCode] : undefined;
    this.#order.add(option, at, isQuietBefore, timer === undefined ? 0 : Math.max(0, timer.due - time.now));
    try {
      if (timer !== undefined) {
        if (++this.#timersFired <= timersMax) time.fire(timer);
        else {
          this.#uncontrolled = `timers without end: ${timersMax} have fired in one execution`;
          this.#isOver = true;
        }
      } else if (option >= abortCode && option < timerCode) session.abort(option - abortCode);
      else {
        const thread = option >= probeCode ? option - probeCode : option;
        time.currentThread = thread;
        if (option >= probeCode) session.probe(thread);
        else session.call(thread);
        time.currentThread = -1;
      }
    } catch (error) {
      this.#loop.crash ??= { error, where: timer === undefined ? 'an abort' : 'a timer' };
    }
  }

  /** What may follow an occurrence before the queue is drained. */
  #afterwards(): void {
    while (this.#positions.sameTick && !this.#isOver) {
      this.#options = [passCode];
      this.#enable(false);
      if (this.#options.length === 1) break;
      const option = this.#choose();
      if (option === passCode || this.#isOver) break;
      this.#perform(option, 'same tick', false);
    }
    if (this.#positions.microtasks > 0 && this.#insertionsLeft > 0 && !this.#isOver) this.#hop(1, this.#gap);
  }

  /** Looks again after one more microtask. */
  #hop(count: number, gap: number): void {
    void Promise.resolve().then(() => {
      if (this.#gap !== gap || this.#isOver) return;
      this.#guard(() => {
        this.#options = [passCode];
        this.#enable(false);
        const option = this.#options.length === 1 ? passCode : this.#choose();
        if (this.#isOver) return;
        if (option !== passCode) {
          this.#insertionsLeft--;
          this.#perform(option, count, false);
          this.#afterwards();
        } else if (count < this.#positions.microtasks) this.#hop(count + 1, gap);
      });
    });
  }

  /** An error of Heddle's own must not be taken for one of the subject's. */
  #guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#fault ??= error;
      this.#isOver = true;
    }
  }

  #begin(): void {
    this.#loop.time.reset();
    this.#loop.crash = undefined;
    this.#depth = 0;
    this.#order.clear();
    this.#timersFired = 0;
    this.#insertionsLeft = this.#positions.insertions;
    this.#isOver = false;
    this.#gap++;
    this.#states.fill(0);
    this.#session = new Session(this.#plan, this);
  }

  /** To the next execution: the last choice that has an option left takes it. @returns whether there was one. */
  #backtrack(): boolean {
    const chosen = this.#chosen;
    chosen.length = this.#depth;
    this.#widths.length = this.#depth;
    this.#signatures.length = this.#depth;
    while (chosen.length > 0) {
      const last = chosen.length - 1;
      if (chosen[last]! + 1 < this.#widths[last]!) {
        chosen[last]!++;
        return true;
      }
      chosen.pop();
      this.#widths.pop();
      this.#signatures.pop();
    }
    return false;
  }

  #isLimitHit(): boolean {
    const { executions = Infinity, timeMs = Infinity, now, isInterrupted } = this.#limits;
    if (this.#executions >= executions) this.#stop = 'executions';
    else if (this.#executions % 64 === 0) {
      if (now !== undefined && now() - this.#startedAt > timeMs) this.#stop = 'time';
      else if (isInterrupted?.() === true) this.#stop = 'interrupted';
    }
    return this.#stop !== undefined;
  }

  #note(index: number, isQuietAfter: boolean, isEnd: boolean): void {
    this.#states[index] = dead;
    if (isBetter(this.#order, this.#violations[index])) {
      this.#violations[index] = { order: this.#order.steps(), isQuietAfter, isEnd };
    }
    if (this.#states.every((state) => state === dead)) this.#isOver = true;
  }

  #noteCrash({ error, where }: { error: unknown; where: string }): void {
    if (!isBetter(this.#order, this.#crash)) return;
    this.#crash = { order: this.#order.steps(), isQuietAfter: false, isEnd: false, error, where };
  }
}

/** Fewer occurrences are better; of as many, those more of which are at rest. */
function isBetter(order: OrderRecord, than: FoundOrder | undefined): boolean {
  if (than === undefined) return true;
  if (order.length !== than.order.length) return order.length < than.order.length;
  return order.unsettled < than.order.filter(({ at }) => at !== 'settled').length;
}
