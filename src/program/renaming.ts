/**
 * Renamings: what a thread knows, and what objects hold, with other names for the threads.
 *
 * A thread is named by its number, in values of the kinds that say how, and by pointers to the objects
 * that it has allocated.
 */

import type { ObjectIndex, ThreadIndex } from '../core/ids.ts';
import { Reference, type Value } from '../core/value.ts';
import type { Arena, Pool } from './arena.ts';
import type { Answer, Answered, Log, LogEntry, Pending } from './log.ts';
import type { ObjectKind } from './objectKind.ts';

/** What things are called when the threads have other names. */
export abstract class Renaming {
  protected readonly arena: Arena;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  abstract nameOf(thread: number): number;

  /** The slot of that rank among the objects that the renamed thread allocates. */
  protected abstract slotOf(pool: Pool, rank: number): ObjectIndex;

  object(index: ObjectIndex): ObjectIndex {
    const { pool } = this.arena.at(index);
    return pool === undefined ? index : this.slotOf(pool, pool.slots.indexOf(index));
  }

  /** What an object of this kind holds. */
  held(value: Value, kind: ObjectKind): Value {
    const renamed = kind.rename?.(value, (thread) => this.nameOf(thread)) ?? value;
    return this.value(renamed as Value);
  }

  /** A value with its pointers renamed. */
  value(value: Value): Value {
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Reference) return new Reference(this.object(value.object));
    if (Array.isArray(value)) return value.map((item: Value) => this.value(item));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.value(item as Value)]));
  }

  pending(pending: Pending): Pending {
    switch (pending.type) {
      case 'operate': {
        const args = pending.args.map((argument) => this.value(argument));
        return { ...pending, object: this.object(pending.object), args };
      }
      case 'allocate':
        return { ...pending, pool: this.pool(pending.pool) };
      case 'read clock':
        return pending;
    }
  }

  log(log: Log): Log {
    return log.map((entry) => this.#entry(entry));
  }

  protected pool(pool: Pool): Pool {
    return this.arena.poolFor(this.nameOf(pool.thread) as ThreadIndex, pool.template);
  }

  #entry(entry: LogEntry): LogEntry {
    switch (entry.type) {
      case 'answered':
        return this.#answered(entry);
      case 'loop over':
        return { ...entry, result: this.value(entry.result) };
      case 'loop left':
        return entry;
      case 'in loop':
        return {
          ...entry,
          state: this.value(entry.state),
          watch: entry.watch.map((watched) => this.#answered(watched)),
          entries: this.log(entry.entries),
        };
    }
  }

  #answered(entry: Answered): Answered {
    return { ...entry, pending: this.pending(entry.pending), answer: this.answer(entry.answer) };
  }

  answer(answer: Answer): Answer {
    return answer.type === 'result' ? { ...answer, value: this.value(answer.value) } : answer;
  }
}

/** Each thread is given the name of another one, of the same program. */
export class Permutation extends Renaming {
  readonly #names: ArrayLike<number>;

  constructor(arena: Arena, names: ArrayLike<number>) {
    super(arena);
    this.#names = names;
  }

  override nameOf(thread: number): number {
    return this.#names[thread]!;
  }

  protected override slotOf(pool: Pool, rank: number): ObjectIndex {
    return this.arena.slotAt(this.pool(pool), rank);
  }
}

/** Numbers that stand for slots, far above those of objects. */
const slotBase = 1_000_000;

/**
 * Threads are named in the order in which they are met, after one that is named first. So two things
 * get the same text just if one is the other with the threads' names exchanged, provided that what is
 * met first does not itself depend on the names.
 */
export class OrderOfAppearance extends Renaming {
  readonly names: number[] = [];

  constructor(arena: Arena, first: number) {
    super(arena);
    this.names.push(first);
  }

  override nameOf(thread: number): number {
    const name = this.names.indexOf(thread);
    return name < 0 ? this.names.push(thread) - 1 : name;
  }

  protected override slotOf({ family, thread }: Pool, rank: number): ObjectIndex {
    return (slotBase + (family * 100 + this.nameOf(thread)) * 100 + rank) as ObjectIndex;
  }

  protected override pool(pool: Pool): Pool {
    return { ...pool, key: `${this.nameOf(pool.thread)} ${pool.family}` };
  }
}

/** As one thread sees it: it is 0, and all the others are 1. */
export class Perspective extends Renaming {
  readonly #self: number;

  constructor(arena: Arena, self: number) {
    super(arena);
    this.#self = self;
  }

  override nameOf(thread: number): number {
    return thread === this.#self ? 0 : 1;
  }

  protected override slotOf({ family, thread }: Pool, rank: number): ObjectIndex {
    return (slotBase + (family * 100 + this.nameOf(thread)) * 100 + rank) as ObjectIndex;
  }
}
