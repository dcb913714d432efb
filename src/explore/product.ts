/**
 * The product of the learned automata: global states as vectors of small integers, and what follows
 * from each. No generator, no value and no event is touched here but through the learner, when a cell
 * is asked for the first time.
 */

import type { Automata } from '../automata/automata.ts';
import type { Learner } from '../automata/learner.ts';
import { violatedBit, type MonitorTable } from '../automata/monitorTable.ts';
import {
  allocating,
  callAction,
  cellCount,
  cellFeatures,
  cellHeader,
  emptyCell,
  finished,
  firstInterrupt,
  hasDeadline,
  hasStep,
  infoInside,
  infoKind,
  infoObject,
  infoPhase,
  infoRow,
  infoRowLength,
  infoSize,
  infoTurn,
  infoWatch,
  lastInterrupt,
  moveAction,
  moveEvent,
  moveNode,
  moveObject,
  moveSize,
  moveValue,
  operating,
  stepAction,
} from '../automata/tables.ts';
import { actions } from '../automata/tables.ts';
import type { TurnTable } from '../automata/turnTable.ts';
import { HeddleBug } from '../core/errors.ts';
import type { Choice } from '../core/schedule.ts';
import type { EventId, NodeId, ThreadIndex, ValueId } from '../core/ids.ts';
import type { Value } from '../core/value.ts';
import type { ArenaObject } from '../program/arena.ts';
import { away, blockedStanding, finishedStanding, ready } from '../program/turn.ts';
import { Garbage } from './garbage.ts';
import type { Layout } from './layout.ts';
import type { Footprints } from './reduction/footprints.ts';
import { Shape } from './shape.ts';
import { Successors } from './successors.ts';
import type { Naming } from './symmetry/naming.ts';
import { Symmetry } from './symmetry/symmetry.ts';

/** What a state holds besides threads, objects and monitors. */
export interface ProductOptions {
  /** Whether the thread that moved last is part of the state, for searches that count context switches. */
  readonly tellsLastThread?: boolean;
  /** The same, of steps alone: what the environment does to a thread leaves it as it is. */
  readonly tellsLastStepper?: boolean;
  /** Steps that can be taken alone are: a successor is then the end of a chain of such steps. */
  readonly footprints?: Footprints;
  /** What a thread does in its turn is one step where nobody sees the steps in between; see docs/reduction.md. */
  readonly joinsTurns?: boolean;
  /** Threads that do the same stand for each other: every successor is brought to a canonical form. */
  readonly naming?: Naming;
  /** How that form is found; another than the default is for tests of the tests. */
  readonly symmetry?: typeof Symmetry;
  /** Whether a thread that is blocked at the first step of an operation stays before it, uncalled. Default false. */
  readonly leavesOutCalls?: boolean;
  /** Whether such a thread may call at any moment, and not at quiet moments only. Default false. */
  readonly callsAtAnyMoment?: boolean;
  /** How states are packed at first. Default: with some room to grow. */
  readonly layout?: Layout;
}

/** The most monitors that a product can have: which of them a move violates is said by the bits of a number. */
export const monitorsAtMost = 31;

/** What can happen to a thread, as bits: a step inside an operation, the start of one, a start that is blocked, a deadline. */
const canMove = 1;
const canStart = 2;
const isBlockedBefore = 4;
const hasDeadlineAhead = 8;

/** In place of the thread that moved. */
const everyone = -1;

/** A longer chain is cut: where steps go round in a circle, states must be stored. */
const chainMax = 1000;

/**
 * The product of a program and its monitors; see the head of this file.
 *
 * With a copy of automata in place of a learner, {@link expand} throws `unlearned` where it would learn.
 */
export class Product<Source extends Automata = Learner> {
  readonly learner: Source;
  readonly monitors: readonly MonitorTable[];
  /** How the states are packed; {@link expand} may replace it, and says so. */
  layout: Layout;

  /** The successors of the state that was expanded last. */
  readonly successors = new Successors();
  /** Bit m is set if the expanded state is a quiet moment that violates monitor m. */
  quietViolations = 0;
  /** Whether the expanded state is a quiet moment, and whether the execution ends in it. */
  isQuiet = false;
  isEnd = false;

  /** Whether {@link Successors.chains} is to be filled. */
  recordsChains = false;
  /** Whether {@link expand} brings the successors to their canonical form; otherwise {@link canonicalize} does. */
  canonicalizesAll = true;

  readonly #footprints: Footprints | undefined;
  readonly #naming: Naming | undefined;
  readonly #symmetry: Symmetry | undefined;
  readonly #shape: Shape;
  readonly #tellsLastThread: boolean;
  /** Where turns matter. */
  readonly #turns: TurnTable | undefined;
  readonly #joinsTurns: boolean;
  /** Of each thread: where it stands, as far as turns go; in the state that was looked at last, and before. */
  readonly #standings: Uint8Array;
  readonly #standingsBefore: Uint8Array;
  readonly #couldStep: Uint8Array;
  /** Of each successor: what the operation of its thread does to the turn. */
  readonly #turnEffects: number[] = [];
  readonly #tellsLastStepper: boolean;
  readonly #leavesOutCalls: boolean;
  readonly #callsAtAnyMoment: boolean;
  readonly #garbage: Garbage;
  /** The expanded state, with the monitors as they are after a quiet moment. */
  #vector: Int32Array;
  /** A state under other names. */
  #renamed: Int32Array;
  /** The expanded state, packed. */
  #words: Int32Array;
  /** Of each thread: the cell of what can happen to it. */
  readonly #cells: Int32Array;
  /** Of each thread, and of all: what can happen in the state that was looked at last. */
  readonly #traits: Uint8Array;
  #allTraits = 0;
  /** The same of the expanded state, while its successors are followed. */
  readonly #cellsBefore: Int32Array;
  readonly #traitsBefore: Uint8Array;
  /** Of each successor: the object that the move changed, or -1. */
  readonly #objectsOf: number[] = [];
  #learnedWhenFitted = -1;

  constructor(learner: Source, monitors: readonly MonitorTable[], options: ProductOptions = {}) {
    if (monitors.length > monitorsAtMost) throw new HeddleBug(`${monitors.length} monitors in one search`);
    this.learner = learner;
    this.monitors = monitors;
    this.#tellsLastStepper = options.tellsLastStepper ?? false;
    this.#tellsLastThread = this.#tellsLastStepper || (options.tellsLastThread ?? false);
    this.#leavesOutCalls = options.leavesOutCalls ?? false;
    this.#callsAtAnyMoment = options.callsAtAnyMoment ?? false;
    this.#footprints = options.footprints;
    this.#naming = options.naming;
    this.#joinsTurns = options.joinsTurns ?? false;
    this.#turns = learner.turns;
    this.#shape = new Shape(learner, monitors, this.#tellsLastThread);
    this.#symmetry =
      options.naming === undefined
        ? undefined
        : new (options.symmetry ?? Symmetry)(options.naming, this.#shape, monitors);
    this.#garbage = new Garbage(learner, this.#shape);
    this.#cells = new Int32Array(this.#shape.threadCount);
    this.#traits = new Uint8Array(this.#shape.threadCount);
    this.#cellsBefore = this.#cells.slice();
    this.#traitsBefore = this.#traits.slice();
    this.#standings = new Uint8Array(this.#shape.threadCount);
    this.#standingsBefore = new Uint8Array(this.#shape.threadCount);
    this.#couldStep = new Uint8Array(this.#shape.threadCount);
    this.#shape.initialVector();
    this.layout = this.#shape.layoutFrom(options.layout);
    this.#vector = new Int32Array(0);
    this.#renamed = new Int32Array(0);
    this.#words = new Int32Array(0);
    this.#makeRoom();
  }

  /** The words of the initial state. */
  initialWords(): Int32Array {
    const words = new Int32Array(this.layout.wordCount);
    this.layout.pack(this.#shape.initialVector(), words, 0);
    return words;
  }

  /**
   * Finds the successors of a state, and whether it is a quiet moment. False if something was learned
   * that the layout has no room for: then nothing was found, {@link layout} is a new one, and the
   * state must be packed anew and expanded again.
   */
  expand(words: Int32Array, base: number): boolean {
    this.layout.unpack(words, base, this.#vector);
    for (let word = 0; word < this.#words.length; word++) this.#words[word] = words[base + word]!;
    this.successors.count = 0;
    this.quietViolations = 0;

    this.isQuiet = this.#findCells();
    this.isEnd = this.#allTraits === 0;
    if (this.isQuiet) this.#observeMoment();
    for (let thread = 0; thread < this.#cells.length; thread++) this.#follow(thread);
    return (
      this.#stillFits() &&
      (this.#turns === undefined || this.#settleTurns(this.#turns)) &&
      (this.#footprints === undefined || this.#chain(this.#footprints)) &&
      (!this.canonicalizesAll || this.#canonicalizeAll())
    );
  }

  /**
   * Grows whenever an expansion learns something: with every number that is given to something, and with
   * every guess that is looked at for the first time.
   */
  get learned(): number {
    let learned = this.learner.growth + this.learner.moments.size + (this.#turns?.size ?? 0);
    for (const { edgeCount } of this.monitors) learned += edgeCount;
    learned += this.#naming?.classCount ?? 0;
    learned += this.#symmetry?.classCount ?? 0;
    return learned + (this.#footprints?.derivedCount ?? 0);
  }

  /** Whether it is the product as it is, without reductions and without anything added to its states, turns included. */
  get isPlain(): boolean {
    const isReduced = this.#footprints !== undefined || this.#symmetry !== undefined;
    return (
      !isReduced &&
      this.#turns === undefined &&
      !this.#tellsLastThread &&
      !this.#leavesOutCalls &&
      !this.#callsAtAnyMoment
    );
  }

  /** Brings each successor to its canonical form; false if something no longer fits. */
  #canonicalizeAll(): boolean {
    for (let successor = 0; successor < this.successors.count; successor++) {
      if (!this.canonicalize(successor)) return false;
    }
    return true;
  }

  /** Brings one successor to its canonical form; false if something no longer fits, as for {@link expand}. */
  canonicalize(successor: number): boolean {
    const { successors, layout } = this;
    if (this.#symmetry === undefined) return true;
    const base = successor * layout.wordCount;
    layout.unpack(successors.words, base, this.#vector);
    const isRenamed = this.#symmetry.canonicalize(this.#vector, this.#renamed);
    if (!this.#stillFits()) return false;
    if (isRenamed) layout.pack(this.#renamed, successors.words, base);
    if (this.recordsChains) successors.names[successor] = isRenamed ? [...this.#symmetry.names] : undefined;
    return true;
  }

  /** Whether a thread could step in the expanded state, if it were its turn; where turns matter. */
  couldStep(thread: number): boolean {
    return this.#couldStep[thread] === 1;
  }

  /** Finds whose turn it is in each successor, and joins the steps of a turn; false if something no longer fits. */
  #settleTurns(turns: TurnTable): boolean {
    const { successors } = this;
    const { turn } = this.#shape;
    const first = this.#vector[turn]!;
    const standings = this.#standings.slice();
    const cells = this.learner.shared.moves.data;
    for (let thread = 0; thread < standings.length; thread++) {
      this.#couldStep[thread] = (cells[this.#cells[thread]! + cellFeatures]! & hasStep) === 0 ? 0 : 1;
    }
    for (let successor = 0; successor < successors.count; successor++) {
      const base = successor * this.layout.wordCount;
      const chain: Choice[] | undefined = this.recordsChains ? [] : undefined;
      let thread = successors.threads[successor]!;
      let action = actions[successors.actions[successor]! & 255]!;
      let effect = this.#turnEffects[successor]!;
      let before = first;
      this.#standingsBefore.set(standings);
      for (let length = 0; ; length++) {
        this.layout.unpack(successors.words, base, this.#vector);
        this.#findCells();
        const after = turns.after(
          before,
          thread,
          action,
          effect,
          this.#standingsBefore,
          this.#standings,
          this.#vector[this.#shape.budget]! > 0,
        );
        if (!this.#stillFits()) return false;
        this.#set(successors.words, base, turn, this.#vector[turn]!, after);
        this.#vector[turn] = after;
        const { running } = turns.at(after);
        if (!this.#joinsTurns || length >= chainMax || running < 0 || this.#standings[running] !== ready)
          break;
        const move = this.#onlyStep(running);
        if (move < 0) break;
        const moves = this.learner.shared.moves.data;
        effect = this.#turnEffectOf(running);
        this.#change(successors.words, base, running, moves, move);
        chain?.push({
          thread: running as ThreadIndex,
          action: 'step',
          outcome: moves[move + moveAction]! >> 8,
        });
        thread = running;
        action = 'step';
        before = after;
        this.#standingsBefore.set(this.#standings);
      }
      if (chain !== undefined) successors.chains[successor] = chain;
    }
    this.layout.unpack(this.#words, 0, this.#vector);
    return true;
  }

  /** What the operation that a thread stands at does to the turn. */
  #turnEffectOf(thread: number): number {
    return this.learner.threads[thread]!.info.data[this.#vector[thread]! * infoSize + infoTurn]!;
  }

  /** Follows each successor through the steps that can be taken alone; false if something no longer fits. */
  #chain(footprints: Footprints): boolean {
    const { successors } = this;
    this.#cellsBefore.set(this.#cells);
    this.#traitsBefore.set(this.#traits);
    for (let successor = 0; successor < successors.count; successor++) {
      const base = successor * this.layout.wordCount;
      const chain: Choice[] | undefined = this.recordsChains ? [] : undefined;
      this.layout.unpack(successors.words, base, this.#vector);
      this.#cells.set(this.#cellsBefore);
      this.#traits.set(this.#traitsBefore);
      let thread = successors.threads[successor]!;
      let isQuiet = this.#findCells(thread, this.#objectsOf[successor]!);
      if (!this.#stillFits()) return false;
      if (!isQuiet) footprints.lookAt(this.#vector, this.#shape.objects);
      for (let length = 0; length < chainMax && !isQuiet; length++) {
        thread = this.#nextAlone(footprints, thread);
        if (thread < 0) break;
        const move = this.#onlyStep(thread);
        const { data } = this.learner.shared.moves;
        chain?.push({
          thread: thread as ThreadIndex,
          action: 'step',
          outcome: data[move + moveAction]! >> 8,
        });
        isQuiet = this.#stepOn(successors.words, base, thread, move);
        if (!this.#stillFits()) return false;
        footprints.lookOn(thread);
      }
      if (chain !== undefined) successors.chains[successor] = chain;
    }
    return true;
  }

  /** A thread whose step can be taken alone, the given one if it can, or -1. */
  #nextAlone(footprints: Footprints, first: number): number {
    if (this.#isAlone(footprints, first)) return first;
    for (let thread = 0; thread < this.#cells.length; thread++) {
      if (thread !== first && this.#isAlone(footprints, thread)) return thread;
    }
    return -1;
  }

  #isAlone(footprints: Footprints, thread: number): boolean {
    if ((this.#traits[thread]! & canMove) === 0) return false;
    const move = this.#onlyStep(thread);
    return move >= 0 && footprints.isAlone(thread, move);
  }

  /** Makes a move in place, and turns to the state after it; answers whether that is a quiet moment. */
  #stepOn(words: Int32Array, base: number, thread: number, move: number): boolean {
    const moves = this.learner.shared.moves.data;
    const object = moves[move + moveObject]!;
    const hasCollected = this.#change(words, base, thread, moves, move);
    this.#vector[thread] = moves[move + moveNode]!;
    if (object >= 0) this.#vector[this.#shape.objects + object] = moves[move + moveValue]!;
    // What was collected is absent by now; no cell depends on it, for nobody can ask it for anything.
    if (hasCollected) this.layout.unpack(words, base, this.#vector);
    return this.#findCells(thread, object);
  }

  /** The move of a thread inside an operation that can do one thing only, unseen, and stays inside; or -1. */
  #onlyStep(thread: number): number {
    const moves = this.learner.shared.moves.data;
    const info = this.learner.threads[thread]!.info.data;
    const node = this.#vector[thread]! * infoSize;
    const cell = this.#cells[thread]!;
    if (info[node + infoInside] !== 1 || info[node + infoWatch]! >= 0) return -1;
    const count = moves[cell + cellCount]!;
    let only = -1;
    for (let index = 0; index < count; index++) {
      const move = cell + cellHeader + index * moveSize;
      const action = moves[move + moveAction]! & 255;
      const isInterrupt = action >= firstInterrupt && action <= lastInterrupt;
      // Nobody is interrupted in the middle of a turn.
      if (isInterrupt && (this.#turns !== undefined || this.#vector[this.#shape.budget] === 0)) continue;
      if (only >= 0 || action !== stepAction) return -1;
      only = move;
    }
    if (only < 0 || moves[only + moveEvent] !== 0) return -1;
    return info[moves[only + moveNode]! * infoSize + infoInside] === 1 ? only : -1;
  }

  /** How many of the allocated objects that `counts` exist in a state. */
  allocatedIn(
    this: Product,
    words: Int32Array,
    base: number,
    counts: (object: ArenaObject) => boolean,
  ): number {
    this.layout.unpack(words, base, this.#vector);
    return this.learner.program.arena.objects.filter(
      (object) =>
        object.pool !== undefined && this.#vector[this.#shape.objects + object.index] !== 0 && counts(object),
    ).length;
  }

  /** What each shared object holds in a state; undefined for one that does not exist there. */
  valuesIn(this: Product, words: Int32Array, base: number): Value[] {
    this.layout.unpack(words, base, this.#vector);
    return this.learner.program.arena.objects.map(({ index }) =>
      this.learner.valuesOf(index).at((this.#vector[this.#shape.objects + index] ?? 0) as ValueId),
    );
  }

  /** Where a thread stands in the expanded state. Without reductions only, which leave another state behind. */
  nodeOf(thread: number): NodeId {
    return this.#vector[thread]! as NodeId;
  }

  /** Whether a thread of the expanded state is held back by its wait loop: another turn would read the same again. */
  isHeldBack(thread: number): boolean {
    const watch = this.learner.threads[thread]!.info.data[this.#vector[thread]! * infoSize + infoWatch]!;
    return watch >= 0 && this.#isHeldBack(watch);
  }

  /**
   * Finds what can happen to each thread; answers whether none inside an operation can step.
   *
   * @param moved where all was found before a move: the thread that made it. Then only the cells that
   *   depend on it are found anew.
   * @param changed the object that the move changed, or -1.
   */
  #findCells(moved = everyone, changed = -1): boolean {
    const { shared, threads } = this.learner;
    const vector = this.#vector;
    const turns = this.#turns;
    let cells = shared.cells.data;
    let moves = shared.moves.data;
    let all = 0;

    for (let thread = 0; thread < this.#cells.length; thread++) {
      const tables = threads[thread]!;
      const info = tables.info.data;
      const node = vector[thread]!;
      const at = node * infoSize;
      const kind = info[at + infoKind]!;
      const object = info[at + infoObject]!;
      const watch = info[at + infoWatch]!;
      const phase = info[at + infoPhase]!;
      if (moved !== everyone && thread !== moved) {
        const depends =
          kind === operating ? object === changed || watch >= 0 || phase > 0 : kind !== finished;
        if (!depends) {
          all |= this.#traits[thread]!;
          continue;
        }
      }
      const isInside = info[at + infoInside] === 1;
      this.#cells[thread] = emptyCell;
      this.#traits[thread] = 0;
      if (turns !== undefined) this.#standings[thread] = kind === finished ? finishedStanding : away;
      if (kind === finished) continue;
      if (!isInside && phase > 0 && this.#isHeldByPhase(thread, phase)) continue;

      const index =
        kind === operating
          ? vector[this.#shape.objects + object]!
          : kind === allocating
            ? this.#shape.freeRank(vector, object)
            : 0;
      let cell: number;
      if (watch >= 0 && this.#isHeldBack(watch)) {
        cell = tables.heldCells.get(node, index);
        if (cell < 0) cell = this.learner.learnHeldCell(thread as ThreadIndex, node as NodeId, index);
      } else {
        cell = index < info[at + infoRowLength]! ? cells[info[at + infoRow]! + index]! : 0;
        if (cell === 0) cell = this.learner.learnCell(thread as ThreadIndex, node as NodeId, index);
      }
      cells = shared.cells.data;
      moves = shared.moves.data;

      this.#cells[thread] = cell;
      const features = moves[cell + cellFeatures]!;
      const steps = (features & hasStep) !== 0;
      if (turns !== undefined && isInside) this.#standings[thread] = steps ? ready : blockedStanding;
      let traits = (features & hasDeadline) === 0 ? 0 : hasDeadlineAhead;
      if (isInside) traits |= steps ? canMove : 0;
      else traits |= steps ? canStart : canStart | isBlockedBefore;
      this.#traits[thread] = traits;
      all |= traits;
    }
    this.#allTraits = all;
    return (all & canMove) === 0;
  }

  /** Tells the monitors of the quiet moment, and packs what they remember of it. */
  #observeMoment(): void {
    const id = this.learner.moments.idOf(this.#vector, this.isEnd);
    for (let monitor = 0; monitor < this.monitors.length; monitor++) {
      const table = this.monitors[monitor]!;
      if (!table.watchesQuiet) continue;
      const component = this.#shape.monitors + monitor;
      const before = this.#vector[component]!;
      const answer = table.afterMoment(before, id, () => this.learner.moments.at(this.#vector, this.isEnd));
      if ((answer & violatedBit) !== 0) this.quietViolations |= 1 << monitor;
      this.#vector[component] = answer >> 1;
      this.#set(this.#words, 0, component, before, answer >> 1);
    }
  }

  /** Writes the successors that one thread leads to. */
  #follow(thread: number): void {
    const { moves } = this.learner.shared;
    const cell = this.#cells[thread]!;
    const count = moves.data[cell + cellCount]!;
    for (let index = 0; index < count; index++) {
      const move = cell + cellHeader + index * moveSize;
      const action = moves.data[move + moveAction]! & 255;
      const isInterrupt = action >= firstInterrupt && action <= lastInterrupt;
      if (isInterrupt && this.#vector[this.#shape.budget] === 0) continue;
      if (!this.#isTurnFor(thread, action)) continue;
      this.#write(thread, move, action, isInterrupt);
    }
    const mayCall = this.isQuiet || (this.#callsAtAnyMoment && this.#isTurnFor(thread, callAction));
    if (mayCall && (this.#traits[thread]! & isBlockedBefore) !== 0 && !this.#leavesOutCalls) {
      const node = this.#vector[thread]!;
      let call = this.learner.threads[thread]!.callCells.data[node]!;
      if (call === 0) call = this.learner.learnCallCell(thread as ThreadIndex, node as NodeId);
      this.#write(thread, call + cellHeader, callAction, false);
    }
  }

  #isTurnFor(thread: number, action: number): boolean {
    const turns = this.#turns;
    return (
      turns === undefined ||
      turns.allows(this.#vector[this.#shape.turn]!, thread, actions[action]!, this.#standings)
    );
  }

  #write(thread: number, move: number, action: number, isInterrupt: boolean): void {
    const moves = this.learner.shared.moves.data;
    const vector = this.#vector;
    const shape = this.#shape;
    const { successors } = this;
    const successor = successors.add(this.#words);
    const base = successor * this.#words.length;
    const { words } = successors;

    this.#change(words, base, thread, moves, move);
    if (isInterrupt) this.#set(words, base, shape.budget, vector[shape.budget]!, vector[shape.budget]! - 1);
    if (this.#tellsLastThread && (action === stepAction || !this.#tellsLastStepper)) {
      this.#set(words, base, shape.lastThread, vector[shape.lastThread]!, thread);
    }

    if (this.#turns !== undefined) this.#turnEffects[successor] = this.#turnEffectOf(thread);
    this.#objectsOf[successor] = moves[move + moveObject]!;
    successors.threads[successor] = thread;
    successors.actions[successor] = moves[move + moveAction]!;
    successors.events[successor] = moves[move + moveEvent]!;
    successors.violations[successor] = this.#observe(words, base, thread, action, moves[move + moveEvent]!);
  }

  /** Writes what a move does to its thread and to the shared objects; answers whether it looked for garbage. */
  #change(words: Int32Array, base: number, thread: number, moves: Int32Array, move: number): boolean {
    const vector = this.#vector;
    const { objects } = this.#shape;
    const before = vector[thread]!;
    const after = moves[move + moveNode]!;
    const object = moves[move + moveObject]!;
    const value = moves[move + moveValue]!;
    this.#set(words, base, thread, before, after);
    if (object >= 0) this.#set(words, base, objects + object, vector[objects + object] ?? 0, value);
    if (!this.#garbage.mayFollow(vector, thread, after, object, value)) return false;
    this.#collect(words, base, thread, after, object, value);
    return true;
  }

  /** Tells the monitors what the step has shown; answers which of them it violates. */
  #observe(words: Int32Array, base: number, thread: number, action: number, event: number): number {
    let violations = 0;
    for (let monitor = 0; monitor < this.monitors.length; monitor++) {
      const table = this.monitors[monitor]!;
      const isStep = table.watchesSteps && action === stepAction;
      if (event === 0 && !isStep) continue;
      const component = this.#shape.monitors + monitor;
      const before = this.#vector[component]!;
      let state = before;
      if (isStep) state = table.afterStep(state, thread as ThreadIndex) >> 1;
      if (event !== 0) {
        const answer = table.afterEvents(state, event, () => this.learner.eventsOf(event as EventId));
        if ((answer & violatedBit) !== 0) violations |= 1 << monitor;
        state = answer >> 1;
      }
      this.#set(words, base, component, before, state);
    }
    return violations;
  }

  #set(words: Int32Array, base: number, component: number, before: number, after: number): void {
    const { wordOf, shiftOf } = this.layout;
    // A component that the layout does not know yet makes the expansion void; see stillFits.
    if (component >= wordOf.length) return;
    words[base + wordOf[component]!]! ^= (before ^ after) << shiftOf[component]!;
  }

  /** Makes absent what nothing points to after a step. */
  #collect(
    words: Int32Array,
    base: number,
    thread: number,
    after: number,
    object: number,
    value: number,
  ): void {
    const vector = this.#vector;
    const { objects } = this.#shape;
    const before = vector[thread]!;
    const valueBefore = object < 0 ? 0 : vector[objects + object]!;
    vector[thread] = after;
    if (object >= 0) vector[objects + object] = value;
    this.#garbage.mark(vector);
    for (const { index, pool } of this.learner.program.arena.objects) {
      const now = vector[objects + index] ?? 0;
      if (pool !== undefined && now !== 0 && !this.#garbage.isLive(index)) {
        this.#set(words, base, objects + index, now, 0);
      }
    }
    vector[thread] = before;
    if (object >= 0) vector[objects + object] = valueBefore;
  }

  #isHeldBack(watch: number): boolean {
    const watches = this.learner.shared.watches.data;
    const count = watches[watch]!;
    for (let entry = 0; entry < count; entry++) {
      const object = watches[watch + 1 + 2 * entry]!;
      const watched = watches[watch + 2 + 2 * entry]!;
      const value = this.#vector[this.#shape.objects + object]! as ValueId;
      if (this.learner.hasMoved(watched, value)) return false;
    }
    return true;
  }

  #isHeldByPhase(thread: number, phase: number): boolean {
    for (let other = 0; other < this.#cells.length; other++) {
      const info = this.learner.threads[other]!.info.data;
      const at = this.#vector[other]! * infoSize;
      if (other !== thread && info[at + infoKind] !== finished && info[at + infoPhase]! < phase) {
        return true;
      }
    }
    return false;
  }

  #stillFits(): boolean {
    let learned = this.learner.growth + (this.#turns?.size ?? 0);
    for (const { edgeCount } of this.monitors) learned += edgeCount;
    if (learned === this.#learnedWhenFitted) return true;
    this.#learnedWhenFitted = learned;
    const layout = this.#shape.layoutFrom(this.layout);
    if (layout === this.layout) return true;
    this.layout = layout;
    this.#makeRoom();
    return false;
  }

  #makeRoom(): void {
    this.#vector = new Int32Array(this.layout.componentCount);
    this.#renamed = new Int32Array(this.layout.componentCount);
    this.#words = new Int32Array(this.layout.wordCount);
  }
}
