/**
 * Programs: threads over shared objects, in the form in which they are explored.
 *
 * A thread is a sequence of operations. Where it stands between two of them is its position; a
 * position and the log of the operation in progress are all that determines its future.
 */

import { UsageError } from '../core/errors.ts';
import { isGranted, type Effect, type Invocation } from '../core/event.ts';
import type { ThreadIndex } from '../core/ids.ts';
import { mayReject, type OperationContract } from '../core/model.ts';
import type { MonitorSetup } from '../core/monitor.ts';
import type { InterruptKind } from '../core/schedule.ts';
import type { Value } from '../core/value.ts';
import { Arena } from './arena.ts';
import {
  checkClient,
  nameInContract,
  requestMaxOf,
  type Client,
  type ClientOperation,
  type Plan,
} from './client.ts';
import { Deadline } from './deadline.ts';
import { thrownBy } from './endEvent.ts';
import { freezeState } from './freezeState.ts';
import type { End } from './operationRun.ts';
import { instanceOf, methodOf, offeredOperations, type Call, type Primitive } from './primitive.ts';
import { lacksBackground } from './illFormed.ts';
import type { Circumstances } from './objectKind.ts';
import { collecting } from './sharedObject.ts';
import type { Step } from './step.ts';
import type { Scheduling } from './turn.ts';

/** The operation that a thread stands before or in. */
export interface ThreadOperation {
  readonly invocation: Invocation;
  /** Whether its call and its return are visible events. What it throws always is. */
  readonly isVisible: boolean;
  readonly isInterruptible: boolean;
  readonly hasDeadline: boolean;
  /** Whether the thread holds permits before it, so that it has to go on. */
  readonly isOwed: boolean;
  /**
   * 0 for ordinary operations. One with a phase n > 0 may start only when every other thread has
   * finished or stands before an operation of a phase of at least n.
   */
  readonly phase: number;
  /** Whether it goes on for ever beside the threads of the client, so that it never counts as waiting. */
  readonly isBackground?: boolean;
  begin(): Step<unknown>;
  /** Where the thread stands afterwards; undefined when it has finished. */
  after(end: End): Value | undefined;
}

/** A thread: where it starts, and what it does at each position. */
export interface Thread {
  readonly index: ThreadIndex;
  /** What a reader calls it, if it is none of the client's. */
  readonly name?: string;
  /** Where it stands at first; undefined if it has nothing to do. */
  readonly start: Value | undefined;
  operationAt(position: Value): ThreadOperation;
}

/** Threads over shared objects, ready to be explored or executed. */
export interface Program {
  readonly arena: Arena;
  /** Of each thread: a mark that is the same for threads that do the same, as far as their client tells. */
  readonly roles: readonly number[];
  readonly threads: readonly Thread[];
  /** Who may move when. */
  readonly scheduling: Scheduling;
  readonly setup: MonitorSetup;
  readonly interrupts: { readonly kind: InterruptKind; readonly budget: number } | undefined;
}

/** The most threads that a program can have: searches keep sets of threads in the bits of a number. */
export const threadsAtMost = 31;

/**
 * The program in which the threads of `client` use one instance of `primitive`.
 *
 * @throws UsageError if the primitive does not offer what the client does, or serves fewer threads, or nobody could
 * explore so many.
 */
export function programOf(primitive: Primitive, client: Client, circumstances: Circumstances): Program {
  checkClient(client);
  checkFit(primitive, client);
  const size = { permits: client.permits, threads: client.plans.length };
  const { made: instance, objects } = collecting(() => instanceOf(primitive, size));
  const arena = new Arena(instance, circumstances, objects);
  freezeState(instance, primitive.name);

  const threads = client.plans.map((plan, index): Thread => {
    const me = index as ThreadIndex;
    const script = new Script(primitive, client, plan, me, arena);
    return {
      index: me,
      start: script.start(),
      operationAt: (position) => script.operationAt(position as unknown as Position, instance),
    };
  });
  const background = backgroundOf(primitive, instance, client.plans.length, arena);
  checkThreadCount(threads.length + background.length);
  const { interrupts } = client;
  return {
    arena,
    roles: marksOf([
      ...client.plans.map((plan, index) => roleIn(client, plan, index as ThreadIndex)),
      ...background.map(() => 'background'),
    ]),
    threads: [...threads, ...background],
    scheduling: circumstances.scheduling ?? primitive.scheduling ?? 'preemptive',
    setup: {
      ...size,
      requestMax: requestMaxOf(client, primitive.model),
      hasInterrupts: (interrupts?.budget ?? 0) > 0,
      model: primitive.model,
    },
    interrupts,
  };
}

/**
 * A program of one's own: threads as generators over shared objects, without operations that are
 * visible from outside.
 *
 * @param make makes the shared objects and the threads; called once. Threads that are one and the
 * same function can stand for each other.
 * @throws UsageError for more threads than {@link threadsAtMost}.
 */
export function rawProgram(
  make: () => { readonly objects: object; readonly threads: readonly (() => Step<unknown>)[] },
  defaults: Circumstances = { strength: 'weak' },
): Program {
  const { made, objects } = collecting(make);
  const { threads } = made;
  checkThreadCount(threads.length);
  const arena = new Arena(made.objects, defaults, objects);
  freezeState(made.objects, 'the program');
  return {
    arena,
    roles: marksOf(threads),
    scheduling: defaults.scheduling ?? 'preemptive',
    threads: threads.map((begin, index) => ({
      index: index as ThreadIndex,
      start: 0,
      operationAt: () => ({
        invocation: {
          thread: index as ThreadIndex,
          operation: 'run',
          permits: 1,
          effect: 'neither',
          patience: 'waits',
        },
        isVisible: false,
        isInterruptible: false,
        hasDeadline: false,
        isOwed: false,
        phase: 0,
        begin,
        after: () => undefined,
      }),
    })),
    setup: { permits: 0, threads: threads.length, requestMax: 1, hasInterrupts: false, model: undefined },
    interrupts: undefined,
  };
}

function checkThreadCount(count: number): void {
  if (count <= threadsAtMost) return;
  throw new UsageError({
    what: 'There are too many threads.',
    found: `${count} threads`,
    expected: `${threadsAtMost} or fewer`,
  });
}

/** No thread of the client may be held up by it, so its phase is past all others. */
const backgroundPhase = 2 ** 30;

/** The thread that a primitive brings along, if it does: the loop that calls what is scheduled. */
function backgroundOf(primitive: Primitive, instance: object, index: number, arena: Arena): Thread[] {
  const { background: name } = primitive;
  if (name === undefined) return [];
  const method = methodOf(instance, name);
  if (method === undefined) throw lacksBackground(name);
  const thread = index as ThreadIndex;
  const call: Call = {
    get me() {
      arena.toldApartBy ??= `${name}, which asks for \`me\``;
      return thread;
    },
    threads: index,
    permits: 1,
    item: 0,
    deadline: new Deadline(),
  };
  const operation: ThreadOperation = {
    invocation: { thread, operation: name, permits: 1, effect: 'neither', patience: 'waits' },
    isVisible: false,
    isInterruptible: false,
    hasDeadline: false,
    phase: backgroundPhase,
    isOwed: true,
    isBackground: true,
    begin: () => method(call),
    after: () => undefined,
  };
  return [{ index: thread, name, start: 0, operationAt: () => operation }];
}

/** The same number for the same thing. */
function marksOf(things: readonly unknown[]): number[] {
  return things.map((thing) => things.indexOf(thing));
}

/** All that the client lets one thread do, as a text. */
function roleIn(client: Client, { operations, rounds = 1 }: Plan, me: ThreadIndex): string {
  const { interrupts, isProbed } = client;
  const isTarget = interrupts?.threads?.includes(me) ?? true;
  const probes = isProbed === true ? probesOf(client, me) : [];
  return JSON.stringify([operations, rounds, isTarget, probes]);
}

/** Where a thread stands in its plan. */
interface Position {
  readonly round: number;
  readonly index: number;
  /** What it holds by itself: permits, or what it shares with nobody. */
  readonly held: number;
  /** What it holds and others may hold too. */
  readonly shared: number;
}

/** The round in which a thread probes. */
const probing = -1;

class Script {
  readonly #arena: Arena;
  readonly #primitive: Primitive;
  readonly #client: Client;
  readonly #plan: Plan;
  readonly #me: ThreadIndex;
  /** The numbers of the probes that this thread makes. */
  readonly #probes: readonly number[];

  constructor(primitive: Primitive, client: Client, plan: Plan, me: ThreadIndex, arena: Arena) {
    this.#arena = arena;
    this.#primitive = primitive;
    this.#client = client;
    this.#plan = plan;
    this.#me = me;
    this.#probes = client.isProbed === true ? probesOf(client, me) : [];
  }

  start(): Value | undefined {
    return this.#settle({ round: 0, index: 0, held: 0, shared: 0 });
  }

  operationAt(position: Position, instance: object): ThreadOperation {
    const { name, permits, item } = this.#stepAt(position);
    const contract = this.#primitive.model.operations[name]!;
    const isProbe = position.round === probing;
    const invocation: Invocation = {
      thread: this.#me,
      operation: name,
      permits,
      ...(item === undefined ? {} : { item }),
      effect: contract.effect,
      patience: contract.patience,
    };
    const me = this.#me;
    const arena = this.#arena;
    const call: Call = {
      get me() {
        arena.toldApartBy ??= `${name}, which asks for \`me\``;
        return me;
      },
      threads: this.#client.plans.length,
      permits,
      item: item ?? 0,
      deadline: new Deadline(),
    };
    const method = methodOf(instance, name)!;
    return {
      invocation,
      isVisible: true,
      isInterruptible: !isProbe && contract.effect === 'takes' && this.#isInterruptTarget(),
      hasDeadline: contract.patience === 'waits until its deadline',
      isOwed: position.held + position.shared > 0,
      phase: isProbe ? this.#probes[position.index]! + 1 : 0,
      begin: () => method(call),
      after: (end) => {
        if ('thrown' in end && !livesOn(end.thrown, contract)) return undefined;
        const hasTaken = contract.effect === 'takes' && 'value' in end && isGranted(end.value);
        return this.#settle({
          ...this.#holdings(position, hasTaken ? permits : -this.#givenBackAt(position)),
          round: position.round,
          index: position.index + 1,
        });
      },
    };
  }

  #isInterruptTarget(): boolean {
    const { interrupts } = this.#client;
    if (interrupts === undefined) return false;
    return interrupts.threads === undefined || interrupts.threads.includes(this.#me);
  }

  #stepAt({ round, index }: Position): {
    readonly name: string;
    readonly permits: number;
    readonly item: number | undefined;
    /** What it does to what the thread holds; a post does nothing, for its thread need hold nothing. */
    readonly effect: Effect;
    readonly holds: OperationContract['holds'];
  } {
    if (round === probing) {
      return { name: 'acquire', permits: 1, item: undefined, effect: 'takes', holds: undefined };
    }
    const { operation, permits = 1, item } = this.#plan.operations[index]!;
    const name = nameInContract(operation);
    const { effect, holds } = this.#primitive.model.operations[name]!;
    return { name, permits, item, effect: operation === 'post' ? 'neither' : effect, holds };
  }

  /** How much the operation at a position gives back for good. */
  #givenBackAt(position: Position): number {
    const { effect, permits } = this.#stepAt(position);
    return effect === 'gives' ? permits : 0;
  }

  /** What is held after a change by the operation at a position. */
  #holdings(position: Position, change: number): Pick<Position, 'held' | 'shared'> {
    const { held, shared } = position;
    return this.#stepAt(position).holds === 'shared'
      ? { held, shared: shared + change }
      : { held: held + change, shared };
  }

  /** Whether the thread does not hold what the operation at a position would give back, or lend. */
  #isLeftOut(position: Position): boolean {
    const { effect, permits, holds } = this.#stepAt(position);
    if (effect !== 'gives' && effect !== 'lends') return false;
    return (holds === 'shared' ? position.shared : position.held) < permits;
  }

  /** The next position at which there is something to do; undefined when the thread has finished. */
  #settle(position: Position): Value | undefined {
    const { operations, rounds = 1 } = this.#plan;
    const { held, shared } = position;
    let { round, index } = position;
    for (;;) {
      if (round === probing) {
        return index < this.#probes.length ? { round, index, held: 0, shared: 0 } : undefined;
      }
      if (index >= operations.length) {
        index = 0;
        // In a plan without end, rounds are all alike, and so are the permits left over from them.
        if (rounds !== 'forever') round++;
        if (round === rounds) round = probing;
        continue;
      }
      const next = { round, index, held, shared };
      if (!this.#isLeftOut(next)) return { ...next };
      index++;
    }
  }
}

/** Whether a client goes on after an error: it has been interrupted, or expects to be rejected. */
function livesOn(error: Error, contract: OperationContract): boolean {
  const thrown = thrownBy(error);
  return thrown.isInterrupt || mayReject(contract, thrown);
}

/** The probes of one thread: there is one more than there can be permits, dealt out in turn. */
function probesOf({ permits, plans }: Client, me: ThreadIndex): number[] {
  const posted = plans.reduce((sum, { operations, rounds = 1 }) => {
    const posts = operations.filter(({ operation }) => operation === 'post');
    const each = posts.reduce((total, post) => total + (post.permits ?? 1), 0);
    return sum + (rounds === 'forever' ? 0 : each * rounds);
  }, 0);
  const count = permits + posted + 1;
  return Array.from({ length: count }, (_, probe) => probe).filter((probe) => probe % plans.length === me);
}

function checkFit(primitive: Primitive, client: Client): void {
  const { name, model, threadsMax } = primitive;
  if (threadsMax !== undefined && client.plans.length > threadsMax) {
    throw new UsageError({
      what: `${name} serves at most ${threadsMax} threads.`,
      found: `${client.plans.length} threads`,
      expected: `${threadsMax} or fewer`,
    });
  }
  if (client.permits > model.permitsMax) {
    throw new UsageError({
      what: `${name} is a ${model.title.toLowerCase()}.`,
      found: `${client.permits} permits`,
      expected: `${model.permitsMax} at most`,
    });
  }
  const offered = offeredOperations(primitive);
  for (const operation of client.plans.flatMap(({ operations }) => operations)) {
    checkOffered(operation, offered, primitive);
  }
}

function checkOffered(
  { operation, permits = 1 }: ClientOperation,
  offered: readonly string[],
  { name, model, acquireMax = 1, releaseMax = 1 }: Primitive,
): void {
  const wanted = nameInContract(operation);
  if (!offered.includes(wanted)) {
    throw new UsageError({
      what: `${name} has no operation ${operation}.`,
      found: operation,
      expected: `one of ${[...offered, ...(offered.includes('release') ? ['post'] : [])].join(', ')}`,
    });
  }
  const { effect } = model.operations[wanted]!;
  const most = effect === 'gives' ? releaseMax : effect === 'takes' ? acquireMax : 1;
  if (permits > most) {
    throw new UsageError({
      what: `${name} cannot ${operation} ${permits} permits at once.`,
      found: `${operation}*${permits}`,
      expected: `${most} at most`,
    });
  }
}
