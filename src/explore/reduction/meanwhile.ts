/**
 * What the other threads can do before one moves again, in one state; and whether a move of that one has
 * anything to do with it. What is asked along a chain of steps of one thread is put together once.
 */

import type { Futures } from './futures.ts';
import { ThingSets } from './thingSets.ts';

/** What threads can do, as far as has been learned. */
export interface Possibilities {
  /** The objects that block somebody at some value, and the things that they are. */
  readonly gates: readonly number[];
  readonly things: readonly number[];
  /** The futures of each thread. */
  readonly whole: readonly Futures[];
  /** The same while a gate holds a value; none where that blocks nobody. */
  while(gate: number, value: number): readonly Futures[];
  /** What moves touch and write, by number. */
  readonly effects: ThingSets;
}

/** See the head of this file. */
export class Meanwhile {
  readonly #can: Possibilities;
  /** Of each thread: the row of its futures; and a bit for each whose node was not known. */
  readonly #rows: Int32Array;
  #unknownRows = 0;
  #vector: Int32Array = new Int32Array(0);
  #objects = 0;
  /** Of each gate, once it is asked for: who can write it before passing it. */
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

  constructor(can: Possibilities) {
    const { gates, whole, effects } = can;
    this.#can = can;
    this.#rows = new Int32Array(whole.length);
    this.#writers = new Int32Array(gates.length);
    this.#hasWriters = new Uint8Array(gates.length);
    this.#joint = new ThingSets(gates.length + 1, effects.wordCount);
    this.#jointValues = new Int32Array(gates.length);
    this.#stands = new Uint8Array(gates.length);
  }

  /** Turns to a state, where every thread is to be {@link place}d anew. */
  lookAt(vector: Int32Array, objects: number): void {
    this.#vector = vector;
    this.#objects = objects;
    this.#subject = -1;
    this.#hasWriters.fill(0);
    this.#unknownRows = 0;
  }

  /** Turns to the state after a step of `thread`, which is to be placed anew. */
  lookOn(thread: number): void {
    if (this.#subject !== thread) this.#subject = -1;
    this.#hasWriters.fill(0);
    this.#unknownRows &= ~(1 << thread);
  }

  /** Says where a thread stands: the row of its futures, or -1 for a node that is not known. */
  place(thread: number, row: number): void {
    this.#rows[thread] = row;
    if (row < 0) this.#unknownRows |= 1 << thread;
    else this.#can.whole[thread]!.prepare(row);
  }

  /** Whether all other threads stand where something is known of them. */
  isKnown(thread: number): boolean {
    return (this.#unknownRows & ~(1 << thread)) === 0;
  }

  /**
   * Whether a move of `thread` has nothing to do with what each other thread can do meanwhile, as far
   * as the gates that stand meanwhile let it. A gate is looked at where it may make a difference.
   */
  isAlone(thread: number, effect: number): boolean {
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

  /** Who can write a gate before passing it, in the state that is looked at. */
  #writersOf(gate: number, futures: readonly Futures[]): number {
    if (this.#hasWriters[gate] === 1) return this.#writers[gate]!;
    const thing = this.#can.things[gate]!;
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
   * Whether a move of `thread` has nothing to do with anything that any other thread can do, or can do
   * while some one gate stands. What they can do is put together once for as long as they do not move.
   */
  #isApart(thread: number, effect: number): boolean {
    if (this.#subject !== thread) {
      this.#subject = thread;
      this.#jointValues.fill(-1);
      this.#join(thread, this.#can.gates.length, this.#can.whole);
    }
    if (this.#isDisjoint(effect, this.#can.gates.length)) return true;
    for (let gate = 0; gate < this.#can.gates.length; gate++) {
      const value = this.#vector[this.#objects + this.#can.gates[gate]!]!;
      if (this.#jointValues[gate] !== value) {
        this.#jointValues[gate] = value;
        const futures = this.#can.while(gate, value);
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
      const touched = this.#joint.touched[from]! & this.#can.effects.written[at]!;
      const written = this.#joint.written[from]! & this.#can.effects.touched[at]!;
      if ((touched | written) !== 0) return false;
    }
    return true;
  }

  /** Whether a move of `thread` has to do with what one other thread can do meanwhile. */
  #mayMeet(thread: number, effect: number, other: number): boolean {
    const { wordCount } = this.#joint;
    const effects = this.#can.effects;
    const whole = this.#can.whole[other]!.sets;
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
    for (let gate = 0; gate < this.#can.gates.length; gate++) {
      const futures = this.#can.while(gate, this.#vector[this.#objects + this.#can.gates[gate]!]!);
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
}
