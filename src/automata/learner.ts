/**
 * The learner: fills the tables of a program's automata, cell by cell, by running the program's code.
 *
 * This is the border between the two planes: behind it are generators, values and events; before it
 * are integers.
 */

import { HeddleBug } from '../core/errors.ts';
import type { VisibleEvent, Waiting } from '../core/event.ts';
import type { EventId, NodeId, ObjectIndex, ThreadIndex, ValueId } from '../core/ids.ts';
import { keyOf, type Value } from '../core/value.ts';
import type { Pool } from '../program/arena.ts';
import { keyOfPending, referencesInLog, referencesInPending, type Answered } from '../program/log.ts';
import { hasMoved, possibleMoves, turnEffectOf, type Move, type Situation } from '../program/moves.ts';
import type { ObjectKind } from '../program/objectKind.ts';
import type { Program, Thread } from '../program/program.ts';
import { away, finishedStanding, ready, type Standing } from '../program/turn.ts';
import { checkRenaming } from '../program/checkRenaming.ts';
import type { Renaming } from '../program/renaming.ts';
import { Interner } from './interner.ts';
import { Moments } from './moments.ts';
import { ThreadNodes, type Edge, type Node } from './nodes.ts';
import { PairMap } from './pairMap.ts';
import { ReferenceSets } from './referenceSets.ts';
import { SharedChecks, type SharedStep } from './sharedChecks.ts';
import {
  allocating,
  finished,
  finishedNode,
  infoInside,
  infoKind,
  infoObject,
  infoPhase,
  infoSize,
  infoTurn,
  infoWaiting,
  infoWatch,
  operating,
  readingClock,
  SharedTables,
  ThreadTables,
} from './tables.ts';
import { TurnTable } from './turnTable.ts';
import { absent, ValueTable } from './valueTable.ts';

/** One operation of a wait loop's last turn: would it read the same again? */
interface Watched {
  readonly thread: ThreadIndex;
  readonly answered: Answered;
}

/** How often checks are disturbed without exception, and which part of the times after that. */
const disturbancesAtFirst = 256;
const disturbanceRate = 0.1;

/** Fills the tables of one program; see the head of this file. */
export class Learner {
  readonly program: Program;
  /** Grows with everything that is learned. */
  growth = 0;
  readonly shared = new SharedTables();
  readonly threads: readonly ThreadTables[];
  readonly references: ReferenceSets;
  readonly moments: Moments;
  /** Where turns matter. */
  readonly turns: TurnTable | undefined;
  /** The pools of the nodes that allocate, by `infoObject`. */
  readonly pools: Pool[] = [];

  readonly #nodes: readonly ThreadNodes[];
  /** By role. */
  readonly #checks: ReadonlyMap<number, SharedChecks>;
  readonly #values: Map<ObjectKind, ValueTable>;
  readonly #setOf = (references: readonly ObjectIndex[]): number =>
    this.references.intern(this.#allocated(references));
  readonly #events = new Interner<readonly VisibleEvent[], EventId>((events) =>
    keyOf(events as unknown as Value),
  );
  readonly #waiting = new Interner<Waiting | undefined>((waiting) =>
    waiting === undefined ? '' : keyOf(waiting as unknown as Value),
  );
  readonly #poolIds = new Interner<Pool>(({ key }) => key);
  readonly #watched = new Interner<Watched>(
    ({ thread, answered }) =>
      `${thread} ${keyOfPending(answered.pending)} ${JSON.stringify(answered.answer)}`,
  );
  /** Of an entry of a watch list and a value: whether it would now read otherwise. */
  readonly watchMemory = new PairMap();
  /** The steps that are known here, each once for the threads that do the same. */
  readonly #steps = new Set<SharedStep>();
  #checksRenaming = false;
  /** What was learned of kinds that can be renamed while that was not checked. */
  readonly #unchecked: Situation[] = [];
  #disturbance = 0;
  #disturbCalls = 0;

  /**
   * @param kin the learner of another program that differs alone in the kind of its interrupts, or in whether there
   *   are any, and has the same threads and objects: what that one knows of the code need not be run again. Both may go on learning.
   */
  constructor(program: Program, kin?: Learner) {
    this.program = program;
    this.#events.intern([]);
    this.#waiting.intern(undefined);
    this.threads = program.threads.map(() => new ThreadTables());
    this.moments = new Moments(this.threads, (waitingClass) => this.waitingOf(waitingClass));
    const { scheduling, threads } = program;
    this.turns =
      scheduling === 'preemptive' ? undefined : new TurnTable(scheduling, threads.map(firstStanding));
    this.references = kin === undefined ? new ReferenceSets() : kin.references;
    this.#values = kin === undefined ? new Map<ObjectKind, ValueTable>() : kin.#values;
    this.#checks =
      kin === undefined
        ? new Map(program.roles.map((role) => [role, new SharedChecks(program.arena)]))
        : kin.#checks;
    this.#nodes = kin === undefined ? this.#newNodes() : kin.#nodes;
  }

  #newNodes(): ThreadNodes[] {
    const { threads, roles } = this.program;
    return threads.map((thread) => {
      const checks = this.#checks.get(roles[thread.index]!)!;
      return new ThreadNodes(this.program, thread, checks, () => this.#disturb());
    });
  }

  /** How much is known of what threads do, but for their names. */
  get insight(): number {
    return this.#steps.size;
  }

  /** Has all that is known of kinds that can be renamed, or will be, checked under other names; or what will be no more. */
  checkRenaming(isChecked: boolean): void {
    this.#checksRenaming = isChecked;
    if (!isChecked) return;
    for (const situation of this.#unchecked.splice(0)) checkRenaming(situation, this.program);
    this.#makeUpChecks();
  }

  /** The node at which a thread starts. */
  startOf(thread: ThreadIndex): NodeId {
    const start = this.#nodes[thread]!.start();
    this.#register(thread);
    return start;
  }

  /** The value that an object starts with. */
  initialOf(object: ObjectIndex): ValueId {
    const { pool, initial } = this.program.arena.at(object);
    return pool === undefined ? this.valuesOf(object).intern(initial) : absent;
  }

  valuesOf(object: ObjectIndex): ValueTable {
    const { kind } = this.program.arena.at(object);
    const table = this.#values.get(kind) ?? new ValueTable(this.#setOf);
    this.#values.set(kind, table);
    return table;
  }

  nodeCount(thread: ThreadIndex): number {
    return this.#nodes[thread]!.size;
  }

  eventsOf(event: EventId): readonly VisibleEvent[] {
    return this.#events.at(event);
  }

  /** Whether an event of a type can be seen in any execution that is known so far. */
  shows(type: VisibleEvent['type']): boolean {
    for (let event = 0; event < this.#events.size; event++) {
      if (this.#events.at(event as EventId).some((seen) => seen.type === type)) return true;
    }
    return false;
  }

  waitingOf(waitingClass: number): Waiting {
    const waiting = this.#waiting.at(waitingClass);
    if (waiting === undefined) throw new HeddleBug('class 0 waits for nothing');
    return waiting;
  }

  /**
   * What can happen to a thread at a node, given the value of its object (or, for an allocation, the
   * rank of the slot that is free). Answers where the cell begins in `moves`.
   */
  learnCell(thread: ThreadIndex, nodeId: NodeId, valueOrRank: number): number {
    const tables = this.threads[thread]!;
    const node = this.#nodes[thread]!.at(nodeId);
    const cell = this.#writeCell(thread, nodeId, this.#situation(thread, node, valueOrRank, false));
    tables.setCell(this.shared, nodeId, valueOrRank, cell);
    return cell;
  }

  /** What can happen to a thread while its wait loop holds it back. */
  learnHeldCell(thread: ThreadIndex, nodeId: NodeId, value: number): number {
    const node = this.#nodes[thread]!.at(nodeId);
    const cell = this.#writeCell(thread, nodeId, this.#situation(thread, node, value, true));
    this.threads[thread]!.heldCells.add(nodeId, value, cell);
    return cell;
  }

  /** The one move of a thread that calls its operation at a quiet moment and is blocked at once. */
  learnCallCell(thread: ThreadIndex, nodeId: NodeId): number {
    const edge = this.#nodes[thread]!.call(nodeId);
    const move: Move = { action: 'call', outcome: 0, value: undefined, answer: undefined, hasChanged: false };
    this.#makeUpChecks();
    const cell = this.#writeMoves([{ move, edge, object: -1, value: 0 }]);
    this.#register(thread);
    this.threads[thread]!.callCells.data[nodeId] = cell;
    return cell;
  }

  /** Whether an entry of a watch list would now read otherwise than before. */
  hasMoved(watched: number, value: ValueId): boolean {
    const known = this.watchMemory.get(watched, value);
    if (known >= 0) return known === 1;
    const { thread, answered } = this.#watched.at(watched);
    if (answered.pending.type !== 'operate') throw new HeddleBug('only operations are watched');
    const object = answered.pending.object;
    const moved = hasMoved(answered, thread, this.valuesOf(object).at(value), this.program.arena);
    this.watchMemory.add(watched, value, moved ? 1 : 0);
    return moved;
  }

  /** A node, for a look at what its thread knows; undefined for a thread that has finished. */
  nodeAt(thread: ThreadIndex, node: NodeId): Node | undefined {
    return node === finishedNode ? undefined : this.#nodes[thread]!.at(node);
  }

  /** Notes that threads cannot stand for each other, and makes up for the checks that trusted in it. */
  tellApart(reason: string): void {
    this.program.arena.toldApartBy ??= reason;
    this.#makeUpChecks();
  }

  /** The node of the thread that `renaming` names after `thread`. */
  renamedNode(thread: ThreadIndex, node: NodeId, renaming: Renaming): NodeId {
    const original = this.nodeAt(thread, node);
    if (original === undefined) return node;
    this.growth++;
    const name = renaming.nameOf(thread) as ThreadIndex;
    const renamed = this.#nodes[name]!.renamed(original, renaming);
    this.#register(name);
    return renamed;
  }

  /** What an object of the same kind holds when the threads have other names. */
  renamedValue(object: ObjectIndex, value: ValueId, renaming: Renaming): ValueId {
    if (value === absent) return absent;
    this.growth++;
    const table = this.valuesOf(object);
    const { arena } = this.program;
    return table.intern(arena.encode(renaming.held(table.at(value), arena.at(object).kind)));
  }

  #situation(thread: ThreadIndex, node: Node, valueOrRank: number, isHeldBack: boolean): Situation {
    const { pending, operation } = node;
    return {
      thread,
      pending,
      value:
        pending.type === 'operate' ? this.valuesOf(pending.object).at(valueOrRank as ValueId) : undefined,
      freeSlot:
        pending.type === 'allocate' ? this.program.arena.slotAt(pending.pool, valueOrRank) : undefined,
      isHeldBack,
      deadline: !operation.hasDeadline ? 'none' : node.isDeadlinePast ? 'past' : 'ahead',
      interrupt: operation.isInterruptible && !node.isMasked ? this.program.interrupts?.kind : undefined,
      isInterruptPosted: node.isInterruptPosted,
    };
  }

  #writeCell(thread: ThreadIndex, nodeId: NodeId, situation: Situation): number {
    const { pending } = situation;
    const nodes = this.#nodes[thread]!;
    if (this.#checksRenaming) checkRenaming(situation, this.program);
    else if (pending.type === 'operate' && this.program.arena.at(pending.object).kind.rename !== undefined) {
      this.#unchecked.push(situation);
    }
    const effects = possibleMoves(situation, this.program.arena).map((move): Effect => {
      const edge = nodes.follow(nodeId, move);
      if (edge.step?.isOfAll === true) this.#steps.add(edge.step);
      return { move, edge, ...this.#assignment(pending, move) };
    });
    this.#makeUpChecks();
    this.#register(thread);
    return this.#writeMoves(effects);
  }

  /** Which object the move sets, and to what. */
  #assignment(pending: Situation['pending'], move: Move): { object: number; value: number } {
    if (pending.type === 'operate' && move.hasChanged) {
      return { object: pending.object, value: this.valuesOf(pending.object).intern(move.value) };
    }
    if (pending.type === 'allocate' && move.answer?.type === 'result') {
      const slot = (move.answer.value as { object: ObjectIndex }).object;
      return { object: slot, value: this.valuesOf(slot).intern(this.program.arena.at(slot).initial) };
    }
    return { object: -1, value: 0 };
  }

  #writeMoves(effects: readonly Effect[]): number {
    this.growth++;
    return this.shared.addCell(
      effects.map(({ move, edge, object, value }) => ({
        action: move.action,
        outcome: move.outcome,
        node: edge.target,
        object,
        value,
        event: this.#events.intern(edge.events),
      })),
    );
  }

  /** Writes the records of nodes that are new. */
  #register(thread: ThreadIndex): void {
    const nodes = this.#nodes[thread]!;
    const tables = this.threads[thread]!;
    while (tables.references.length < nodes.size) {
      const id = tables.references.length as NodeId;
      const info = tables.info.extend(infoSize);
      tables.callCells.push(0);
      if (id === 0) {
        tables.info.data[info + infoKind] = finished;
        tables.info.data[info + infoWatch] = -1;
        tables.references.push(0);
      } else {
        const node = nodes.at(id);
        this.#describe(node, thread, tables.info.data, info);
        const references = [...referencesInLog(node.log), ...referencesInPending(node.pending)];
        tables.references.push(this.#setOf(references));
      }
    }
  }

  #describe(node: Node, thread: ThreadIndex, data: Int32Array, info: number): void {
    const { pending, operation } = node;
    data[info + infoKind] = { operate: operating, allocate: allocating, 'read clock': readingClock }[
      pending.type
    ];
    data[info + infoObject] =
      pending.type === 'operate'
        ? pending.object
        : pending.type === 'allocate'
          ? this.#poolId(pending.pool)
          : 0;
    data[info + infoInside] = node.isCalled ? 1 : 0;
    data[info + infoPhase] = operation.phase;
    data[info + infoWatch] = this.#writeWatch(node, thread);
    data[info + infoTurn] = turnEffectOf(pending, this.program.arena);
    const mayWait = node.isCalled && operation.isBackground !== true;
    data[info + infoWaiting] = mayWait
      ? this.#waiting.intern({ ...operation.invocation, isTimeUp: node.isDeadlinePast })
      : 0;
  }

  #writeWatch({ watch, isDeadlinePast }: Node, thread: ThreadIndex): number {
    const clocks = watch.filter(({ pending }) => pending.type === 'read clock');
    if (watch.length === 0 || (isDeadlinePast && clocks.length > 0)) return -1;
    const entries = watch.flatMap((answered) =>
      answered.pending.type === 'operate' ? [{ thread, answered }] : [],
    );
    const { watches } = this.shared;
    const start = watches.push(entries.length);
    for (const entry of entries) {
      watches.push((entry.answered.pending as { object: ObjectIndex }).object);
      watches.push(this.#watched.intern(entry));
    }
    return start;
  }

  #makeUpChecks(): void {
    if (this.program.arena.toldApartBy === undefined) return;
    for (const checks of this.#checks.values()) checks.makeUp();
  }

  #poolId(pool: Pool): number {
    const id = this.#poolIds.intern(pool);
    this.pools[id] ??= pool;
    return id;
  }

  /** Those of the objects that can become garbage. */
  #allocated(references: readonly ObjectIndex[]): ObjectIndex[] {
    return references.filter((object) => this.program.arena.at(object).pool !== undefined);
  }

  /** Between two answers of a run that is a check: runs other code, at first each time, then now and then. */
  #disturb(): void {
    const calls = ++this.#disturbCalls;
    // By the golden ratio, so that in runs of whatever length no place is passed over again and again.
    if (calls > disturbancesAtFirst && (calls * 0.618_034) % 1 > disturbanceRate) return;
    const known = this.#nodes.map((nodes) => nodes.size - 1);
    const total = known.reduce((sum, count) => sum + count, 0);
    if (total === 0) return;
    let pick = (this.#disturbance = (this.#disturbance + 7) % total);
    for (const [thread, count] of known.entries()) {
      if (pick < count) return this.#nodes[thread]!.rerun((pick + 1) as NodeId);
      pick -= count;
    }
  }
}

/** Where a thread stands before anything has happened, as far as its turns go. */
function firstStanding(thread: Thread): Standing {
  const { start } = thread;
  if (start === undefined) return finishedStanding;
  return thread.operationAt(start).isVisible ? away : ready;
}

interface Effect {
  readonly move: Move;
  readonly edge: Edge;
  readonly object: number;
  readonly value: number;
}
