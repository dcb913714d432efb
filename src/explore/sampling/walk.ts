import type { QuietMoment } from '../../core/event.ts';
import type { Learner } from '../../automata/learner.ts';
import { violatedBit, type MonitorTable } from '../../automata/monitorTable.ts';
import {
  firstInterrupt,
  lastInterrupt,
  moveAction,
  moveEvent,
  moveNode,
  moveObject,
  moveValue,
  stepAction,
} from '../../automata/tables.ts';
import type { EventId, ThreadIndex } from '../../core/ids.ts';
import { Garbage } from '../garbage.ts';
import { Shape } from '../shape.ts';
import { Options } from './options.ts';
import type { RandomNumbers } from './randomNumbers.ts';
import type { Scene } from './strategy.ts';

/** Answers to a question that is asked once. */
const notAsked = 0;
const no = 1;
const yes = 2;

/**
 * One execution of the learned automata at a time: a vector of integers that changes in place. The
 * steps are those of the search's product, which writes down all that follow from a state; here one
 * of them is taken.
 */
export class Walk implements Scene {
  readonly options: Options;
  /** Bit m is set if what happened last, or the quiet moment after it, violates monitor m. */
  violations = 0;
  /** What happened last: the thread, the action with its outcome above bit 8, the group of visible events. */
  lastThread = 0;
  lastAction = 0;
  lastEvent = 0;
  /** Whether chance has ever decided which of several things happens in a process that was chosen. */
  hasDrawnOutcome = false;

  readonly #learner: Learner;
  readonly #tables: readonly MonitorTable[];
  readonly #watchesQuiet: boolean;
  readonly #watchesSteps: boolean;
  readonly #shape: Shape;
  readonly #garbage: Garbage;
  /** Of each move, by where it lies: whether it may leave garbage, or {@link notAsked}. */
  #leavesGarbage = new Uint8Array(0);
  readonly #initial: readonly number[];
  /** The states of the monitors. */
  readonly #memory: Int32Array;
  /** A state without its monitors; grows as objects become known. */
  #state: Int32Array;
  #learned = -1;
  /** Where the thread that moved last was before, and the object whose value it set, or -1. */
  #lastNode = 0;
  #lastWritten = -1;
  #mayHaveLeftGarbage = false;

  constructor(learner: Learner, tables: readonly MonitorTable[]) {
    this.#learner = learner;
    this.#tables = tables;
    this.#watchesQuiet = tables.some(({ watchesQuiet }) => watchesQuiet);
    this.#watchesSteps = tables.some(({ watchesSteps }) => watchesSteps);
    this.#shape = new Shape(learner, [], false);
    this.#garbage = new Garbage(learner, this.#shape);
    this.options = new Options(learner, this.#shape);
    this.#memory = new Int32Array(tables.length);
    this.#initial = this.#shape.initialVector();
    this.#state = Int32Array.from(this.#initial);
    this.restart();
  }

  get threadCount(): number {
    return this.options.threadCount;
  }

  get processCount(): number {
    return this.options.processCount;
  }

  get enabled(): Int32Array {
    return this.options.enabled;
  }

  get enabledCount(): number {
    return this.options.enabledCount;
  }

  /** Where the objects begin in {@link state}. */
  get objects(): number {
    return this.#shape.objects;
  }

  get state(): Int32Array {
    return this.#state;
  }

  /** Goes back to the initial state. */
  restart(): void {
    this.#state.fill(0);
    this.#state.set(this.#initial);
    this.#memory.fill(0);
    this.violations = 0;
    this.options.find(this.#state);
    this.#observeMoment();
  }

  /** Lets one of the enabled processes move; chance decides where several things can happen in it. */
  step(process: number, random: RandomNumbers): void {
    const only = this.options.onlyStep(process);
    if (only >= 0) return this.follow(process, only);
    const count = this.options.count(this.#state, process);
    if (count > 1) this.hasDrawnOutcome = true;
    this.take(process, count > 1 ? random.below(count) : 0);
  }

  /** Lets one of the things happen that can happen in a process that is enabled. */
  take(process: number, option: number): void {
    this.follow(this.options.threadOf(process), this.options.moveOf(this.#state, process, option));
  }

  /** Lets a thread make a move that is possible for it: one of {@link Options.movesOf}. */
  follow(thread: number, move: number): void {
    this.apply(thread, move);
    // An interrupt that has come may have been the last one that could come to any thread.
    if (isInterrupt(this.lastAction & 255)) this.options.find(this.#state);
    else this.options.findAgain(this.#state, thread, this.#lastWritten, this.#mayHaveLeftGarbage);
    this.#observeMoment();
  }

  isInRace(process: number): boolean {
    const thread = this.options.threadOf(process);
    if (thread === this.lastThread) return true;
    const object = this.options.objectAt(thread, this.#state[thread]!);
    if (object < 0) return false;
    if (object === this.#lastWritten) return true;
    return object === this.options.objectAt(this.lastThread, this.#lastNode) && this.options.writes(thread);
  }

  /** Goes to a state that was reached before; monitors stay as they are. */
  goTo(state: Int32Array): void {
    if (this.#learned !== this.#learner.growth) this.#makeRoom();
    this.#state.fill(0);
    this.#state.set(state);
    this.options.find(this.#state);
  }

  /** The same as {@link follow}, without a look at what can happen next: the {@link options} stay as they were. */
  apply(thread: number, move: number): void {
    const moves = this.#learner.shared.moves.data;
    const node = moves[move + moveNode]!;
    const object = moves[move + moveObject]!;
    const value = moves[move + moveValue]!;
    const action = moves[move + moveAction]!;
    const event = moves[move + moveEvent]!;
    this.#lastNode = this.#state[thread]!;
    this.#lastWritten = object;
    this.lastThread = thread;
    this.lastAction = action;
    this.lastEvent = event;

    if (this.#learned !== this.#learner.growth) this.#makeRoom();
    const state = this.#state;
    this.#mayHaveLeftGarbage = this.#mayLeaveGarbage(move, thread, node, object, value);
    state[thread] = node;
    if (object >= 0) state[this.#shape.objects + object] = value;
    const kind = action & 255;
    if (isInterrupt(kind)) state[this.#shape.budget]!--;
    this.violations = 0;
    if (event !== 0 || this.#watchesSteps) this.#observe(thread, kind, event);
    if (this.#mayHaveLeftGarbage) this.#garbage.sweep(state);
  }

  /**
   * Whether a move may leave garbage. Asked once of each: a move is of one node, and of one value of the object that it
   * sets, or that object is absent before; it depends on nothing else.
   */
  #mayLeaveGarbage(move: number, thread: number, node: number, object: number, value: number): boolean {
    const known = this.#leavesGarbage[move]!;
    if (known !== notAsked) return known === yes;
    const answer = this.#garbage.mayFollow(this.#state, thread, node, object, value);
    this.#leavesGarbage[move] = answer ? yes : no;
    return answer;
  }

  #observe(thread: number, action: number, event: number): void {
    for (let monitor = 0; monitor < this.#tables.length; monitor++) {
      const table = this.#tables[monitor]!;
      if (table.watchesSteps && action === stepAction) {
        this.#memory[monitor] = table.afterStep(this.#memory[monitor]!, thread as ThreadIndex) >> 1;
      }
      if (event === 0) continue;
      const events = (): ReturnType<Learner['eventsOf']> => this.#learner.eventsOf(event as EventId);
      this.#take(monitor, table.afterEvents(this.#memory[monitor]!, event, events));
    }
  }

  /** Tells the monitors of the state, if it is a quiet moment. */
  #observeMoment(): void {
    if (this.options.isQuiet && this.#watchesQuiet) this.#tellMoment(this.options.isEnd);
  }

  // Apart from the question above, which comes with every step and must not make a closure.
  #tellMoment(isEnd: boolean): void {
    const id = this.#learner.moments.idOf(this.#state, isEnd);
    for (let monitor = 0; monitor < this.#tables.length; monitor++) {
      const table = this.#tables[monitor]!;
      if (!table.watchesQuiet) continue;
      const moment = (): QuietMoment => this.#learner.moments.at(this.#state, isEnd);
      this.#take(monitor, table.afterMoment(this.#memory[monitor]!, id, moment));
    }
  }

  #take(monitor: number, answer: number): void {
    if ((answer & violatedBit) !== 0) this.violations |= 1 << monitor;
    this.#memory[monitor] = answer >> 1;
  }

  /** More moves and objects may have become known; objects that do not exist yet are 0. */
  #makeRoom(): void {
    this.#learned = this.#learner.growth;
    if (this.#leavesGarbage.length < this.#learner.shared.moves.length) {
      const longer = new Uint8Array(this.#learner.shared.moves.data.length);
      longer.set(this.#leavesGarbage);
      this.#leavesGarbage = longer;
    }
    const { objects } = this.#learner.program.arena;
    const length = this.#shape.objects + objects.length;
    if (length === this.#state.length) return;
    const longer = new Int32Array(length);
    longer.set(this.#state);
    this.#state = longer;
  }
}

function isInterrupt(action: number): boolean {
  return action >= firstInterrupt && action <= lastInterrupt;
}
