import { keyOfPlace } from '../../automata/nodes.ts';
import type { Learner } from '../../automata/learner.ts';
import { SequenceInterner } from '../../automata/sequenceInterner.ts';
import type { NodeId, ObjectIndex, ThreadIndex, ValueId } from '../../core/ids.ts';
import { OrderOfAppearance } from '../../program/renaming.ts';

/** Which threads are named by what a thread knows and by what an object holds. Everything is asked once. */
export class Naming {
  readonly learner: Learner;
  /** By thread and node; what has not been asked is missing. */
  readonly #classes: number[][];
  readonly #mentioned: (readonly number[])[][];
  readonly #values = new SequenceInterner();
  readonly #inValues: (readonly number[] | undefined)[] = [];
  readonly #tableOfObject: number[] = [];
  readonly #tableIds = new Map<unknown, number>();
  readonly #classIds = new Map<string, number>();

  constructor(learner: Learner) {
    this.learner = learner;
    this.#classes = learner.threads.map(() => []);
    this.#mentioned = learner.threads.map(() => []);
  }

  /** How many classes of nodes there are. */
  get classCount(): number {
    return this.#classIds.size;
  }

  /** The same number for nodes that are alike but for names, the thread's own included. */
  classOf(thread: number, node: number): number {
    const known = this.#classes[thread]![node];
    return known === undefined ? this.#readNode(thread, node) : known;
  }

  /** The other threads that a thread knows of at a node, in an order that does not depend on names. */
  mentionedAt(thread: number, node: number): readonly number[] {
    this.classOf(thread, node);
    return this.#mentioned[thread]![node]!;
  }

  /** The threads that a value names, in the order in which it does. */
  mentionedIn(object: number, value: number): readonly number[] {
    const key = this.valueKey(object, value);
    return (this.#inValues[key] ??= this.#readValue(object, value));
  }

  /** A number for a value of the kind of an object. */
  valueKey(object: number, value: number): number {
    return this.#values.extend(this.#values.extend(0, this.#tableOf(object)), value);
  }

  #readNode(thread: number, node: number): number {
    const renaming = new OrderOfAppearance(this.learner.program.arena, thread);
    const text = this.#textOf(thread, node, renaming);
    const id = this.#classIds.get(text) ?? this.#classIds.size;
    this.#classIds.set(text, id);
    // The arrays have no holes, so that they stay quick to read.
    for (let at = this.#classes[thread]!.length; at < node; at++) this.classOf(thread, at);
    this.#classes[thread]![node] = id;
    this.#mentioned[thread]![node] = renaming.names.slice(1);
    return id;
  }

  #textOf(threadNumber: number, node: number, renaming: OrderOfAppearance): string {
    const thread = threadNumber as ThreadIndex;
    const place = this.learner.nodeAt(thread, node as NodeId);
    const role = this.learner.program.roles[thread]!;
    return place === undefined ? '' : `${role} ${keyOfPlace({ ...place, log: renaming.log(place.log) })}`;
  }

  #readValue(object: number, value: number): readonly number[] {
    const { arena } = this.learner.program;
    const renaming = new OrderOfAppearance(arena, -1);
    const held = this.learner.valuesOf(object as ObjectIndex).at(value as ValueId);
    renaming.held(held, arena.at(object as ObjectIndex).kind);
    return renaming.names.slice(1);
  }

  /** Objects of one kind share a table of values. */
  #tableOf(object: number): number {
    const known = this.#tableOfObject[object];
    if (known !== undefined) return known;
    const table = this.learner.valuesOf(object as ObjectIndex);
    const id = this.#tableIds.get(table) ?? this.#tableIds.size;
    this.#tableIds.set(table, id);
    return (this.#tableOfObject[object] = id);
  }
}
