/**
 * Footprints: which steps can be taken alone, because no other thread can touch what they touch before
 * the thread that takes them moves again.
 *
 * For each thread and node there is what its future can touch, and what it can touch before it passes
 * an object that stands as it does now (a lock that is held). An object stands until the thread under
 * consideration moves if no other thread can write it before passing it: so others cannot get past
 * their requests that it blocks, and their futures end there.
 *
 * Everything is derived from what has been learned so far, so it is a guess until a whole search has
 * learned nothing new: see {@link reducedSearch}. The proof is in docs/reduction.md.
 */

import type { Learner } from '../../automata/learner.ts';
import type { ThreadIndex } from '../../core/ids.ts';
import { futuresOf } from './futures.ts';
import { ThreadGraph } from './threadGraph.ts';
import { Things, type ThingSets } from './thingSets.ts';

/** More standings than this are not looked at: values of objects that many threads queue at. */
const standingsMax = 400;

/** Of a move that is not known, or that must not be taken alone. */
const unknown = -1;

export class Footprints {
  readonly #learner: Learner;
  #learned = -1;
  #ticks = 0;
  #due = 16;
  #graphs: readonly ThreadGraph[] = [];
  #whole: readonly ThingSets[] = [];
  #wordCount = 1;
  /** Of each place in the table of moves: the edge of the graph that it is, or -1. */
  #edgeOf = new Int32Array(0);
  /** The objects that block somebody at some value. */
  #gates: readonly number[] = [];
  /** Of each gate, by value: the futures of each thread while it holds the value; undefined where that blocks nobody. */
  #standings: (readonly ThingSets[] | undefined)[][] = [];
  #standingCount = 0;
  /** Futures of the gates that stand in the state that is looked at. */
  readonly #standing: (readonly ThingSets[])[] = [];

  constructor(learner: Learner) {
    this.#learner = learner;
  }

  /** Whether nothing has been learned since the last {@link refresh}. */
  get isCurrent(): boolean {
    return this.#learned === this.#learner.cellCount;
  }

  /** Derives everything anew from what has been learned. Takes time in the size of the automata. */
  refresh(): void {
    if (this.isCurrent) return;
    const learner = this.#learner;
    this.#learned = learner.cellCount;
    const things = new Things(learner);
    this.#wordCount = things.wordCount;
    this.#graphs = learner.threads.map((_, thread) => new ThreadGraph(learner, thread as ThreadIndex, things));
    this.#whole = this.#graphs.map((graph) => futuresOf(graph));
    this.#edgeOf = new Int32Array(learner.shared.moves.length).fill(unknown);
    for (const { moves } of this.#graphs) moves.forEach((move, edge) => (this.#edgeOf[move] = edge));
    this.#gates = learner.program.arena.objects
      .map(({ index }) => index)
      .filter((object) => this.#graphs.some((graph) => graph.blocks(object)));
    this.#standings = this.#gates.map(() => []);
    this.#standingCount = 0;
  }

  /** Is told of each state that is expanded; refreshes at growing distances while something is learned. */
  tick(): void {
    this.#ticks++;
    if (this.isCurrent || this.#ticks < this.#due) return;
    this.refresh();
    this.#due = this.#ticks * 2;
  }

  /**
   * Whether no other thread can, before `thread` moves again, do anything that a move of it depends
   * on or that depends on the move.
   *
   * @param vector the nodes of the threads, and from `objects` on the values of the objects.
   * @param move where the move lies in the table of moves.
   */
  isAlone(vector: Int32Array, objects: number, thread: number, move: number): boolean {
    const edge = move < this.#edgeOf.length ? this.#edgeOf[move]! : unknown;
    if (edge === unknown) return false;
    for (let other = 0; other < this.#graphs.length; other++) {
      if (other !== thread && vector[other]! >= this.#graphs[other]!.nodeCount) return false;
    }
    this.#standing.length = 0;
    if (this.#isIndependent(vector, thread, edge)) return true;
    this.#findStanding(vector, objects, thread);
    return this.#standing.length > 0 && this.#isIndependent(vector, thread, edge);
  }

  /** Finds the gates that no other thread can change before `thread` moves. */
  #findStanding(vector: Int32Array, objects: number, thread: number): void {
    for (let gate = 0; gate < this.#gates.length; gate++) {
      const object = this.#gates[gate]!;
      const futures = this.#futuresAt(gate, vector[objects + object]!);
      if (futures === undefined) continue;
      let stands = true;
      for (let other = 0; stands && other < futures.length; other++) {
        stands = other === thread || !futures[other]!.writes(vector[other]!, object);
      }
      if (stands) this.#standing.push(futures);
    }
  }

  /** Whether an edge of `thread` has nothing to do with what each other thread can do meanwhile. */
  #isIndependent(vector: Int32Array, thread: number, edge: number): boolean {
    const wordCount = this.#wordCount;
    const { effects } = this.#graphs[thread]!;
    for (let other = 0; other < this.#graphs.length; other++) {
      if (other === thread) continue;
      const whole = this.#whole[other]!;
      const node = vector[other]! * wordCount;
      for (let word = 0; word < wordCount; word++) {
        let touched = whole.touched[node + word]!;
        let written = whole.written[node + word]!;
        for (let gate = 0; gate < this.#standing.length; gate++) {
          const futures = this.#standing[gate]![other]!;
          touched &= futures.touched[node + word]!;
          written &= futures.written[node + word]!;
        }
        const at = edge * wordCount + word;
        if (((effects.written[at]! & touched) | (effects.touched[at]! & written)) !== 0) return false;
      }
    }
    return true;
  }

  #futuresAt(gate: number, value: number): readonly ThingSets[] | undefined {
    const standings = this.#standings[gate]!;
    if (value in standings) return standings[value];
    const object = this.#gates[gate]!;
    const blocks = this.#graphs.some((graph) => graph.blocks(object, value));
    if (blocks && this.#standingCount++ < standingsMax) {
      standings[value] = this.#graphs.map((graph) => futuresOf(graph, { object, value }));
    } else {
      standings[value] = undefined;
    }
    return standings[value];
  }
}
