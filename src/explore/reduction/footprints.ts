/**
 * Footprints: which steps can be taken alone, because no other thread can touch what they touch before
 * the thread that takes them moves again.
 *
 * For each thread and node there is what its future can touch, and what it can touch before it passes
 * an object that stands as it does now (a lock that is held). An object stands until the thread under
 * consideration moves if no other thread can write it before passing it: so others cannot get past
 * their requests that it blocks, and their futures end there.
 *
 * Everything is derived from what has been learned so far, so it is a guess until it is confirmed by all
 * that a whole search has learned: see reducedSearch. The proof is in docs/reduction.md.
 */

import type { Learner } from '../../automata/learner.ts';
import type { ThreadIndex } from '../../core/ids.ts';
import type { Naming } from '../symmetry/naming.ts';
import { infoKind, infoObject, infoSize, operating } from '../../automata/tables.ts';
import { effectOf } from './effectOf.ts';
import { Futures, futuresIn, type Standing } from './futures.ts';
import type { Graph } from './graph.ts';
import { RoleGraph } from './roleGraph.ts';
import { ThreadGraph } from './threadGraph.ts';
import { Meanwhile } from './meanwhile.ts';
import { Things, ThingSets } from './thingSets.ts';
import { plainView, symmetricView, type View } from './view.ts';

/** More standings than this are not looked at: values of objects that many threads queue at. */
const standingsMax = 400;

/** Of a move that touches what was not known when the footprints were made, and of a node that was not. */
const unknown = -1;

/** Futures while something stands, with what they were derived for, so that they can be derived again. */
interface Derived {
  readonly graph: number;
  readonly standing: Standing | undefined;
  readonly sets: ThingSets;
}

/** Says of each step whether it can be taken alone; see the head of this file. */
export class Footprints {
  readonly #learner: Learner;
  /** Given where threads stand for each other. */
  readonly #naming: Naming | undefined;
  readonly #things: Things;
  readonly #view: View;
  readonly #graphs: readonly ThreadGraph[];
  readonly #shared: readonly Graph[];
  /** Of each thread: the number of the graph that it shares with those that can stand for it. */
  readonly #graphOf: readonly number[];
  readonly #derived: Derived[] = [];
  readonly #whole: readonly Futures[];
  /** What moves touch, as they are asked for; and of each place in the table of moves which of these it is. */
  readonly #effects: ThingSets;
  #effectCount = 0;
  readonly #effectOf: number[] = [];
  /** The objects that block somebody at some value. */
  readonly #gates: readonly number[];
  /** Of each gate, by value: the futures of each thread while it holds the value; none where that blocks nobody. */
  readonly #standings: (readonly Futures[])[][];
  #standingCount = 0;
  readonly #meanwhile: Meanwhile;
  #vector: Int32Array = new Int32Array(0);
  #objects = 0;

  constructor(learner: Learner, naming: Naming | undefined) {
    this.#learner = learner;
    this.#naming = naming;
    this.#things = new Things(learner);
    this.#view = this.#viewOf(this.#things);
    this.#graphs = this.#threadGraphs();
    this.#graphOf = learner.program.roles.map((role, thread) => (naming === undefined ? thread : role));
    this.#shared = this.#sharedGraphs(this.#graphs, this.#view);
    this.#whole = this.#futuresOf(() => undefined);
    this.#effects = new ThingSets(64, this.#things.wordCount);
    this.#gates = learner.program.arena.objects
      .map(({ index }) => index)
      .filter((object) => this.#graphs.some((graph) => graph.blocks(object)));
    this.#standings = this.#gates.map(() => []);
    this.#meanwhile = new Meanwhile({
      gates: this.#gates,
      things: this.#gates.map((object) => this.#things.ofObject(object)),
      whole: this.#whole,
      while: (gate, value) => (this.#standings[gate]![value] ??= this.#newFutures(gate, value)),
      effects: this.#effects,
    });
  }

  /** Grows whenever futures are looked at that were not looked at before. */
  get derivedCount(): number {
    return this.#derived.length + this.#standingCount;
  }

  /**
   * Whether all that has been answered would be answered again, with what has been learned since: no
   * future that was looked at holds anything that it did not hold then.
   */
  isConfirmed(): boolean {
    const things = new Things(this.#learner);
    const shared = this.#sharedGraphs(this.#threadGraphs(things), this.#viewOf(things));
    return this.#derived.every(({ graph, standing, sets }) =>
      sets.covers(futuresIn(shared[graph]!, standing)),
    );
  }

  /**
   * Turns to a state.
   *
   * @param vector the nodes of the threads, and from `objects` on the values of the objects.
   */
  lookAt(vector: Int32Array, objects: number): void {
    this.#vector = vector;
    this.#objects = objects;
    this.#meanwhile.lookAt(vector, objects);
    for (let thread = 0; thread < this.#whole.length; thread++) this.#findRow(thread);
  }

  /** Turns to the state after a step of `thread`, which the vector that was looked at shows by now. */
  lookOn(thread: number): void {
    this.#meanwhile.lookOn(thread);
    this.#findRow(thread);
  }

  /**
   * Whether no other thread can, before `thread` moves again, do anything that a move of it depends
   * on or that depends on the move.
   *
   * @param move where the move lies in the table of moves.
   */
  isAlone(thread: number, move: number): boolean {
    if (!this.#meanwhile.isKnown(thread)) return false;
    const effect = (this.#effectOf[move] ??= this.#readEffect(thread, move));
    return effect !== unknown && this.#meanwhile.isAlone(thread, effect);
  }

  #findRow(thread: number): void {
    const row = this.#view.classOf(thread, this.#vector[thread]!);
    this.#meanwhile.place(thread, row < this.#shared[this.#graphOf[thread]!]!.nodeCount ? row : unknown);
  }

  #readEffect(thread: number, move: number): number {
    const node = this.#vector[thread]!;
    const info = this.#learner.threads[thread]!.info.data;
    const asked = info[node * infoSize + infoObject]!;
    const isOperating = info[node * infoSize + infoKind] === operating;
    const value = isOperating ? this.#vector[this.#objects + asked]! : -1;
    const taken = { thread: thread as ThreadIndex, node, value, move };
    const { touched, written } = effectOf(taken, this.#learner, this.#things);
    if (![...touched, ...written].every((thing) => this.#things.has(thing))) return unknown;
    const effect = this.#effectCount++;
    this.#effects.extendTo(this.#effectCount);
    for (const thing of touched) this.#effects.touch(effect, thing);
    for (const thing of written) this.#effects.write(effect, thing);
    return effect;
  }

  #viewOf(things: Things): View {
    return this.#naming === undefined
      ? plainView(things)
      : symmetricView(things, this.#learner, this.#naming);
  }

  #threadGraphs(things = this.#things): readonly ThreadGraph[] {
    return this.#learner.threads.map(
      (_, thread) => new ThreadGraph(this.#learner, thread as ThreadIndex, things),
    );
  }

  /** By the numbers of {@link #graphOf}; there is none where no thread has that role. */
  #sharedGraphs(graphs: readonly ThreadGraph[], view: View): readonly Graph[] {
    const naming = this.#naming;
    if (naming === undefined) return graphs;
    const { roles } = this.#learner.program;
    return graphs.map(
      (_, role) =>
        new RoleGraph(
          graphs.filter(({ thread }) => roles[thread] === role),
          view,
          naming,
        ),
    );
  }

  #newFutures(gate: number, value: number): readonly Futures[] {
    const object = this.#gates[gate]!;
    if (!this.#mayStand(object, value)) return [];
    const thing = this.#things.ofObject(object);
    return this.#futuresOf((thread) => ({ thing: this.#view.seenAs(thread, thing), value }));
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
    return this.#graphOf.map((graph, thread) => {
      const standing = standingFor(thread);
      // Which of the other threads' objects is meant is not known, so nothing is a gate.
      if (standing !== undefined && !this.#view.isCertain(standing.thing)) return this.#whole[thread]!;
      const key = `${graph} ${standing?.thing}`;
      let sets = inGraphs.get(key);
      if (sets === undefined) {
        sets = futuresIn(this.#shared[graph]!, standing);
        inGraphs.set(key, sets);
        this.#derived.push({ graph, standing, sets });
      }
      return new Futures(sets, this.#shared[graph]!.nodeCount, this.#view, thread, this.#things.wordCount);
    });
  }
}
