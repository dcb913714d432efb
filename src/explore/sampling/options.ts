import type { Learner } from '../../automata/learner.ts';
import {
  allocating,
  cellCount,
  cellFeatures,
  cellHeader,
  emptyCell,
  featuresCount,
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

/**
 * What is asked most often of a node, in one place: the object that decides what can happen there, its row of cells
 * and the length of that, and what kind of place it is.
 */
const placeSize = 4;
const placeKind = 0;
const placeObject = 1;
const placeRow = 2;
const placeRowLength = 3;

/** Kinds of places: not looked at yet; one where an object alone decides, before an operation or inside; any other. */
const newPlace = 0;
const localBefore = 1;
const localInside = 2;
const otherPlace = 3;

/** How a thread stands, as bits. */
const canStep = 1;
const isMoving = 2; // it can take a step inside an operation
const mayCall = 4; // it is before an operation whose turn has come
const hasTimeLeft = 8; // its deadline is ahead
const isExposed = 16; // the environment can do something to it

/** How a thread stands, by the features of its cell, and beyond them of one inside an operation; interrupts may be left or not. */
function standingsWhere(hasInterrupts: boolean): Uint8Array {
  const standings = new Uint8Array(2 * featuresCount);
  for (let features = 0; features < featuresCount; features++) {
    const steps = (features & hasStep) !== 0;
    const mayBeInterrupted = (features & hasInterrupt) !== 0 && hasInterrupts;
    const around =
      ((features & hasDeadline) === 0 ? 0 : hasTimeLeft) |
      ((features & hasChance) !== 0 || mayBeInterrupted ? isExposed : 0);
    standings[features] = around | mayCall | (steps ? canStep : 0);
    standings[featuresCount + features] = around | (steps ? canStep | isMoving : 0);
  }
  return standings;
}

const standingsWith = standingsWhere(true);
const standingsWithout = standingsWhere(false);

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
  /** By node, of each thread: see {@link placeSize}. */
  #places = new Int32Array(0);
  /** See {@link standingsWhere}, for the budget that there is. */
  #standings = standingsWithout;
  /** What there was to know when the places were found, and the tables as they are since then. */
  #learned = -1;
  #tableOfCells: Int32Array;
  #tableOfMoves: Int32Array;
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
    this.#tableOfCells = learner.shared.cells.data;
    this.#tableOfMoves = learner.shared.moves.data;
  }

  /** The thread that a process belongs to. */
  threadOf(process: number): number {
    return process < this.threadCount ? process : process - this.threadCount;
  }

  /** Finds what can happen in a state: an unpacked vector. */
  find(state: Int32Array): void {
    // What has been learned elsewhere may have moved any row.
    if (this.#learned !== this.#learner.growth) {
      this.#places.fill(newPlace);
      this.#makeRoom();
    }
    this.#standings = state[this.#shape.budget]! > 0 ? standingsWith : standingsWithout;
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
        else this.#lookClosely(state, thread);
        hasChanged ||= this.#standing[thread] !== stood;
      }
    }
    if (hasChanged) this.#list();
  }

  /** Where in `moves` the step lies that is all that can happen to a thread, for a process that takes steps; or -1. */
  onlyStep(process: number): number {
    if (process >= this.threadCount) return -1;
    const moves = this.#tableOfMoves;
    const cell = this.#cells[process]!;
    const isOnly = moves[cell + cellCount] === 1 && (moves[cell + cellFeatures]! & hasStep) !== 0;
    return isOnly ? cell + cellHeader : -1;
  }

  /** How many things can happen in a process that is enabled. */
  count(state: Int32Array, process: number): number {
    const moves = this.#tableOfMoves;
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
    const moves = this.#tableOfMoves;
    const thread = this.threadOf(process);
    const cell = this.#cells[thread]!;
    const count = moves[cell + cellCount]!;
    let skipped = 0;
    for (let index = 0; index < count; index++) {
      const move = cell + cellHeader + index * moveSize;
      if (this.#isOption(state, process, moves[move + moveAction]!) && skipped++ === option) return move;
    }
    // None of these: it is a call.
    const node = state[thread]!;
    const known = this.#learner.threads[thread]!.callCells.data[node]!;
    if (known !== 0) return cellHeader + known;
    const call = this.#learner.learnCallCell(thread as ThreadIndex, node as NodeId);
    this.#makeRoom();
    return cellHeader + call;
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
    const places = this.#places;
    const place = this.#placeOf(state[thread]!, thread);
    const kind = places[place + placeKind]!;
    if (kind !== localInside && kind !== localBefore) return this.#lookClosely(state, thread);
    const object = places[place + placeObject]!;
    this.#dependsOn[thread] = object;
    this.#lookAgain(state, thread, state[this.#shape.objects + object]!);
  }

  /** The same for a thread that an object alone decides about, given the value of that. */
  #lookAgain(state: Int32Array, thread: number, value: number): void {
    const places = this.#places;
    const place = this.#placeOf(state[thread]!, thread);
    const cell =
      value < places[place + placeRowLength]! ? this.#tableOfCells[places[place + placeRow]! + value]! : 0;
    if (cell === 0) return this.#lookClosely(state, thread);
    this.#cells[thread] = cell;
    const inside = places[place + placeKind] === localInside ? featuresCount : 0;
    this.#standing[thread] = this.#standings[inside + this.#tableOfMoves[cell + cellFeatures]!]!;
  }

  /** The same, whatever decides, and even if it has to be learned. */
  #lookClosely(state: Int32Array, thread: number): void {
    this.#cells[thread] = emptyCell;
    this.#dependsOn[thread] = nothing;
    this.#standing[thread] = 0;
    const info = this.#learner.threads[thread]!.info.data;
    const node = state[thread]!;
    const at = node * infoSize;
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
    if (this.#learned !== this.#learner.growth) this.#makeRoom();
    this.#cells[thread] = cell;
    const features = this.#tableOfMoves[cell + cellFeatures]!;
    this.#standing[thread] = this.#standings[(isInside ? featuresCount : 0) + features]!;
    const localKind = isInside ? localInside : localBefore;
    this.#notePlace(thread, node, kind === operating && isLocal ? localKind : otherPlace);
  }

  /** Notes what kind of place a node is, and what is asked of it most often. */
  #notePlace(thread: number, node: number, kind: number): void {
    const info = this.#learner.threads[thread]!.info.data;
    const at = node * infoSize;
    const places = this.#places;
    const place = this.#placeOf(node, thread);
    places[place + placeKind] = kind;
    places[place + placeObject] = info[at + infoObject]!;
    places[place + placeRow] = info[at + infoRow]!;
    places[place + placeRowLength] = info[at + infoRowLength]!;
  }

  /** Something has been learned here: tables have grown. Of all rows, only that of the node for which it was may have moved. */
  #makeRoom(): void {
    const { shared, threads, growth } = this.#learner;
    this.#learned = growth;
    this.#tableOfCells = shared.cells.data;
    this.#tableOfMoves = shared.moves.data;
    const nodes = Math.max(...threads.map(({ info }) => info.data.length / infoSize));
    const length = this.#placeOf(nodes, 0);
    if (this.#places.length === length) return;
    const places = new Int32Array(length);
    places.set(this.#places);
    this.#places = places;
  }

  /** Where in the places that of a thread and a node lies. */
  #placeOf(node: number, thread: number): number {
    return (node * this.threadCount + thread) * placeSize;
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
