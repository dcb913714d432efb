/**
 * One call of one operation, driven step by step.
 *
 * Two uses: to run on and on with live answers (a replay), and to be put where a log says and told one
 * more answer (learning). Either way the generator is the user's own.
 */

import { HeddleBug, IllFormedError } from '../core/errors.ts';
import type { ThreadIndex } from '../core/ids.ts';
import { describeType, type Value } from '../core/value.ts';
import type { Arena } from './arena.ts';
import { Interrupt } from './interrupt.ts';
import { keyOfPending, type Answer, type Answered, type Log, type LogEntry, type Pending } from './log.ts';
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

export class OperationRun {
  /** What the thread asks for; undefined when the operation has ended. */
  pending: Pending | undefined;
  end: End | undefined;
  /** Whether the doorway was passed since the last answer. */
  hasPassedDoorway = false;

  readonly #generator: Step<unknown>;
  readonly #arena: Arena;
  readonly #thread: ThreadIndex;
  readonly #frames: Frame[] = [{ loop: undefined, entries: [] }];
  readonly #masks: boolean[] = [];
  /** What is still to be told again from the log, outermost first. */
  #recorded: { readonly entries: Log; position: number } | undefined;
  #idleTurns = 0;
  readonly #between: (() => void) | undefined;
  #answerCount = 0;

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
    this.#recorded = log.length === 0 ? undefined : { entries: log, position: 0 };
    this.#generator = started(begin);
    this.#advance({ next: undefined });
    if (this.#recorded !== undefined) throw divergence('ended', 'a further step');
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
    if (entries.length > stepsMax) throw neverEnds(`${stepsMax} steps without an end`);
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
      const outcome = runUserCode(() =>
        'throw' in turn ? this.#generator.throw(turn.throw) : this.#generator.next(turn.next),
      );
      if ('thrown' in outcome) return this.#finish({ thrown: outcome.thrown });
      if (outcome.value.done === true) {
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
      const entry = this.#nextRecorded();
      if (entry === undefined) {
        this.pending = pending;
        return undefined;
      }
      if (entry.type !== 'answered' || keyOfPending(entry.pending) !== keyOfPending(pending)) {
        throw divergence(
          describePending(pending, this.#arena),
          entry.type === 'answered' ? describePending(entry.pending, this.#arena) : 'a loop',
        );
      }
      const reply = this.#take(pending, entry.answer, entry.hasChanged ?? false);
      this.hasPassedDoorway = false;
      if (reply !== undefined) return reply;
      pending = parked(pending);
    }
  }

  #enterLoop(request: EnterLoop): Reply {
    const entry = this.#nextRecorded();
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
        this.#recorded = entry.entries.length === 0 ? undefined : { entries: entry.entries, position: 0 };
        return entering(this.#arena.decode(state));
      }
      case 'answered':
        throw divergence('a loop', describePending(entry.pending, this.#arena));
    }
  }

  #nextTurn(request: NextTurn): Reply {
    const frame = this.#frames.at(-1)!;
    if (this.#recorded !== undefined) throw divergence('a turn of a loop', 'a further step');
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
    if (this.#recorded !== undefined) throw divergence('the end of a loop', 'a further step');
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

  #nextRecorded(): LogEntry | undefined {
    if (this.#recorded === undefined) return undefined;
    const { entries, position } = this.#recorded;
    const entry = entries[position];
    if (position + 1 >= entries.length) this.#recorded = undefined;
    else this.#recorded.position = position + 1;
    return entry;
  }
}

/**
 * Begins an operation and runs to its first step.
 *
 * @param name names the operation in messages.
 * @throws IllFormedError if it has none.
 */
export function beginOperation(
  name: string,
  begin: () => Step<unknown>,
  thread: ThreadIndex,
  arena: Arena,
): OperationRun & { readonly pending: Pending } {
  const run = new OperationRun(begin, thread, arena);
  if (hasPending(run)) return run;
  throw new IllFormedError({
    what: `The operation ${name} never yields.`,
    found: 'it ended without an operation on a shared object',
    expected: 'at least one step: yield* of a method of a shared object',
    next: 'What threads share must be in shared objects: cell, lock, deque, ...',
  });
}

function hasPending(run: OperationRun): run is OperationRun & { readonly pending: Pending } {
  return run.pending !== undefined;
}

function started(begin: () => Step<unknown>): Step<unknown> {
  const outcome = runUserCode(begin);
  if ('thrown' in outcome) throw outcome.thrown;
  const generator: unknown = outcome.value;
  if (typeof (generator as Step<unknown> | undefined)?.next !== 'function') {
    throw new IllFormedError({
      what: 'A method of the primitive is not a generator.',
      found: `it returned ${describeType(generator)}`,
      expected: 'a generator method: *acquire() { ... }',
      next: 'Write a * before its name, and yield* before each operation on a shared object.',
    });
  }
  return generator as Step<unknown>;
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

/** A request in words: `lock.take`. */
export function describePending(pending: Pending, arena: Arena): string {
  switch (pending.type) {
    case 'operate': {
      const args = pending.args.map((argument) => arena.describe(argument)).join(', ');
      return `${arena.at(pending.object).name}.${pending.operation}(${args})`;
    }
    case 'allocate':
      return 'a new object';
    case 'read clock':
      return 'deadline.isPast()';
  }
}

function divergence(now: string, before: string): IllFormedError {
  return new IllFormedError({
    what: 'The primitive is not deterministic: told the same results, it did something else.',
    found: `first ${before}, then ${now}`,
    expected: 'the same steps each time',
    next: 'The usual causes: a field or variable that is no shared object, a loop body that writes to a variable outside it, chance, time.',
  });
}

function neverEnds(found: string): IllFormedError {
  return new IllFormedError({
    what: 'An operation of the primitive never ends.',
    found,
    expected: 'an operation that ends, or a wait that Heddle can see',
    next: 'Write a wait as yield* until(...) and a retry as yield* loop(...), from heddle.',
  });
}

function notAnOperation(request: unknown): IllFormedError {
  return new IllFormedError({
    what: 'The primitive yields something that is not an operation.',
    found: describeType(request),
    expected: 'yield* of a method of a shared object, such as yield* this.lock.acquire()',
    next: 'Write yield* (with the star), not yield.',
  });
}
