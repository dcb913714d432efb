/** The learned automaton of one thread as a graph, for questions about its future. */

import type { Learner } from '../../automata/learner.ts';
import { PairMap } from '../../automata/pairMap.ts';
import {
  allocating,
  cellCount,
  cellFeatures,
  cellHeader,
  emptyCell,
  finished,
  hasStep,
  infoKind,
  infoObject,
  infoRow,
  infoRowLength,
  infoSize,
  infoWatch,
  moveNode,
  moveSize,
  operating,
} from '../../automata/tables.ts';
import type { ThreadIndex } from '../../core/ids.ts';
import { effectOf } from './effectOf.ts';
import type { Graph } from './graph.ts';
import { Things, ThingSets } from './thingSets.ts';

/** What a node asks for, when it is no object. */
const none = -1;

/** Nodes and moves of one thread, as they were known when the graph was made. */
export class ThreadGraph implements Graph {
  readonly thread: ThreadIndex;
  readonly things: Things;
  readonly nodeCount: number;
  /** Of each node: the object that it operates on, or -1. */
  readonly objects: Int32Array;
  /** Of each node: what it looks at before it moves. */
  readonly looks: ThingSets;
  /** Of each edge: the nodes that it joins, and the value of the node's object at which it can be taken (-1: any). */
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly values: number[] = [];
  /** Where its move lies in the table of moves. */
  readonly moves: number[] = [];
  /** Of each edge: what it touches and writes. */
  readonly effects: ThingSets;

  /** Of each node: whether a wait loop makes it look at more than its object. */
  readonly #isWatching: Uint8Array;
  /** The nodes and values of their objects at which it is known what can happen. */
  readonly #known = new PairMap();
  /** Of each object that blocks a node: the values at which it does. */
  readonly #blocking = new Map<number, Set<number>>();
  readonly #learner: Learner;

  constructor(learner: Learner, thread: ThreadIndex, things: Things) {
    this.#learner = learner;
    this.things = things;
    this.thread = thread;
    this.nodeCount = learner.nodeCount(thread);
    this.objects = new Int32Array(this.nodeCount).fill(none);
    this.looks = new ThingSets(this.nodeCount, things.wordCount);
    this.#isWatching = new Uint8Array(this.nodeCount);
    for (let node = 1; node < this.nodeCount; node++) this.#readNode(node);
    this.#readOtherCells();
    this.effects = new ThingSets(this.from.length, things.wordCount);
    for (let edge = 0; edge < this.from.length; edge++) this.#readEffect(edge);
  }

  asksOnly(node: number, thing: number): boolean {
    const object = this.objects[node]!;
    return object >= 0 && this.things.ofObject(object) === thing && this.#isWatching[node] === 0;
  }

  isKnown(node: number, value: number): boolean {
    return this.#known.get(node, value) >= 0;
  }

  /** Visits the edges, each with a function that describes its effect in the words of somebody. */
  effectTexts(visit: (edge: number, text: (wordFor: (thing: number) => number) => string) => void): void {
    for (let edge = 0; edge < this.from.length; edge++) {
      visit(edge, (wordFor) => {
        const words: string[] = [];
        this.effects.forEach(edge, (thing, isWritten) =>
          words.push(`${wordFor(thing)}${isWritten ? '!' : ''}`),
        );
        return [...new Set(words)].sort().join();
      });
    }
  }

  knownCells(visit: (node: number, value: number) => void): void {
    this.#known.forEach(visit);
  }

  /** Whether some node is known to be blocked by `object`, at `value` or at any value. */
  blocks(object: number, value?: number): boolean {
    return value === undefined ? this.#blocking.has(object) : this.#blocking.get(object)?.has(value) === true;
  }

  #readNode(node: number): void {
    const { info } = this.#tables;
    const { shared, pools } = this.#learner;
    const at = node * infoSize;
    const kind = info.data[at + infoKind]!;
    if (kind === finished) return;
    if (kind === operating) {
      this.objects[node] = info.data[at + infoObject]!;
      this.looks.touch(node, this.things.ofObject(this.objects[node]!));
    }
    if (kind === allocating) {
      this.looks.touch(node, this.things.ofPool(pools[info.data[at + infoObject]!]!));
    }
    const watch = info.data[at + infoWatch]!;
    if (watch >= 0) {
      this.#isWatching[node] = 1;
      const count = shared.watches.data[watch]!;
      for (let entry = 0; entry < count; entry++) {
        this.looks.touch(node, this.things.ofObject(shared.watches.data[watch + 1 + 2 * entry]!));
      }
    }
    const row = info.data[at + infoRow]!;
    const length = info.data[at + infoRowLength]!;
    for (let value = 0; value < length; value++) {
      const cell = shared.cells.data[row + value]!;
      if (cell === 0) continue;
      this.#readCell(node, kind === operating ? value : none, cell);
      this.#known.add(node, value, 1);
      const hasNoStep = (shared.moves.data[cell + cellFeatures]! & hasStep) === 0;
      if (kind === operating && hasNoStep) this.#noteBlocked(this.objects[node]!, value);
    }
  }

  #noteBlocked(object: number, value: number): void {
    const values = this.#blocking.get(object) ?? new Set();
    values.add(value);
    this.#blocking.set(object, values);
  }

  /** What happens to a thread that is held back, and calls that are blocked at once. */
  #readOtherCells(): void {
    const { heldCells, callCells } = this.#tables;
    heldCells.forEach((node, value, cell) => {
      if (node < this.nodeCount) this.#readCell(node, this.objects[node] === none ? none : value, cell);
    });
    for (let node = 1; node < this.nodeCount; node++) {
      const cell = callCells.data[node]!;
      if (cell !== 0) this.#readCell(node, none, cell);
    }
  }

  #readCell(node: number, value: number, cell: number): void {
    if (cell === emptyCell) return;
    const { data } = this.#learner.shared.moves;
    const count = data[cell + cellCount]!;
    for (let index = 0; index < count; index++) {
      const move = cell + cellHeader + index * moveSize;
      this.from.push(node);
      this.to.push(data[move + moveNode]!);
      this.values.push(value);
      this.moves.push(move);
    }
  }

  #readEffect(edge: number): void {
    const taken = {
      thread: this.thread,
      node: this.from[edge]!,
      value: this.values[edge]!,
      move: this.moves[edge]!,
    };
    const { touched, written } = effectOf(taken, this.#learner, this.things);
    for (const thing of touched) this.effects.touch(edge, thing);
    for (const thing of written) this.effects.write(edge, thing);
    this.effects.include(edge, this.looks, this.from[edge]!);
  }

  get #tables() {
    return this.#learner.threads[this.thread]!;
  }
}
