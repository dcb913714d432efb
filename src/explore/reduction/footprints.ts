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
import { Things, ThingSets } from './thingSets.ts';
import { plainView, symmetricView, type View } from './view.ts';

/** More standings than this are not looked at: values of objects that many threads queue at. */
const standingsMax = 400;

/** Of a move that touches what was not known when the footprints were made. */
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

  // The state that is looked at: the row of each thread, and of each gate, once it is asked for, who can write it.
  readonly #rows: Int32Array;
  #unknownRows = 0;
  #vector: Int32Array = new Int32Array(0);
  #objects = 0;
  readonly #writers: Int32Array;
  readonly #hasWriters: Uint8Array;
  /** The thread that a move had to do with when this was last so. */
  #opponent = 0;
  /** Of all threads but one, the subject (-1 for none): what they can do while each gate stands, and, last, at all. */
  readonly #joint: ThingSets;
  #subject = -1;
  /** Of each gate: the value at which it was looked at for the subject, or -1, and whether it stands until that moves. */
  readonly #jointValues: Int32Array;
  readonly #stands: Uint8Array;

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
    this.#rows = new Int32Array(learner.threads.length);
    this.#writers = new Int32Array(this.#gates.length);
    this.#hasWriters = new Uint8Array(this.#gates.length);
    this.#joint = new ThingSets(this.#gates.length + 1, this.#things.wordCount);
    this.#jointValues = new Int32Array(this.#gates.length);
    this.#stands = new Uint8Array(this.#gates.length);
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
    this.#subject = -1;
    this.#hasWriters.fill(0);
    this.#unknownRows = 0;
    for (let thread = 0; thread < this.#rows.length; thread++) this.#findRow(thread);
  }

  /** Turns to the state after a step of `thread`, which the vector that was looked at shows by now. */
  lookOn(thread: number): void {
    if (this.#subject !== thread) this.#subject = -1;
    this.#hasWriters.fill(0);
    this.#unknownRows &= ~(1 << thread);
    this.#findRow(thread);
  }

  /**
   * Whether no other thread can, before `thread` moves again, do anything that a move of it depends
   * on or that depends on the move.
   *
   * @param move where the move lies in the table of moves.
   */
  isAlone(thread: number, move: number): boolean {
    if ((this.#unknownRows & ~(1 << thread)) !== 0) return false;
    const effect = (this.#effectOf[move] ??= this.#readEffect(thread, move));
    return effect !== unknown && this.#isIndependent(thread, effect);
  }

  #findRow(thread: number): void {
    const row = this.#view.classOf(thread, this.#vector[thread]!);
    this.#rows[thread] = row;
    if (row >= this.#shared[this.#graphOf[thread]!]!.nodeCount) this.#unknownRows |= 1 << thread;
    else this.#whole[thread]!.prepare(row);
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

  /** Who can write a gate before passing it, in the state that is looked at. */
  #writersOf(gate: number, futures: readonly Futures[]): number {
    if (this.#hasWriters[gate] === 1) return this.#writers[gate]!;
    const thing = this.#things.ofObject(this.#gates[gate]!);
    let writers = this.#unknownRows;
    for (let thread = 0; thread < futures.length; thread++) {
      if ((this.#unknownRows & (1 << thread)) !== 0) continue;
      const row = this.#rows[thread]!;
      if (futures[thread]!.prepare(row).sets.writes(row, thing)) writers |= 1 << thread;
    }
    this.#hasWriters[gate] = 1;
    return (this.#writers[gate] = writers);
  }

  /**
   * Whether a move of `thread` has nothing to do with what each other thread can do meanwhile, as far
   * as the gates that stand meanwhile let it. A gate is looked at where it may make a difference.
   */
  #isIndependent(thread: number, effect: number): boolean {
    // Who stood in the way a moment ago often does so again.
    if (this.#opponent !== thread && this.#mayMeet(thread, effect, this.#opponent)) return false;
    if (this.#isApart(thread, effect)) return true;
    for (let other = 0; other < this.#rows.length; other++) {
      if (other === thread || !this.#mayMeet(thread, effect, other)) continue;
      this.#opponent = other;
      return false;
    }
    return true;
  }

  /**
   * Whether a move of `thread` has nothing to do with anything that any other thread can do, or can do
   * while some one gate stands. What they can do is put together once for as long as they do not move.
   */
  #isApart(thread: number, effect: number): boolean {
    if (this.#subject !== thread) {
      this.#subject = thread;
      this.#jointValues.fill(-1);
      this.#join(thread, this.#gates.length, this.#whole);
    }
    if (this.#isDisjoint(effect, this.#gates.length)) return true;
    for (let gate = 0; gate < this.#gates.length; gate++) {
      const value = this.#vector[this.#objects + this.#gates[gate]!]!;
      if (this.#jointValues[gate] !== value) {
        this.#jointValues[gate] = value;
        const futures = this.#futuresAt(gate, value);
        const stands = futures.length > 0 && (this.#writersOf(gate, futures) & ~(1 << thread)) === 0;
        this.#stands[gate] = stands ? 1 : 0;
        if (stands) this.#join(thread, gate, futures);
      }
      if (this.#stands[gate] === 1 && this.#isDisjoint(effect, gate)) return true;
    }
    return false;
  }

  /** Puts together what all threads but one can do. */
  #join(thread: number, set: number, futures: readonly Futures[]): void {
    this.#joint.clear(set);
    for (let other = 0; other < futures.length; other++) {
      if (other === thread) continue;
      const row = this.#rows[other]!;
      const { sets } = futures[other]!.prepare(row);
      this.#joint.include(set, sets, row);
    }
  }

  #isDisjoint(effect: number, set: number): boolean {
    const { wordCount } = this.#joint;
    let at = effect * wordCount;
    let from = set * wordCount;
    for (let word = 0; word < wordCount; word++, at++, from++) {
      const touched = this.#joint.touched[from]! & this.#effects.written[at]!;
      const written = this.#joint.written[from]! & this.#effects.touched[at]!;
      if ((touched | written) !== 0) return false;
    }
    return true;
  }

  /** Whether a move of `thread` has to do with what one other thread can do meanwhile. */
  #mayMeet(thread: number, effect: number, other: number): boolean {
    const { wordCount } = this.#things;
    const effects = this.#effects;
    const whole = this.#whole[other]!.sets;
    let from = this.#rows[other]! * wordCount;
    let at = effect * wordCount;
    for (let word = 0; word < wordCount; word++, at++, from++) {
      const touched = whole.touched[from]! & effects.written[at]!;
      const written = whole.written[from]! & effects.touched[at]!;
      if ((touched | written) !== 0 && !this.#isHeldOff(thread, other, word, touched, written)) return true;
    }
    return false;
  }

  /** Whether gates keep `other` from all of the things of a word of sets that it could touch or write, until `thread` moves. */
  #isHeldOff(thread: number, other: number, word: number, touched: number, written: number): boolean {
    const row = this.#rows[other]!;
    for (let gate = 0; gate < this.#gates.length; gate++) {
      const futures = this.#futuresAt(gate, this.#vector[this.#objects + this.#gates[gate]!]!);
      if (futures.length === 0) continue;
      const { sets } = futures[other]!.prepare(row);
      const at = row * sets.wordCount + word;
      const touchedStill = touched & sets.touched[at]!;
      const writtenStill = written & sets.written[at]!;
      if (touchedStill === touched && writtenStill === written) continue;
      if ((this.#writersOf(gate, futures) & ~(1 << thread)) !== 0) continue;
      touched = touchedStill;
      written = writtenStill;
      if ((touched | written) === 0) return true;
    }
    return false;
  }

  #futuresAt(gate: number, value: number): readonly Futures[] {
    return (this.#standings[gate]![value] ??= this.#newFutures(gate, value));
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
