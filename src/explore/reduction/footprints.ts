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
import type { Naming } from '../symmetry/naming.ts';
import { Futures, futuresIn, type Standing } from './futures.ts';
import { RoleGraph, type Graph } from './roleGraph.ts';
import { ThreadGraph } from './threadGraph.ts';
import { Things, type ThingSets } from './thingSets.ts';
import { plainView, symmetricView, type View } from './view.ts';

/** More standings than this are not looked at: values of objects that many threads queue at. */
const standingsMax = 400;

/** Of a move that is not known. */
const unknown = -1;

export class Footprints {
  /** Whether they may change during a search; then its chains cannot be followed again. */
  readonly isLearning: boolean;

  readonly #learner: Learner;
  /** Given where threads stand for each other. */
  readonly #naming: Naming | undefined;
  #growth = -1;
  #ticks = 0;
  #due = 16;
  #things: Things;
  #graphs: readonly ThreadGraph[] = [];
  #view: View;
  /** Of each thread: the graph that it shares with those that can stand for it. */
  #shared: readonly Graph[] = [];
  #size = -1;
  #whole: readonly Futures[] = [];
  /** Of each place in the table of moves: the edge of its thread's graph that it is, or -1. */
  #edgeOf = new Int32Array(0);
  /** The objects that block somebody at some value. */
  #gates: readonly number[] = [];
  /** Of each gate, by value: the futures of each thread while it holds the value; undefined where that blocks nobody. */
  #standings: (readonly Futures[] | undefined)[][] = [];
  #standingCount = 0;
  /** Futures of the gates that stand in the state that is looked at. */
  readonly #standing: (readonly Futures[])[] = [];

  constructor(learner: Learner, naming: Naming | undefined, isLearning: boolean) {
    this.isLearning = isLearning;
    this.#learner = learner;
    this.#naming = naming;
    this.#things = new Things(learner);
    this.#view = plainView(this.#things);
    this.refresh();
  }

  /** How much was known, names left aside, at the last {@link refresh}: it has grown if anything new was learned. */
  get size(): number {
    return this.#size;
  }

  /** Derives everything anew from what has been learned. Takes time in the size of the automata. */
  refresh(): void {
    const learner = this.#learner;
    if (this.#growth === learner.growth) return;
    this.#growth = learner.growth;
    this.#things = new Things(learner);
    this.#graphs = learner.threads.map((_, thread) => new ThreadGraph(learner, thread as ThreadIndex, this.#things));
    this.#share();
    this.#whole = this.#futuresOf(() => undefined);
    this.#edgeOf = new Int32Array(learner.shared.moves.length).fill(unknown);
    for (const { moves } of this.#graphs) moves.forEach((move, edge) => (this.#edgeOf[move] = edge));
    this.#gates = learner.program.arena.objects
      .map(({ index }) => index)
      .filter((object) => this.#graphs.some((graph) => graph.blocks(object)));
    this.#standings = this.#gates.map(() => []);
    this.#standingCount = 0;
  }

  /**
   * Is told of each state that is expanded. While the footprints are {@link isLearning}, refreshes at
   * growing distances, so that a search with few of them soon has more.
   */
  tick(): void {
    if (!this.isLearning || ++this.#ticks < this.#due) return;
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
    for (let other = 0; other < this.#whole.length; other++) {
      if (other !== thread && this.#whole[other]!.rowOf(vector[other]!) < 0) return false;
    }
    this.#standing.length = 0;
    if (this.#isIndependent(vector, thread, edge)) return true;
    this.#findStanding(vector, objects, thread);
    return this.#standing.length > 0 && this.#isIndependent(vector, thread, edge);
  }

  /** Finds the graphs that threads share. */
  #share(): void {
    const learner = this.#learner;
    const naming = this.#naming;
    if (naming === undefined) {
      this.#view = plainView(this.#things);
      this.#shared = this.#graphs;
      this.#size = learner.growth;
      return;
    }
    const view = symmetricView(this.#things, learner, naming);
    const { roles } = learner.program;
    const graphs = new Map(
      [...new Set(roles)].map((role) => {
        const members = this.#graphs.filter(({ thread }) => roles[thread] === role);
        return [role, new RoleGraph(members, view, naming)] as const;
      }),
    );
    this.#view = view;
    this.#shared = roles.map((role) => graphs.get(role)!);
    this.#size = [...graphs.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Finds the gates that no other thread can change before `thread` moves. */
  #findStanding(vector: Int32Array, objects: number, thread: number): void {
    for (let gate = 0; gate < this.#gates.length; gate++) {
      const object = this.#gates[gate]!;
      const futures = this.#futuresAt(gate, vector[objects + object]!);
      if (futures === undefined) continue;
      let stands = true;
      for (let other = 0; stands && other < futures.length; other++) {
        const { sets } = futures[other]!;
        stands = other === thread || !sets.writes(futures[other]!.rowOf(vector[other]!), object);
      }
      if (stands) this.#standing.push(futures);
    }
  }

  /** Whether an edge of `thread` has nothing to do with what each other thread can do meanwhile. */
  #isIndependent(vector: Int32Array, thread: number, edge: number): boolean {
    const { wordCount } = this.#things;
    const { effects } = this.#graphs[thread]!;
    for (let other = 0; other < this.#whole.length; other++) {
      if (other === thread) continue;
      const whole = this.#whole[other]!;
      const row = whole.rowOf(vector[other]!) * wordCount;
      for (let gate = 0; gate < this.#standing.length; gate++) this.#standing[gate]![other]!.rowOf(vector[other]!);
      for (let word = 0; word < wordCount; word++) {
        let touched = whole.sets.touched[row + word]!;
        let written = whole.sets.written[row + word]!;
        for (let gate = 0; gate < this.#standing.length; gate++) {
          const { sets } = this.#standing[gate]![other]!;
          touched &= sets.touched[row + word]!;
          written &= sets.written[row + word]!;
        }
        const at = edge * wordCount + word;
        if (((effects.written[at]! & touched) | (effects.touched[at]! & written)) !== 0) return false;
      }
    }
    return true;
  }

  #futuresAt(gate: number, value: number): readonly Futures[] | undefined {
    const standings = this.#standings[gate]!;
    if (value in standings) return standings[value];
    standings[value] = this.#mayStand(this.#gates[gate]!, value)
      ? this.#futuresOf((thread) => ({ thing: this.#view.seenAs(thread, this.#gates[gate]!), value }))
      : undefined;
    return standings[value];
  }

  /** Whether it helps to know that an object holds a value, and can be told what follows. */
  #mayStand(object: number, value: number): boolean {
    if (!this.#graphs.some((graph) => graph.blocks(object, value))) return false;
    if (this.#naming !== undefined && this.#naming.mentionedIn(object, value).length > 0) return false;
    return this.#standingCount++ < standingsMax;
  }

  /** The futures of all threads, given what stands as each sees it. */
  #futuresOf(standingFor: (thread: number) => Standing | undefined): readonly Futures[] {
    const inGraphs = new Map<string, ThingSets>();
    return this.#shared.map((graph, thread) => {
      const standing = standingFor(thread);
      // Which of the other threads' objects is meant is not known, so nothing is a gate.
      if (standing !== undefined && !this.#view.isCertain(standing.thing)) return this.#whole[thread]!;
      const key = `${this.#shared.indexOf(graph)} ${standing?.thing}`;
      const sets = inGraphs.get(key) ?? futuresIn(graph, standing);
      inGraphs.set(key, sets);
      return new Futures(sets, graph.nodeCount, this.#view, thread, this.#things.wordCount);
    });
  }
}
