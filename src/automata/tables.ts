/**
 * The learned automata as integers: what the search reads in its loop.
 *
 *   node ──info──▶ kind, object, row      cells[row + value] ──▶ a cell of moves:
 *
 *   moves: │ count │ features │ action thread-node object value event │ action ... │
 *
 * Everything here is filled by the learner, one cell at a time, when a search first asks for it; a
 * cell that is 0 has not been asked for. The arrays inside are replaced as they grow, so a reader
 * takes them out anew after each call of the learner.
 */

import type { Action } from '../core/schedule.ts';
import { IntVector } from './intVector.ts';
import { PairMap } from './pairMap.ts';

/** What a node waits for. */
export const finished = 0;
export const operating = 1;
export const allocating = 2;
export const readingClock = 3;

/** The node of every thread that has finished. */
export const finishedNode = 0;

/** Fields of a node's record in `info`. */
export const infoSize = 9;
export const infoKind = 0;
/** The object that it operates on; the rank of its pool for an allocation. */
export const infoObject = 1;
export const infoRow = 2;
export const infoRowLength = 3;
/** 1 when its operation has been called. */
export const infoInside = 4;
export const infoPhase = 5;
/** Where its watch list begins in `watches`, or -1. */
export const infoWatch = 6;
/** The class of its waiting, 0 for a thread that would not count as waiting. */
export const infoWaiting = 7;
/** What its operation does to the turn: see turn.ts. */
export const infoTurn = 8;

/** Fields of a cell in `moves`. */
export const cellHeader = 2;
export const cellCount = 0;
export const cellFeatures = 1;
export const hasStep = 1;
export const hasDeadline = 2;
export const hasInterrupt = 4;
/** Something that the environment does, and no interrupt. */
export const hasChance = 8;
/** As many combinations of these there are. */
export const featuresCount = 16;

/** Fields of a move. */
export const moveSize = 5;
/** The action's place in {@link actions}, and above bit 8 the outcome. */
export const moveAction = 0;
export const moveNode = 1;
/** The object whose value it sets, or -1. */
export const moveObject = 2;
export const moveValue = 3;
export const moveEvent = 4;

export const actions: readonly Action[] = [
  'step',
  'call',
  'interrupt before',
  'interrupt after',
  'interrupt posted',
  'deadline',
  'spurious',
];
export const stepAction = 0;
export const callAction = 1;
/** Actions from 2 to 4 use up an interrupt. */
export const firstInterrupt = 2;
export const lastInterrupt = 4;

/** The cell of a thread to which nothing can happen. */
export const emptyCell = 1;

/** The automaton of one thread as plain data. */
export interface ThreadImage {
  readonly info: Int32Array;
  readonly references: Int32Array;
  readonly heldCells: Int32Array;
  readonly callCells: Int32Array;
}

/** The automaton of one thread. */
export class ThreadTables {
  readonly info: IntVector;
  /** Of each node: which set of references it holds; 0 is the empty set. */
  readonly references: IntVector;
  /** Of a node and the value of its object: the cell of what can happen while a wait loop holds it back. */
  readonly heldCells: PairMap;
  /** Of each node: the cell of a call that is blocked at once. */
  readonly callCells: IntVector;

  constructor(image?: ThreadImage) {
    this.info = image === undefined ? new IntVector(infoSize * 64) : IntVector.from(image.info);
    this.references = image === undefined ? new IntVector() : IntVector.from(image.references);
    this.heldCells = image === undefined ? new PairMap() : PairMap.from(image.heldCells);
    this.callCells = image === undefined ? new IntVector() : IntVector.from(image.callCells);
  }

  /** What has been learned so far. */
  get image(): ThreadImage {
    return {
      info: this.info.toArray(),
      references: this.references.toArray(),
      heldCells: this.heldCells.image,
      callCells: this.callCells.toArray(),
    };
  }

  /** Notes the cell of a node for a value of its object, making its row longer where it must. */
  setCell(shared: SharedTables, node: number, index: number, cell: number): void {
    const at = node * infoSize;
    if (index >= this.info.data[at + infoRowLength]!) this.#lengthenRow(shared, at, index);
    shared.cells.data[this.info.data[at + infoRow]! + index] = cell;
  }

  #lengthenRow({ cells }: SharedTables, at: number, index: number): void {
    const { data } = this.info;
    const length = Math.max(4, 2 ** Math.ceil(Math.log2(index + 1)));
    const row = cells.extend(length);
    const oldRow = data[at + infoRow]!;
    cells.data.copyWithin(row, oldRow, oldRow + data[at + infoRowLength]!);
    data[at + infoRow] = row;
    data[at + infoRowLength] = length;
  }
}

/** One move as it is written into a cell. */
export interface MoveRecord {
  readonly action: Action;
  readonly outcome: number;
  /** The node that it leads to. */
  readonly node: number;
  /** The object whose value it sets, or -1. */
  readonly object: number;
  readonly value: number;
  /** The group of visible events. */
  readonly event: number;
}

/** What all threads share, as plain data. */
export interface SharedImage {
  readonly cells: Int32Array;
  readonly moves: Int32Array;
  readonly watches: Int32Array;
}

/** What all threads share. */
export class SharedTables {
  readonly cells: IntVector;
  readonly moves: IntVector;
  /** Watch lists: count, then for each entry the object and what it is asked. */
  readonly watches: IntVector;

  constructor(image?: SharedImage) {
    this.cells = image === undefined ? new IntVector(1024) : IntVector.from(image.cells);
    this.moves = image === undefined ? new IntVector(4096) : IntVector.from(image.moves);
    this.watches = image === undefined ? new IntVector() : IntVector.from(image.watches);
    if (image === undefined) this.moves.extend(emptyCell + cellHeader);
  }

  /** What has been learned so far. */
  get image(): SharedImage {
    return { cells: this.cells.toArray(), moves: this.moves.toArray(), watches: this.watches.toArray() };
  }

  /** Writes a cell; answers where it begins. */
  addCell(records: readonly MoveRecord[]): number {
    if (records.length === 0) return emptyCell;
    const cell = this.moves.extend(cellHeader + records.length * moveSize);
    const { data } = this.moves;
    data[cell + cellCount] = records.length;
    data[cell + cellFeatures] = records.reduce((features, { action }) => features | featuresOf(action), 0);
    for (const [index, { action, outcome, node, object, value, event }] of records.entries()) {
      const at = cell + cellHeader + index * moveSize;
      data[at + moveAction] = actions.indexOf(action) | (outcome << 8);
      data[at + moveNode] = node;
      data[at + moveObject] = object;
      data[at + moveValue] = value;
      data[at + moveEvent] = event;
    }
    return cell;
  }
}

/** What a move adds to the features of its cell. */
function featuresOf(action: Action): number {
  const index = actions.indexOf(action);
  if (index === stepAction) return hasStep;
  if (index >= firstInterrupt && index <= lastInterrupt) return hasInterrupt;
  return action === 'deadline' ? hasChance | hasDeadline : hasChance;
}
