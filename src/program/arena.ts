/**
 * The shared objects of one program: their indices, names, kinds and initial values, and the
 * translation between handles, which user code holds, and references, which values hold.
 */

import { HeddleBug } from '../core/errors.ts';
import type { ObjectIndex, ThreadIndex } from '../core/ids.ts';
import { keyOf, Reference, type Value } from '../core/value.ts';
import { madeWhileRunning } from './illFormed.ts';
import type { ObjectDefaults, ObjectKind, Resolved } from './objectKind.ts';
import { SharedObject } from './sharedObject.ts';
import type { Handle } from './step.ts';
import { toValue } from './toValue.ts';

/** A shared object of a program. */
export interface ArenaObject {
  readonly index: ObjectIndex;
  readonly handle: Handle;
  readonly name: string;
  readonly kind: ObjectKind;
  readonly initial: Value;
  /** For an object that is allocated while running: whose it is. */
  readonly pool?: Pool;
}

/** The slots in which one thread's allocations of one kind of object live; lowest free slot first. */
export interface Pool {
  readonly key: string;
  /** In the order in which pools became known, from 0. */
  readonly number: number;
  /** The same for the pools of all threads from which they take such objects. */
  readonly family: number;
  readonly thread: ThreadIndex;
  readonly slots: ObjectIndex[];
  readonly template: Handle;
}

/** The shared objects of one program; see the head of this file. */
export class Arena {
  readonly objects: ArenaObject[] = [];
  /**
   * What has asked which thread it serves, and may behave accordingly; undefined as long as nothing
   * has. Threads that are told apart cannot stand for each other.
   */
  toldApartBy: string | undefined;
  readonly #indexOf = new Map<Handle, ObjectIndex>();
  readonly #pools = new Map<string, Pool>();
  readonly #families = new Map<string, number>();
  readonly #kindIds = new Map<ObjectKind, number>();
  readonly #defaults: ObjectDefaults;

  /**
   * @param root the primitive, or a record of shared objects: names are taken from its fields.
   * @param others shared objects that may be in no field.
   */
  constructor(root: object, defaults: ObjectDefaults, others: readonly SharedObject[] = []) {
    this.#defaults = defaults;
    this.#bindFields(root, '', new Set());
    for (const object of others) {
      if (!this.#indexOf.has(object)) this.#bind(object, object.resolve(defaults), undefined);
    }
    // Now that all have an index: an initial value may point to any of them.
    for (const { index, handle } of this.objects) this.#fill(index, handle.resolve(defaults).initial);
  }

  at(index: ObjectIndex): ArenaObject {
    const object = this.objects[index];
    if (object === undefined) throw new HeddleBug(`no shared object has the index ${index}`);
    return object;
  }

  /** The index of an object. @throws IllFormedError for one that was made while running, without `fresh`. */
  indexOf(handle: Handle): ObjectIndex {
    const index = this.#indexOf.get(handle);
    if (index === undefined) throw madeWhileRunning(handle.resolve(this.#defaults).kind.name);
    return index;
  }

  /** The pool from which `thread` takes an object like `template`. */
  poolFor(thread: ThreadIndex, template: Handle): Pool {
    const { kind, initial } = template.resolve(this.#defaults);
    const family = this.#familyId(`${this.#kindId(kind)} ${keyOf(this.encode(initial))}`);
    const key = `${thread} ${family}`;
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      pool = { key, number: this.#pools.size, family, thread, slots: [], template };
      this.#pools.set(key, pool);
    }
    return pool;
  }

  /** All that are known, by number. */
  get pools(): readonly Pool[] {
    return [...this.#pools.values()];
  }

  /** The slot of the given rank in a pool; one more is made where there are just that many. */
  slotAt(pool: Pool, rank: number): ObjectIndex {
    return pool.slots[rank] ?? this.#addSlot(pool);
  }

  /** Turns handles into references, all the way down; the answer is frozen. @throws IllFormedError for what is not plain data. */
  encode(thing: unknown): Value {
    return toValue(thing, (handle) => new Reference(this.indexOf(handle)));
  }

  /** Turns references back into handles. */
  decode(value: Value): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Reference) return this.at(value.object).handle;
    if (Array.isArray(value)) return value.map((item) => this.decode(item));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.decode(item)]));
  }

  /** A value as a reader of a trace sees it. */
  describe(value: Value): string {
    if (value instanceof Reference) return this.at(value.object).name;
    if (Array.isArray(value)) return `[${value.map((item) => this.describe(item)).join(', ')}]`;
    if (typeof value === 'object' && value !== null) {
      const fields = Object.entries(value).map(([name, item]) => `${name}: ${this.describe(item)}`);
      return `{${fields.join(', ')}}`;
    }
    return value === undefined ? '' : String(value);
  }

  /** The value of an object as a reader of a trace sees it. */
  render(index: ObjectIndex, value: Value): string {
    const { kind } = this.at(index);
    return kind.render === undefined ? this.describe(value) : kind.render(value);
  }

  #addSlot(pool: Pool): ObjectIndex {
    const { template, thread } = pool;
    const resolved = template.resolve(this.#defaults);
    const others = this.objects.filter(
      (object) => object.pool?.thread === thread && object.kind === resolved.kind,
    );
    const name = `T${thread}'s ${resolved.kind.name}${others.length === 0 ? '' : ` ${others.length + 1}`}`;
    // A handle of its own for each slot: it needs the methods of the template, and none of its identity.
    const prototype: unknown = Object.getPrototypeOf(template);
    const handle = Object.assign(Object.create(prototype as object) as Handle, template);
    const slot = this.#bind(handle, resolved, name, pool);
    this.#fill(slot, resolved.initial);
    pool.slots.push(slot);
    return slot;
  }

  /** Gives an object its index; what it starts with is filled in afterwards. */
  #bind(handle: Handle, { kind }: Resolved, name: string | undefined, pool?: Pool): ObjectIndex {
    const index = this.objects.length as ObjectIndex;
    this.#indexOf.set(handle, index);
    this.objects.push({
      index,
      handle,
      name: name ?? `${kind.name} #${index}`,
      kind,
      initial: undefined,
      ...(pool === undefined ? {} : { pool }),
    });
    return index;
  }

  #fill(index: ObjectIndex, initial: unknown): void {
    this.objects[index] = { ...this.at(index), initial: this.encode(initial) };
  }

  #bindFields(owner: object, path: string, seen: Set<object>): void {
    if (seen.has(owner)) return;
    seen.add(owner);
    for (const [field, content] of Object.entries(owner)) {
      if (typeof content !== 'object' || content === null) continue;
      const name = Array.isArray(owner) ? `${path}[${field}]` : path === '' ? field : `${path}.${field}`;
      if (content instanceof SharedObject && !this.#indexOf.has(content)) {
        this.#bind(content, content.resolve(this.#defaults), name);
      }
      this.#bindFields(content as object, name, seen);
    }
  }

  #familyId(name: string): number {
    const id = this.#families.get(name) ?? this.#families.size;
    this.#families.set(name, id);
    return id;
  }

  #kindId(kind: ObjectKind): number {
    const id = this.#kindIds.get(kind) ?? this.#kindIds.size;
    this.#kindIds.set(kind, id);
    return id;
  }
}
