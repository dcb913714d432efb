/**
 * The nodes of one thread's automaton, as objects: each is a position and a log, and knows what it
 * waits for. The learner turns them into tables.
 */

import type { NodeId } from '../core/ids.ts';
import type { VisibleEvent } from '../core/event.ts';
import { IllFormedError } from '../core/errors.ts';
import { keyOf, type Value } from '../core/value.ts';
import { keyOfLog, keyOfPending, type Answered, type Log, type Pending } from '../program/log.ts';
import type { Move } from '../program/moves.ts';
import { describePending, OperationRun } from '../program/operationRun.ts';
import type { Program, Thread, ThreadOperation } from '../program/program.ts';
import { endEvent } from '../program/world.ts';
import { Interner } from './interner.ts';

/** Where a thread stands, and what it can still know. */
interface Place {
  readonly position: Value;
  readonly log: Log;
  readonly isCalled: boolean;
  readonly isDeadlinePast: boolean;
  readonly isInterruptPosted: boolean;
}

export interface Node extends Place {
  readonly operation: ThreadOperation;
  readonly pending: Pending;
  readonly isMasked: boolean;
  readonly watch: readonly Answered[];
  /** Whether the doorway was passed before the first step. */
  readonly startsBehindDoorway: boolean;
}

/** An edge of the automaton; the target is undefined when the thread has finished. */
export interface Edge {
  readonly target: NodeId;
  readonly events: readonly VisibleEvent[];
}

const finishedMark = 'finished';

export class ThreadNodes {
  readonly #program: Program;
  readonly #thread: Thread;
  readonly #nodes = new Interner<Node | typeof finishedMark, NodeId>((node) =>
    node === finishedMark ? node : keyOfPlace(node),
  );
  readonly #operations = new Map<string, ThreadOperation>();
  /** Runs other threads' code, so that state which threads share unseen shows itself. */
  readonly #disturb: () => void;

  constructor(program: Program, thread: Thread, disturb: () => void) {
    this.#program = program;
    this.#thread = thread;
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
    const { operation } = node;
    const { invocation, isVisible } = operation;
    const events: VisibleEvent[] = [];
    if (!node.isCalled) {
      events.push({ type: 'call', invocation });
      if (node.startsBehindDoorway) events.push({ type: 'doorway', invocation });
    }
    const target = move.answer === undefined ? this.#flag(node, move) : this.#answer(node, move, events);
    return { target, events: isVisible ? events : events.filter(({ type }) => type === 'throw') };
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

  #flag(node: Node, { action }: Move): NodeId {
    return this.#nodes.intern({
      ...node,
      isCalled: true,
      isDeadlinePast: node.isDeadlinePast || action === 'deadline',
      isInterruptPosted: node.isInterruptPosted || action === 'interrupt posted',
    });
  }

  #answer(node: Node, move: Move, events: VisibleEvent[]): NodeId {
    const { operation, log } = node;
    const run = this.#runTo(operation, log, undefined);
    run.feed(move.answer!, move.hasChanged);
    const again = this.#runTo(operation, log, this.#disturb);
    again.feed(move.answer!, move.hasChanged);
    this.#compare(run, again);

    if (run.hasPassedDoorway) events.push({ type: 'doorway', invocation: operation.invocation });
    if (run.end !== undefined) {
      events.push(endEvent(operation.invocation, run.end));
      return this.#before(operation.after(run.end));
    }
    // Put straight where the log says, with all that it forgets, the thread must want the same.
    this.#compare(run, this.#runTo(operation, run.log, this.#disturb));
    return this.#nodes.intern({
      position: node.position,
      operation,
      log: run.log,
      isCalled: true,
      isDeadlinePast: node.isDeadlinePast,
      isInterruptPosted: node.isInterruptPosted && move.answer!.type === 'parked',
      pending: run.pending!,
      isMasked: run.isMasked,
      watch: run.watch,
      startsBehindDoorway: false,
    });
  }

  #before(position: Value | undefined): NodeId {
    if (position === undefined) return this.#nodes.intern(finishedMark);
    const operation = this.#operationAt(position);
    const run = this.#runTo(operation, [], undefined);
    if (run.pending === undefined) throw neverYields(operation);
    return this.#nodes.intern({
      position,
      operation,
      log: [],
      isCalled: !operation.isVisible,
      isDeadlinePast: false,
      isInterruptPosted: false,
      pending: run.pending,
      isMasked: run.isMasked,
      watch: run.watch,
      startsBehindDoorway: run.hasPassedDoorway,
    });
  }

  #operationAt(position: Value): ThreadOperation {
    const key = keyOf(position);
    const operation = this.#operations.get(key) ?? this.#thread.operationAt(position);
    this.#operations.set(key, operation);
    return operation;
  }

  #runTo(operation: ThreadOperation, log: Log, disturb: (() => void) | undefined): OperationRun {
    return new OperationRun(
      () => operation.begin(),
      this.#thread.index,
      this.#program.arena,
      log,
      disturb,
    );
  }

  #compare(first: OperationRun, second: OperationRun): void {
    const { arena } = this.#program;
    const wants = (run: OperationRun): string => {
      if (run.pending !== undefined) {
        return `${describePending(run.pending, arena)}${run.isMasked ? ', masked' : ''}`;
      }
      const end = run.end!;
      return 'value' in end ? `a return of ${keyOf(end.value)}` : `a throw of ${String(end.thrown)}`;
    };
    const isSame =
      first.pending === undefined || second.pending === undefined
        ? wants(first) === wants(second)
        : keyOfPending(first.pending) === keyOfPending(second.pending) &&
          first.isMasked === second.isMasked;
    if (!isSame) {
      throw new IllFormedError({
        what: 'The primitive is not deterministic: told the same results, it did something else.',
        found: `first ${wants(first)}, then ${wants(second)}`,
        expected: 'the same step each time',
        next: 'The usual causes: a private field or a variable that is no shared object, a loop body that writes to a variable outside it.',
      });
    }
  }
}

function keyOfPlace(place: Place): string {
  const flags = [place.isCalled, place.isDeadlinePast, place.isInterruptPosted].map(Number).join('');
  return `${keyOf(place.position)} ${flags} ${keyOfLog(place.log)}`;
}

function neverYields({ invocation }: ThreadOperation): IllFormedError {
  return new IllFormedError({
    what: `The operation ${invocation.operation} never yields.`,
    found: 'it ended without an operation on a shared object',
    expected: 'at least one step: yield* of a method of a shared object',
    next: 'What threads share must be in shared objects: cell, lock, deque, ...',
  });
}
