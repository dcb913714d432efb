import type { Learner } from '../../automata/learner.ts';
import {
  allocating,
  cellCount,
  cellFeatures,
  cellHeader,
  emptyCell,
  finished,
  firstInterrupt,
  hasChance,
  hasDeadline,
  hasInterrupt,
  hasStep,
  infoInside,
  infoKind,
  infoObject,
  infoPhase,
  infoRow,
  infoRowLength,
  infoSize,
  infoWatch,
  lastInterrupt,
  moveAction,
  moveObject,
  moveSize,
  operating,
  stepAction,
} from '../../automata/tables.ts';
import type { NodeId, ThreadIndex, ValueId } from '../../core/ids.ts';
import type { Shape } from '../shape.ts';

/** What a thread's possibilities depend on, if not on one object. */
const everything = -2;
const nothing = -3;
/** Where an allocation is pending: on which of the thread's slots are free. */
const garbage = -4;

/** How a thread stands, as bits. */
const canStep = 1;
const isMoving = 2; // it can take a step inside an operation
const mayCall = 4; // it is before an operation whose turn has come
const hasTimeLeft = 8; // its deadline is ahead
const isExposed = 16; // the environment can do something to it

/**
 * What can happen in a state, by processes. Number t is what thread t does: its steps, or at a
 * quiet moment the call of an operation that is blocked at once. Number `threadCount + t` is what the
 * environment does to it: interrupts, its deadline, waits that end for no reason.
 */
export class Options {
  readonly threadCount: number;
  readonly processCount: number;
  /** The processes to which something can happen: the first `enabledCount` entries. */
  readonly enabled: Int32Array;
  enabledCount = 0;
  /** Whether the state is a quiet moment, and whether an execution may end in it. */
  isQuiet = false;
  isEnd = false;

  readonly #learner: Learner;
  readonly #shape: Shape;
  /** Of each thread: the cell of what can happen to it. */
  readonly #cells: Int32Array;
  /** Of each thread: the object whose value decides that; or {@link nothing}, or {@link everything}. */
  readonly #dependsOn: Int32Array;
  /** Of each thread: see the bits above. */
  readonly #standing: Uint8Array;
  /** Of each thread that depends on an object alone: its row of cells, and whether it is inside an operation. */
  readonly #row: Int32Array;
  readonly #rowLength: Int32Array;
  readonly #isInside: Uint8Array;
  /** Whether there has ever been a thread that depends on {@link everything}. */
  #mayDependOnAll = false;

  constructor(learner: Learner, shape: Shape) {
    this.#learner = learner;
    this.#shape = shape;
    this.threadCount = shape.threadCount;
    this.processCount = 2 * this.threadCount;
    this.enabled = new Int32Array(this.processCount);
    this.#cells = new Int32Array(this.threadCount);
    this.#dependsOn = new Int32Array(this.threadCount);
    this.#standing = new Uint8Array(this.threadCount);
    this.#row = new Int32Array(this.threadCount);
    this.#rowLength = new Int32Array(this.threadCount);
    this.#isInside = new Uint8Array(this.threadCount);
  }

  /** The thread that a process belongs to. */
  threadOf(process: number): number {
    return process < this.threadCount ? process : process - this.threadCount;
  }

  /** Finds what can happen in a state: an unpacked vector. */
  find(state: Int32Array): void {
    for (let thread = 0; thread < this.threadCount; thread++) this.#look(state, thread);
    this.#list();
  }

  /**
   * The same, where `moved` is the only thread, and `written` (or -1) the only object, that have changed
   * since; and where slots may have become free only if there `mayBeGarbage`.
   */
  findAgain(state: Int32Array, moved: number, written: number, mayBeGarbage: boolean): void {
    const dependsOn = this.#dependsOn;
    const before = this.#standing[moved]!;
    this.#look(state, moved);
    let hasChanged = this.#standing[moved] !== before;
    // Most steps change nothing that anybody else depends on.
    if (written >= 0 || mayBeGarbage || this.#mayDependOnAll) {
      const value = written < 0 ? 0 : state[this.#shape.objects + written]!;
      for (let thread = 0; thread < dependsOn.length; thread++) {
        const object = dependsOn[thread]!;
        const isConcerned =
          object === written || object === everything || (object === garbage && mayBeGarbage);
        if (!isConcerned || thread === moved) continue;
        const stood = this.#standing[thread]!;
        if (object === written) this.#lookAgain(state, thread, value);
        else this.#look(state, thread);
        hasChanged ||= this.#standing[thread] !== stood;
      }
    }
    if (hasChanged) this.#list();
  }

  /** How many things can happen in a process that is enabled. */
  count(state: Int32Array, process: number): number {
    const moves = this.#learner.shared.moves.data;
    const cell = this.#cells[this.threadOf(process)]!;
    const all = moves[cell + cellCount]!;
    if (all === 1) return 1;
    let count = 0;
    for (let index = 0; index < all; index++) {
      if (this.#isOption(state, process, moves[cell + cellHeader + index * moveSize + moveAction]!)) count++;
    }
    return Math.max(1, count);
  }

  /** Where in `moves` one of the things that can happen in a process lies. */
  moveOf(state: Int32Array, process: number, option: number): number {
    const moves = this.#learner.shared.moves.data;
    const thread = this.threadOf(process);
    const cell = this.#cells[thread]!;
    const count = moves[cell + cellCount]!;
    if (count === 1 && process < this.threadCount && (moves[cell + cellFeatures]! & hasStep) !== 0) {
      return cell + cellHeader;
    }
    let skipped = 0;
    for (let index = 0; index < count; index++) {
      const move = cell + cellHeader + index * moveSize;
      if (this.#isOption(state, process, moves[move + moveAction]!) && skipped++ === option) return move;
    }
    // None of these: it is a call.
    const node = state[thread]!;
    const call = this.#learner.threads[thread]!.callCells.data[node]!;
    return (
      cellHeader + (call !== 0 ? call : this.#learner.learnCallCell(thread as ThreadIndex, node as NodeId))
    );
  }

  /** Everything that can happen to a thread: where in `moves` each of it lies. */
  movesOf(state: Int32Array, thread: number): number[] {
    const moves = this.#learner.shared.moves.data;
    const cell = this.#cells[thread]!;
    const found: number[] = [];
    for (let index = 0; index < moves[cell + cellCount]!; index++) {
      const move = cell + cellHeader + index * moveSize;
      const action = moves[move + moveAction]!;
      if (this.#isOption(state, thread, action) || this.#isOption(state, this.threadCount + thread, action))
        found.push(move);
    }
    if (this.isQuiet && (this.#standing[thread]! & (canStep | mayCall)) === mayCall) {
      found.push(this.moveOf(state, thread, 0));
    }
    return found;
  }

  /** The object that a thread is about to operate on at a node, or -1. */
  objectAt(thread: number, node: number): number {
    const info = this.#learner.threads[thread]!.info.data;
    const at = node * infoSize;
    return info[at + infoKind] === operating ? info[at + infoObject]! : -1;
  }

  /** Whether what is pending in a thread would set its object; what is blocked waits to do so. */
  writes(thread: number): boolean {
    const moves = this.#learner.shared.moves.data;
    const cell = this.#cells[thread]!;
    const count = moves[cell + cellCount]!;
    for (let index = 0; index < count; index++) {
      if (moves[cell + cellHeader + index * moveSize + moveObject]! >= 0) return true;
    }
    return count === 0;
  }

  /** Finds what can happen to one thread. */
  #look(state: Int32Array, thread: number): void {
    this.#cells[thread] = emptyCell;
    this.#dependsOn[thread] = nothing;
    this.#standing[thread] = 0;
    const info = this.#learner.threads[thread]!.info.data;
    const at = state[thread]! * infoSize;
    const kind = info[at + infoKind]!;
    if (kind === finished) return;
    const isInside = info[at + infoInside] === 1;
    const phase = info[at + infoPhase]!;
    const isLocal = info[at + infoWatch]! < 0 && phase === 0;
    const ownDependence =
      kind === operating ? info[at + infoObject]! : kind === allocating ? garbage : nothing;
    this.#dependsOn[thread] = isLocal ? ownDependence : everything;
    this.#mayDependOnAll ||= !isLocal;
    if (!isInside && phase > 0 && this.#isHeldByPhase(state, thread, phase)) return;

    const cell = this.#cellOf(state, thread, info);
    this.#cells[thread] = cell;
    this.#standing[thread] = this.#standingIn(state, cell, isInside);
    if (kind === operating && isLocal) this.#row[thread] = info[at + infoRow]!;
    this.#rowLength[thread] = kind === operating && isLocal ? info[at + infoRowLength]! : 0;
    this.#isInside[thread] = info[at + infoInside]!;
  }

  /** The same for a thread that stands where it did, after the value of its object has changed. */
  #lookAgain(state: Int32Array, thread: number, value: number): void {
    const cell =
      value < this.#rowLength[thread]! ? this.#learner.shared.cells.data[this.#row[thread]! + value]! : 0;
    if (cell === 0) return this.#look(state, thread);
    this.#cells[thread] = cell;
    this.#standing[thread] = this.#standingIn(state, cell, this.#isInside[thread] === 1);
  }

  #standingIn(state: Int32Array, cell: number, isInside: boolean): number {
    const features = this.#learner.shared.moves.data[cell + cellFeatures]!;
    let standing = isInside ? 0 : mayCall;
    if ((features & hasStep) !== 0) standing |= isInside ? canStep | isMoving : canStep;
    if ((features & hasDeadline) !== 0) standing |= hasTimeLeft;
    if ((features & hasChance) !== 0) standing |= isExposed;
    if ((features & hasInterrupt) !== 0 && state[this.#shape.budget] !== 0) standing |= isExposed;
    return standing;
  }

  /** Lists the processes to which something can happen. */
  #list(): void {
    const standing = this.#standing;
    const { enabled } = this;
    let all = 0;
    let count = 0;
    for (let thread = 0; thread < standing.length; thread++) {
      all |= standing[thread]!;
      // Without a branch, for which way it would go is anybody's guess.
      enabled[count] = thread;
      count += standing[thread]! & canStep;
    }
    this.isQuiet = (all & isMoving) === 0;
    this.isEnd = (all & (isMoving | mayCall | hasTimeLeft)) === 0;
    // At a quiet moment, a thread whose first step is blocked can make its call.
    if (this.isQuiet && (all & mayCall) !== 0) count = this.#listThose(canStep | mayCall, 0, 0);
    if ((all & isExposed) !== 0) count = this.#listThose(isExposed, standing.length, count);
    this.enabledCount = count;
  }

  #listThose(bits: number, firstProcess: number, count: number): number {
    const standing = this.#standing;
    for (let thread = 0; thread < standing.length; thread++) {
      if ((standing[thread]! & bits) !== 0) this.enabled[count++] = firstProcess + thread;
    }
    return count;
  }

  #cellOf(state: Int32Array, thread: number, info: Int32Array): number {
    const { shared, threads } = this.#learner;
    const tables = threads[thread]!;
    const node = state[thread]!;
    const at = node * infoSize;
    const kind = info[at + infoKind]!;
    const index =
      kind === operating
        ? state[this.#shape.objects + info[at + infoObject]!]!
        : kind === allocating
          ? this.#shape.freeRank(state, info[at + infoObject]!)
          : 0;
    if (info[at + infoWatch]! >= 0 && this.#isHeldBack(state, info[at + infoWatch]!)) {
      const held = tables.heldCells.get(node, index);
      return held >= 0 ? held : this.#learner.learnHeldCell(thread as ThreadIndex, node as NodeId, index);
    }
    const cell = index < info[at + infoRowLength]! ? shared.cells.data[info[at + infoRow]! + index]! : 0;
    return cell !== 0 ? cell : this.#learner.learnCell(thread as ThreadIndex, node as NodeId, index);
  }

  /** Whether an action is one of the process, and not an interrupt where none may come any more. */
  #isOption(state: Int32Array, process: number, actionAndOutcome: number): boolean {
    const action = actionAndOutcome & 255;
    if (action === stepAction) return process < this.threadCount;
    if (process < this.threadCount) return false;
    return action < firstInterrupt || action > lastInterrupt || state[this.#shape.budget] !== 0;
  }

  #isHeldByPhase(state: Int32Array, thread: number, phase: number): boolean {
    for (let other = 0; other < this.threadCount; other++) {
      const info = this.#learner.threads[other]!.info.data;
      const at = state[other]! * infoSize;
      if (other !== thread && info[at + infoKind] !== finished && info[at + infoPhase]! < phase) return true;
    }
    return false;
  }

  #isHeldBack(state: Int32Array, watch: number): boolean {
    const watches = this.#learner.shared.watches.data;
    const count = watches[watch]!;
    for (let entry = 0; entry < count; entry++) {
      const object = watches[watch + 1 + 2 * entry]!;
      const watched = watches[watch + 2 + 2 * entry]!;
      const value = state[this.#shape.objects + object]! as ValueId;
      if (this.#learner.hasMoved(watched, value)) return false;
    }
    return true;
  }
}
