/**
 * The nodes of one thread's automaton, as objects: each is a position and a log, and knows what it
 * waits for. The learner turns them into tables.
 */

import type { NodeId } from '../core/ids.ts';
import type { VisibleEvent } from '../core/event.ts';
import { IllFormedError } from '../core/errors.ts';
import { keyOf, type Value } from '../core/value.ts';
import {
  keyOfAnswer,
  keyOfLog,
  keyOfPending,
  type Answered,
  type Log,
  type Pending,
} from '../program/log.ts';
import type { Move } from '../program/moves.ts';
import { beginOperation } from '../program/beginOperation.ts';
import { endEvent } from '../program/endEvent.ts';
import { notDeterministic } from '../program/illFormed.ts';
import { ToldApart } from '../program/toldApart.ts';
import { OperationRun } from '../program/operationRun.ts';
import type { Renaming } from '../program/renaming.ts';
import type { Program, Thread, ThreadOperation } from '../program/program.ts';
import { describeWant, type Want } from './describeWant.ts';
import type { Given } from './given.ts';
import { Interner } from './interner.ts';
import type { SharedChecks, SharedStep } from './sharedChecks.ts';

/** Where a thread stands, and what it can still know. */
export interface Place {
  readonly position: Value;
  readonly log: Log;
  readonly isCalled: boolean;
  readonly isDeadlinePast: boolean;
  readonly isInterruptPosted: boolean;
}

/** All that a thread was told since its operation began, with nothing forgotten. */
type Witness = readonly Given[];

/** A place of which it has been learned what the thread asks for there. */
export interface Node extends Place {
  readonly operation: ThreadOperation;
  readonly pending: Pending;
  readonly isMasked: boolean;
  readonly isInWaitLoop: boolean;
  readonly watch: readonly Answered[];
  /** Whether the doorway was passed before the first step. */
  readonly startsBehindDoorway: boolean;
}

/** An edge of the automaton; the target is undefined when the thread has finished. */
export interface Edge {
  readonly target: NodeId;
  readonly events: readonly VisibleEvent[];
  /** What the threads that do the same share of it, if they do. */
  readonly step?: SharedStep;
}

const finishedMark = 'finished';

/** How many different whole histories each node is checked with. */
const witnessesMax = 3;

/** How many runs are kept where they are, to be continued. */
const parkedMax = 64;

/** What is kept to check a node: whole histories that lead to it, and what has been learned from it. */
interface Checks {
  readonly witnesses: Witness[];
  /** By what was given: whether the object changed is part of that only where the thread will remember it. */
  readonly edges: Map<string, Learned>;
}

/** An edge, what leads along it, and what the thread wants then. */
interface Learned {
  readonly given: Given;
  readonly edge: Edge & { readonly step: SharedStep };
  readonly want: Want;
}

/** The nodes and edges of one thread, learned by running its generators and checked for determinism. */
export class ThreadNodes {
  readonly #program: Program;
  readonly #thread: Thread;
  readonly #nodes = new Interner<Node | typeof finishedMark, NodeId>((node) =>
    node === finishedMark ? node : keyOfPlace(node),
  );
  readonly #operations = new Map<string, ThreadOperation>();
  readonly #checks: Checks[] = [];
  /** Runs that have lived through a history, and stand at its end: whoever goes on from there need not begin anew. */
  readonly #parked = new Map<Witness, OperationRun>();
  /** Runs other threads' code, so that state which threads share unseen shows itself. */
  readonly #disturb: () => void;
  /** With the threads that do the same. */
  readonly #shared: SharedChecks;

  constructor(program: Program, thread: Thread, shared: SharedChecks, disturb: () => void) {
    this.#program = program;
    this.#thread = thread;
    this.#shared = shared;
    this.#disturb = disturb;
    this.#nodes.intern(finishedMark);
  }

  /** How many nodes are known; those from 1 on are no finished ones. */
  get size(): number {
    return this.#nodes.size;
  }

  at(id: NodeId): Node {
    const node = this.#nodes.at(id);
    if (node === finishedMark) throw new Error('a finished thread waits for nothing');
    return node;
  }

  start(): NodeId {
    return this.#before(this.#thread.start);
  }

  /** Runs the thread's code up to a node, for the sake of disturbing others. */
  rerun(id: NodeId): void {
    const { operation, log } = this.at(id);
    this.#runTo(operation, log, undefined);
  }

  /** Where a move leads. */
  follow(id: NodeId, move: Move): Edge {
    const node = this.at(id);
    const { answer } = move;
    if (answer === undefined) return { target: this.#flag(id, move), events: this.#callOf(node) };
    // Nothing else of the step reaches the thread.
    const given: Given = { answer, hasChanged: node.isInWaitLoop && move.hasChanged };
    const { edges } = this.#checksOf(id);
    const key = `${keyOfAnswer(answer)}${given.hasChanged ? '!' : ''}`;
    const known = edges.get(key);
    if (known !== undefined) return known.edge;
    const learned = this.#learnEdge(id, given);
    edges.set(key, learned);
    for (const witness of this.#checksOf(id).witnesses) this.#checkEdge(id, witness, learned);
    return learned.edge;
  }

  /** The thread calls its operation and is blocked at the first step. */
  call(id: NodeId): Edge {
    return this.follow(id, {
      action: 'call',
      outcome: 0,
      value: undefined,
      answer: undefined,
      hasChanged: false,
    });
  }

  /**
   * The node that is called like a node of some thread once the threads have other names; this is the
   * thread that has the name of that one.
   *
   * @throws ToldApart if this thread does not want the same there.
   */
  renamed(node: Node, renaming: Renaming): NodeId {
    const operation = this.#operationAt(node.position);
    const log = renaming.log(node.log);
    const pending = keyOfPending(renaming.pending(node.pending));
    const known = this.#nodes.find({ ...node, log });
    const run = known === undefined ? this.#runAsAnother(operation, log) : this.at(known);
    if (run?.pending === undefined || keyOfPending(run.pending) !== pending) {
      throw new ToldApart(`T${this.#thread.index}, which does otherwise than another thread in its place`);
    }
    return known ?? this.#nodes.intern({ ...node, operation, log, pending: run.pending, watch: run.watch });
  }

  /** Undefined if the thread does not follow a log that another one has followed. */
  #runAsAnother(operation: ThreadOperation, log: Log): OperationRun | undefined {
    try {
      return this.#runTo(operation, log, undefined);
    } catch (error) {
      if (error instanceof IllFormedError) return undefined;
      throw error;
    }
  }

  #flag(id: NodeId, { action }: Move): NodeId {
    const node = this.at(id);
    const target = this.#nodes.intern({
      ...node,
      isCalled: true,
      isDeadlinePast: node.isDeadlinePast || action === 'deadline',
      isInterruptPosted: node.isInterruptPosted || action === 'interrupt posted',
    });
    for (const witness of this.#checksOf(id).witnesses) this.#bearWitness(target, witness);
    return target;
  }

  #learnEdge(id: NodeId, given: Given): Learned {
    const node = this.at(id);
    const { operation, log } = node;
    const { invocation, isVisible } = operation;
    const run = this.#runTo(operation, log, undefined);
    run.feed(given.answer, given.hasChanged);
    const events: VisibleEvent[] = [
      ...this.#callOf(node),
      ...(run.hasPassedDoorway ? [{ type: 'doorway', invocation } as const] : []),
      ...(run.end === undefined ? [] : [endEvent(invocation, run.end)]),
    ];
    const target = this.#targetOf(node, run, given);
    const step = this.#shared.stepOf(operation, log, given);
    const { pending, end, isMasked, log: whole } = run;
    if (pending !== undefined) {
      // Whoever has come to the same place by another way has wanted the same.
      this.#compare(this.at(target), run);
      this.#shared.compare(operation, whole, { pending, end, isMasked });
      // Put straight where the log says, with all that it forgets, the thread must want the same.
      this.#check(operation, step, () => this.#compare(run, this.#runTo(operation, whole, this.#disturb)));
    }
    const edge = { target, events: isVisible ? events : events.filter(({ type }) => type === 'throw'), step };
    return { given, edge, want: { pending, end, isMasked } };
  }

  /** The events of a first step. */
  #callOf({ isCalled, operation, startsBehindDoorway }: Node): VisibleEvent[] {
    const { invocation, isVisible } = operation;
    if (isCalled || !isVisible) return [];
    return [
      { type: 'call', invocation },
      ...(startsBehindDoorway ? [{ type: 'doorway', invocation } as const] : []),
    ];
  }

  #targetOf(node: Node, run: OperationRun, { answer }: Given): NodeId {
    const { operation } = node;
    if (run.end !== undefined) return this.#before(operation.after(run.end));
    return this.#nodes.intern({
      position: node.position,
      operation,
      log: run.log,
      isCalled: true,
      isDeadlinePast: node.isDeadlinePast,
      isInterruptPosted: node.isInterruptPosted && answer.type === 'parked',
      pending: run.pending!,
      isMasked: run.isMasked,
      isInWaitLoop: run.isInWaitLoop,
      watch: run.watch,
      startsBehindDoorway: false,
    });
  }

  #before(position: Value | undefined): NodeId {
    if (position === undefined) return this.#nodes.intern(finishedMark);
    const operation = this.#operationAt(position);
    const { arena } = this.#program;
    const name = operation.invocation.operation;
    const run = beginOperation(name, () => operation.begin(), this.#thread.index, arena);
    const start = this.#nodes.intern({
      position,
      operation,
      log: run.log,
      isCalled: !operation.isVisible,
      isDeadlinePast: false,
      isInterruptPosted: false,
      pending: run.pending,
      isMasked: run.isMasked,
      isInWaitLoop: run.isInWaitLoop,
      watch: run.watch,
      startsBehindDoorway: run.hasPassedDoorway,
    });
    this.#bearWitness(start, []);
    return start;
  }

  /**
   * Notes a whole history that leads to a node, and checks what was learned from the node with it: a
   * thread that has really lived through all its turns must do as one that was put there by its log.
   *
   * @param lived a run that has just done so.
   */
  #bearWitness(id: NodeId, witness: Witness, lived?: OperationRun): void {
    const { witnesses, edges } = this.#checksOf(id);
    const isKnown = witnesses.some(
      (other) => other.length === witness.length && other.every((given, index) => given === witness[index]),
    );
    if (isKnown || witnesses.length >= witnessesMax) return;
    witnesses.push(witness);
    if (lived !== undefined) this.#park(witness, lived);
    for (const learned of edges.values()) this.#checkEdge(id, witness, learned);
  }

  /** Lives through a history and one answer more, and compares that with the target that was learned. */
  #checkEdge(id: NodeId, witness: Witness, { given, edge, want }: Learned): void {
    const node = this.at(id);
    const whole = [...witness, given];
    let lived: OperationRun | undefined;
    this.#check(node.operation, edge.step, () => {
      lived = this.#livedThrough(node.operation, witness);
      this.#tell(lived, given);
      this.#compare(want, lived);
    });
    if (want.end === undefined) this.#bearWitness(edge.target, whole, lived);
  }

  /** A run that has lived through a whole history: one that stands there already, or a new one. */
  #livedThrough(operation: ThreadOperation, witness: Witness): OperationRun {
    const parked = this.#parked.get(witness);
    this.#parked.delete(witness);
    if (parked !== undefined) return parked;
    const run = this.#runTo(operation, [], this.#disturb);
    for (const given of witness) this.#tell(run, given);
    return run;
  }

  #tell(run: OperationRun, { answer, hasChanged }: Given): void {
    if (run.pending === undefined) {
      throw this.#diverged('a further step', describeWant(run, this.#program.arena));
    }
    run.feed(answer, hasChanged);
  }

  #park(witness: Witness, run: OperationRun): void {
    this.#parked.set(witness, run);
    if (this.#parked.size <= parkedMax) return;
    const [oldest] = this.#parked.keys();
    this.#parked.delete(oldest!);
  }

  /** Makes a check of what comes of an answer, or leaves it to where it is made for all that do the same. */
  #check(operation: ThreadOperation, step: SharedStep, check: () => void): void {
    if (this.#shared.isFor(operation, step)) check();
    else this.#shared.putOff(check);
  }

  #checksOf(id: NodeId): Checks {
    return (this.#checks[id] ??= { witnesses: [], edges: new Map() });
  }

  #operationAt(position: Value): ThreadOperation {
    const key = keyOf(position);
    const operation = this.#operations.get(key) ?? this.#thread.operationAt(position);
    this.#operations.set(key, operation);
    return operation;
  }

  #runTo(operation: ThreadOperation, log: Log, disturb: (() => void) | undefined): OperationRun {
    return new OperationRun(() => operation.begin(), this.#thread.index, this.#program.arena, log, disturb);
  }

  #compare(first: Want, second: Want): void {
    const { arena } = this.#program;
    const isSame =
      first.pending === undefined || second.pending === undefined
        ? describeWant(first, arena) === describeWant(second, arena)
        : keyOfPending(first.pending) === keyOfPending(second.pending) && first.isMasked === second.isMasked;
    if (!isSame) throw this.#diverged(describeWant(first, arena), describeWant(second, arena));
  }

  #diverged(first: string, second: string): IllFormedError {
    return notDeterministic(first, `${second}, in T${this.#thread.index}`);
  }
}

/** A text that is the same for places from which a thread goes on alike. */
export function keyOfPlace(place: Place): string {
  const flags = [place.isCalled, place.isDeadlinePast, place.isInterruptPosted].map(Number).join('');
  return `${keyOf(place.position)} ${flags} ${keyOfLog(place.log)}`;
}
