/**
 * Symmetry: threads that do the same can stand for each other, so that of all the states that differ
 * by an exchange of threads one is enough.
 *
 * A state is brought to a form in which such threads stand in an order of their own; everything that
 * names a thread is renamed with it: pointers to what it has allocated, waiters in the values of
 * objects, what other threads have been told, what monitors remember. Whatever order is chosen, the
 * result is a state of the same program that differs by names alone; a poor choice costs states, and
 * never a verdict. Source: ClarkeEmersonJhaSistla1998, IpDill1996.
 */

import type { Learner } from '../../automata/learner.ts';
import type { MonitorTable } from '../../automata/monitorTable.ts';
import { PairMap } from '../../automata/pairMap.ts';
import { SequenceInterner } from '../../automata/sequenceInterner.ts';
import type { NodeId, ObjectIndex, ThreadIndex, ValueId } from '../../core/ids.ts';
import { keyOf } from '../../core/value.ts';
import { Permutation, Perspective } from '../../program/renaming.ts';
import type { Naming } from './naming.ts';
import { ToldApart } from '../../program/toldApart.ts';
import type { Shape } from '../shape.ts';

/** What a component of a state says of threads, without regard to what they are called. */
interface Marks {
  /** The threads that it names, in the order in which it does. */
  readonly mentioned: readonly number[];
  /** The threads that it says something of, and of each a number for what. */
  readonly threads: number[];
  readonly numbers: number[];
}

const noMarks: Marks = { mentioned: [], threads: [], numbers: [] };

/** Brings states to a canonical form; see the head of this file. */
export class Symmetry {
  /** Of each thread: its name after the last {@link canonicalize}. */
  readonly names: Int32Array;

  readonly #learner: Learner;
  readonly #naming: Naming;
  readonly #shape: Shape;
  readonly #tables: readonly MonitorTable[];
  /** The threads of each role that more than one has. */
  readonly #groups: readonly (readonly number[])[];
  readonly #keys: Int32Array;
  readonly #order: Int32Array;
  readonly #sequences = new SequenceInterner(16);
  /** What sequences of numbers are called under other names; the first number says what is meant. */
  readonly #known: (number | undefined)[] = [];
  readonly #classIds = new Map<string, number>();
  readonly #slots = new PairMap();
  /** By thread and node, object and value, monitor and state; what has not been asked is missing. */
  readonly #ofNodes: Marks[][];
  readonly #ofValues: Marks[][] = [];
  readonly #ofStates: Marks[][];
  /** Of each thread: what a node that names no other thread is to the thread with another name, by node and name. */
  readonly #nodesUnder: readonly PairMap[];

  constructor(naming: Naming, shape: Shape, tables: readonly MonitorTable[]) {
    const { learner } = naming;
    const { roles } = learner.program;
    this.#learner = learner;
    this.#naming = naming;
    this.#shape = shape;
    this.#tables = tables;
    this.names = Int32Array.from(roles, (_, thread) => thread);
    this.#ofNodes = roles.map(() => []);
    this.#ofStates = tables.map(() => []);
    this.#nodesUnder = roles.map(() => new PairMap());
    this.#keys = new Int32Array(roles.length);
    this.#order = new Int32Array(roles.length);
    this.#groups = [...new Set(roles)]
      .map((role) => roles.flatMap((other, thread) => (other === role ? [thread] : [])))
      .filter((group) => group.length > 1);
  }

  /** How many classes of values and of monitors' states have been told apart. */
  get classCount(): number {
    return this.#classIds.size;
  }

  /**
   * Orders the threads of a state; false if they are in order. Otherwise `out` holds the state under
   * {@link names}. Something may have been learned either way.
   *
   * @throws ToldApart as soon as something has told the threads apart.
   */
  canonicalize(vector: Int32Array, out: Int32Array): boolean {
    const { toldApartBy } = this.#learner.program.arena;
    if (toldApartBy !== undefined) throw new ToldApart(toldApartBy);
    this.#findKeys(vector);
    return this.#findNames() && this.rename(vector, this.names, out);
  }

  /** Writes a state under other names. */
  rename(vector: Int32Array, names: ArrayLike<number>, out: Int32Array): true {
    const { monitors, objects, threadCount } = this.#shape;
    for (let component = threadCount; component < monitors; component++) out[component] = vector[component]!;
    for (let thread = 0; thread < threadCount; thread++) {
      out[names[thread]!] = this.#renamedNode(thread, vector[thread]!, names);
    }
    for (let monitor = 0; monitor < this.#tables.length; monitor++) {
      out[monitors + monitor] = this.#renamedState(monitor, vector[monitors + monitor]!, names);
    }
    out.fill(0, objects);
    const objectCount = vector.length - objects;
    for (let object = 0; object < objectCount; object++) {
      const value = vector[objects + object]!;
      if (value === 0) continue;
      out[objects + this.#renamedObject(object, names)] = this.#renamedValue(object, value, names);
    }
    return true;
  }

  /** For each thread a number that depends on all that is special about it, and not on names. */
  #findKeys(vector: Int32Array): void {
    const { monitors, objects, threadCount } = this.#shape;
    this.#keys.fill(0);
    for (let thread = 0; thread < threadCount; thread++) {
      this.#count(this.#marksOfNode(thread, vector[thread]!));
    }
    const objectCount = vector.length - objects;
    for (let object = 0; object < objectCount; object++) {
      const value = vector[objects + object]!;
      if (value !== 0) this.#count(this.#marksOfValue(object, value));
    }
    for (let monitor = 0; monitor < this.#tables.length; monitor++) {
      this.#count(this.#marksOfState(monitor, vector[monitors + monitor]!));
    }
  }

  #count({ threads, numbers }: Marks): void {
    const keys = this.#keys;
    for (let at = 0; at < threads.length; at++) keys[threads[at]!]! += numbers[at]!;
  }

  #marksOfNode(thread: number, node: number): Marks {
    return (this.#ofNodes[thread]![node] ??= this.#readNode(thread, node));
  }

  #marksOfValue(object: number, value: number): Marks {
    return ((this.#ofValues[object] ??= [])[value] ??= this.#readValue(object, value));
  }

  #marksOfState(monitor: number, state: number): Marks {
    return (this.#ofStates[monitor]![state] ??= this.#readState(monitor, state));
  }

  #readNode(thread: number, node: number): Marks {
    const mentioned = this.#naming.mentionedAt(thread, node);
    const seen = this.#naming.classOf(thread, node);
    return {
      mentioned,
      threads: [thread, ...mentioned],
      numbers: [mix(seen, 1), ...mentioned.map((_, at) => mix(seen, 100 + at))],
    };
  }

  #readValue(object: number, value: number): Marks {
    const { pool } = this.#learner.program.arena.objects[object]!;
    const mentioned = this.#naming.mentionedIn(object, value);
    const place =
      pool === undefined ? object : 1000 + pool.family * 100 + pool.slots.indexOf(object as ObjectIndex);
    const marks: Marks = { mentioned, threads: [], numbers: [] };
    if (pool !== undefined) {
      const seen = mentioned.length === 0 ? value : this.#valueSeenBy(object, value, pool.thread);
      marks.threads.push(pool.thread);
      marks.numbers.push(mix(seen, 2 * place));
    }
    for (const thread of mentioned) {
      marks.threads.push(thread);
      marks.numbers.push(mix(this.#valueSeenBy(object, value, thread), 2 * place + 1));
    }
    return marks;
  }

  #readState(monitor: number, state: number): Marks {
    if (!this.#tables[monitor]!.namesThreads(state)) return noMarks;
    const threads = [...this.names.keys()];
    const numbers = threads.map((thread) =>
      mix(this.#stateSeenBy(monitor, state, thread), 500_000 + monitor),
    );
    return { mentioned: threads, threads, numbers };
  }

  /** Sorts each group by its keys; false if it was sorted. */
  #findNames(): boolean {
    const keys = this.#keys;
    const order = this.#order;
    let hasMoved = false;
    for (let group = 0; group < this.#groups.length; group++) {
      const threads = this.#groups[group]!;
      // Groups are small: insertion keeps those with equal keys in place.
      for (let count = 0; count < threads.length; count++) {
        const key = keys[threads[count]!]!;
        let at = count;
        for (; at > 0 && keys[order[at - 1]!]! > key; at--) order[at] = order[at - 1]!;
        order[at] = threads[count]!;
      }
      for (let at = 0; at < threads.length; at++) {
        if (order[at] !== threads[at]) hasMoved = true;
        this.names[order[at]!] = threads[at]!;
      }
    }
    return hasMoved;
  }

  #renamedNode(thread: number, node: number, names: ArrayLike<number>): number {
    if (node === 0) return 0;
    const { mentioned } = this.#marksOfNode(thread, node);
    const name = names[thread]!;
    let isSame = name === thread;
    for (let at = 0; at < mentioned.length; at++) isSame &&= names[mentioned[at]!] === mentioned[at];
    if (isSame) return node;
    if (mentioned.length === 0) {
      const under = this.#nodesUnder[thread]!;
      const known = under.get(node, name);
      if (known >= 0) return known;
      const renamed = this.#learnNode(thread, node, names);
      under.add(node, name, renamed);
      return renamed;
    }
    let key = this.#sequences.extend(this.#sequence(1, thread, node), name);
    for (let at = 0; at < mentioned.length; at++) key = this.#sequences.extend(key, names[mentioned[at]!]!);
    return (this.#known[key] ??= this.#learnNode(thread, node, names));
  }

  #learnNode(thread: number, node: number, names: ArrayLike<number>): number {
    return this.#learner.renamedNode(thread as ThreadIndex, node as NodeId, this.#permutation(names));
  }

  #renamedValue(object: number, value: number, names: ArrayLike<number>): number {
    const { mentioned } = this.#marksOfValue(object, value);
    if (mentioned.length === 0) return value;
    let key = this.#sequence(2, this.#naming.valueKey(object, value), 0);
    for (let at = 0; at < mentioned.length; at++) key = this.#sequences.extend(key, names[mentioned[at]!]!);
    return (this.#known[key] ??= this.#learner.renamedValue(
      object as ObjectIndex,
      value as ValueId,
      this.#permutation(names),
    ));
  }

  #renamedState(monitor: number, state: number, names: ArrayLike<number>): number {
    const { mentioned } = this.#marksOfState(monitor, state);
    if (mentioned.length === 0) return state;
    let key = this.#sequence(3, monitor, state);
    for (let thread = 0; thread < names.length; thread++) key = this.#sequences.extend(key, names[thread]!);
    return (this.#known[key] ??= this.#tables[monitor]!.renamed(state, (thread) => names[thread]!));
  }

  /** The slot of the same rank of the thread with the new name. */
  #renamedObject(object: number, names: ArrayLike<number>): number {
    const { arena } = this.#learner.program;
    const { pool } = arena.objects[object]!;
    if (pool === undefined) return object;
    const name = names[pool.thread]!;
    const known = this.#slots.get(object, name);
    if (known >= 0) return known;
    const slot = this.#permutation(names).object(object as ObjectIndex);
    this.#slots.add(object, name, slot);
    this.#learner.growth++;
    return slot;
  }

  #permutation(names: ArrayLike<number>): Permutation {
    return new Permutation(this.#learner.program.arena, names);
  }

  /** A number for a value as one thread sees it, to which all others look alike. */
  #valueSeenBy(object: number, value: number, thread: number): number {
    const { arena } = this.#learner.program;
    const held = this.#learner.valuesOf(object as ObjectIndex).at(value as ValueId);
    return this.#classId(
      keyOf(new Perspective(arena, thread).held(held, arena.at(object as ObjectIndex).kind)),
    );
  }

  #stateSeenBy(monitor: number, state: number, thread: number): number {
    return this.#classId(this.#tables[monitor]!.keyUnder(state, (other) => (other === thread ? 0 : 1)));
  }

  #classId(text: string): number {
    const id = this.#classIds.get(text) ?? this.#classIds.size + 1;
    this.#classIds.set(text, id);
    return id;
  }

  #sequence(purpose: number, a: number, b: number): number {
    return this.#sequences.extend(this.#sequences.extend(purpose, a), b);
  }
}

function mix(a: number, b: number): number {
  let mixed = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b);
  mixed ^= mixed >>> 15;
  return Math.imul(mixed, 0x2c1b3c6d);
}
