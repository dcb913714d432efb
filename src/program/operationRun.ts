/**
 * One call of one operation, driven step by step.
 *
 * Two uses: to run on and on with live answers (a replay), and to be put where a log says and told one
 * more answer (learning). Either way the generator is the user's own.
 */

import { HeddleBug } from '../core/errors.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { Value } from '../core/value.ts';
import type { Arena } from './arena.ts';
import { describePending } from './describePending.ts';
import { neverEnds, neverTaken, notAGenerator, notAnOperation, notDeterministic } from './illFormed.ts';
import { Interrupt } from './interrupt.ts';
import {
  keyOfPending,
  LogReader,
  type Answer,
  type Answered,
  type Log,
  type LogEntry,
  type Pending,
} from './log.ts';
import { OperationError } from './operationError.ts';
import {
  Allocate,
  EnterLoop,
  expired,
  LeaveLoop,
  NextTurn,
  Operate,
  PassDoorway,
  ReadClock,
  Request,
  SetMask,
  type LoopEntry,
  type Step,
} from './step.ts';
import { UntakenSteps, watchSteps, type StepName } from './untaken.ts';
import { runUserCode } from './userCode.ts';

/** How an operation ended. */
export type End = { readonly value: Value } | { readonly thrown: Error };

/** More steps than this in one operation without a loop turning, or turns without a step, never end. */
const stepsMax = 1000;

interface Frame {
  /** Undefined for the operation itself. */
  readonly loop: { state: Value; readonly isWait: boolean; watch: readonly Answered[] } | undefined;
  entries: LogEntry[];
}

type Reply = { readonly next: unknown } | { readonly throw: Error };

/** One operation in progress: a generator, driven from answer to answer. */
export class OperationRun {
  /** What the thread asks for; undefined when the operation has ended. */
  pending: Pending | undefined;
  /** What the generator yielded last: what {@link pending} was made from. */
  request: Request | undefined;
  end: End | undefined;
  /** Whether the doorway was passed since the last answer. */
  hasPassedDoorway = false;

  readonly #generator: Step<unknown>;
  readonly #arena: Arena;
  readonly #thread: ThreadIndex;
  readonly #frames: Frame[] = [{ loop: undefined, entries: [] }];
  readonly #masks: boolean[] = [];
  /** What is still to be told again from the log. */
  readonly #recorded: LogReader;
  #idleTurns = 0;
  readonly #between: (() => void) | undefined;
  #answerCount = 0;
  readonly #untaken = new UntakenSteps();

  /**
   * @param log where to begin; the empty log is the beginning of the operation.
   * @param between is called between the answers; in a long operation not between all of them.
   */
  constructor(
    begin: () => Step<unknown>,
    thread: ThreadIndex,
    arena: Arena,
    log: Log = [],
    between?: () => void,
  ) {
    this.#between = between;
    this.#arena = arena;
    this.#thread = thread;
    this.#recorded = new LogReader(log);
    this.#generator = watchSteps(this.#untaken, () => started(begin));
    this.#advance({ next: undefined });
    if (!this.#recorded.isAtEnd) throw notDeterministic('a further step', 'an end');
  }

  get isMasked(): boolean {
    return this.#masks.at(-1) ?? false;
  }

  /** What the last turn of the wait loop was told, while the thread is at the start of the next turn. */
  get watch(): readonly Answered[] {
    const { loop, entries } = this.#frames.at(-1)!;
    return loop === undefined || entries.length > 0 ? [] : loop.watch;
  }

  /** Whether an answer must say whether the step changed the object. */
  get isInWaitLoop(): boolean {
    return this.#frames.at(-1)!.loop?.isWait ?? false;
  }

  /** What the thread can still know. */
  get log(): Log {
    return this.#frames.reduceRight<LogEntry[]>((inner, { loop, entries }, depth) => {
      const all = depth === this.#frames.length - 1 ? entries : [...entries, ...inner];
      return loop === undefined ? [...all] : [{ type: 'in loop', ...loop, entries: [...all] }];
    }, []);
  }

  /** Answers the pending request and runs to the next one, or to the end. */
  feed(answer: Answer, hasChanged: boolean): void {
    if (this.pending === undefined) throw new HeddleBug('an answer for an operation that has ended');
    this.hasPassedDoorway = false;
    const reply = this.#take(this.pending, answer, hasChanged);
    if (reply === undefined) this.pending = parked(this.pending);
    else this.#advance(reply);
  }

  /** Notes an answer; answers what to tell the generator, or undefined if the thread was parked. */
  #take(pending: Pending, answer: Answer, hasChanged: boolean): Reply | undefined {
    if (this.#answerCount < 16 || this.#answerCount % 64 === 0) this.#between?.();
    this.#answerCount++;
    const { entries, loop } = this.#frames.at(-1)!;
    const entry: Answered = { type: 'answered', pending, answer };
    entries.push(loop?.isWait === true ? { ...entry, hasChanged } : entry);
    if (entries.length > stepsMax) {
      throw neverEnds(
        `${stepsMax} steps without an end, the last of them ${describePending(pending, this.#arena)}`,
      );
    }
    this.#idleTurns = 0;
    switch (answer.type) {
      case 'result':
        return { next: this.#arena.decode(answer.value) };
      case 'failed':
        return { throw: new OperationError(answer.message) };
      case 'parked':
        return undefined;
      case 'expired':
        return { next: expired };
      case 'interrupted':
        return { throw: new Interrupt() };
    }
  }

  #advance(first: Reply): void {
    let reply: Reply | undefined = first;
    while (reply !== undefined) {
      const turn: Reply = reply;
      const outcome = watchSteps(this.#untaken, () =>
        runUserCode(() =>
          'throw' in turn ? this.#generator.throw(turn.throw) : this.#generator.next(turn.next),
        ),
      );
      if ('thrown' in outcome) return this.#finish({ thrown: outcome.thrown });
      if (outcome.value.done === true) {
        const { first } = this.#untaken;
        if (first !== undefined) throw neverTaken(nameOf(first, this.#arena));
        return this.#finish({ value: this.#arena.encode(outcome.value.value) });
      }
      reply = this.#handle(outcome.value.value);
    }
  }

  #finish(end: End): void {
    this.pending = undefined;
    this.end = end;
  }

  /** Answers a mark at once, and a step from the log; a step that the log does not know is now pending. */
  #handle(request: unknown): Reply | undefined {
    if (!(request instanceof Request)) throw notAnOperation(request);
    this.request = request;
    if (request instanceof Operate || request instanceof Allocate || request instanceof ReadClock) {
      return this.#ask(this.#pendingOf(request));
    }
    if (request instanceof EnterLoop) return this.#enterLoop(request);
    if (request instanceof NextTurn) return this.#nextTurn(request);
    if (request instanceof LeaveLoop) return this.#leaveLoop(request);
    if (request instanceof PassDoorway) this.hasPassedDoorway = true;
    if (request instanceof SetMask) {
      if (request.change === 'restore') this.#masks.pop();
      else this.#masks.push(request.change === 'mask');
    }
    return { next: undefined };
  }

  #pendingOf(request: Operate | Allocate | ReadClock): Pending {
    if (request instanceof ReadClock) return { type: 'read clock' };
    if (request instanceof Allocate) {
      return { type: 'allocate', pool: this.#arena.poolFor(this.#thread, request.template) };
    }
    return {
      type: 'operate',
      object: this.#arena.indexOf(request.object),
      operation: request.operation,
      args: request.args.map((argument) => this.#arena.encode(argument)),
      isTimed: request.isTimed,
      isParked: false,
    };
  }

  #ask(request: Pending): Reply | undefined {
    let pending = request;
    for (;;) {
      const entry = this.#recorded.next();
      if (entry === undefined) {
        this.pending = pending;
        return undefined;
      }
      if (entry.type !== 'answered' || keyOfPending(entry.pending) !== keyOfPending(pending)) {
        throw notDeterministic(
          entry.type === 'answered' ? describePending(entry.pending, this.#arena) : 'a loop',
          describePending(pending, this.#arena),
        );
      }
      const reply = this.#take(pending, entry.answer, entry.hasChanged ?? false);
      this.hasPassedDoorway = false;
      if (reply !== undefined) return reply;
      pending = parked(pending);
    }
  }

  #enterLoop(request: EnterLoop): Reply {
    const entry = this.#recorded.next();
    if (entry === undefined) {
      const state = this.#arena.encode(request.state);
      this.#frames.push({ loop: { state, isWait: request.isWait, watch: [] }, entries: [] });
      return entering(this.#arena.decode(state));
    }
    switch (entry.type) {
      case 'loop over':
        this.#frames.at(-1)!.entries.push(entry);
        return { next: { enter: false, result: this.#arena.decode(entry.result) } };
      case 'loop left':
        this.#frames.at(-1)!.entries.push(entry);
        return { throw: entry.error };
      case 'in loop': {
        const { state, isWait, watch } = entry;
        this.#frames.push({ loop: { state, isWait, watch }, entries: [] });
        return entering(this.#arena.decode(state));
      }
      case 'answered':
        throw notDeterministic(describePending(entry.pending, this.#arena), 'a loop');
    }
  }

  #nextTurn(request: NextTurn): Reply {
    const frame = this.#frames.at(-1)!;
    if (!this.#recorded.isAtEnd) throw notDeterministic('a further step', 'a turn of a loop');
    if (frame.loop === undefined) throw new HeddleBug('a turn outside of a loop');
    if (frame.entries.length === 0 && ++this.#idleTurns > stepsMax) {
      throw neverEnds(`${stepsMax} turns of a loop without a step`);
    }
    frame.loop.state = this.#arena.encode(request.state);
    frame.loop.watch = frame.loop.isWait ? watchOf(frame.entries) : [];
    frame.entries = [];
    return { next: undefined };
  }

  #leaveLoop({ end }: LeaveLoop): Reply {
    if (!this.#recorded.isAtEnd) throw notDeterministic('a further step', 'the end of a loop');
    this.#frames.pop();
    const outer = this.#frames.at(-1);
    if (outer === undefined) throw new HeddleBug('the end of a loop outside of a loop');
    outer.entries.push(
      'error' in end
        ? { type: 'loop left', error: end.error as Error }
        : { type: 'loop over', result: this.#arena.encode(end.result) },
    );
    return { next: undefined };
  }
}

function started(begin: () => Step<unknown>): Step<unknown> {
  const outcome = runUserCode(begin);
  if ('thrown' in outcome) throw outcome.thrown;
  const generator: unknown = outcome.value;
  const { next, [Symbol.iterator]: isOrdinary } = (generator ?? {}) as Partial<Step<unknown>>;
  // An async generator has a next too, and answers promises.
  if (typeof next !== 'function' || isOrdinary === undefined) {
    throw notAGenerator(generator);
  }
  return (generator as Step<unknown>)[Symbol.iterator]();
}

function nameOf({ object, operation }: StepName, arena: Arena): string {
  return object === undefined ? operation : `${arena.at(arena.indexOf(object)).name}.${operation}`;
}

function entering(state: unknown): Reply {
  const entry: LoopEntry = { enter: true, state: state as Value };
  return { next: entry };
}

function parked(pending: Pending): Pending {
  if (pending.type !== 'operate') throw new HeddleBug(`${pending.type} was parked`);
  return { ...pending, isParked: true };
}

/** What a turn was told, if all of it was plain reading; nothing otherwise. */
function watchOf(entries: readonly LogEntry[]): readonly Answered[] {
  const answered = entries.filter((entry) => entry.type === 'answered');
  const isIdle =
    answered.length === entries.length &&
    answered.every(({ answer, hasChanged }) => answer.type === 'result' && hasChanged !== true);
  return isIdle ? answered : [];
}
