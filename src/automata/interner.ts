import { HeddleBug } from '../core/errors.ts';

/** Gives equal things the same small integer, in the order in which they are first seen. */
export class Interner<Thing, Id extends number = number> {
  readonly #ids = new Map<string, Id>();
  readonly #things: Thing[] = [];
  readonly #keyOf: (thing: Thing) => string;

  constructor(keyOf: (thing: Thing) => string) {
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#things.length;
  }

  intern(thing: Thing): Id {
    const key = this.#keyOf(thing);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#things.length as Id;
    this.#ids.set(key, id);
    this.#things.push(thing);
    return id;
  }

  /** The number of a thing that was seen before. */
  find(thing: Thing): Id | undefined {
    return this.#ids.get(this.#keyOf(thing));
  }

  at(id: Id): Thing {
    if (id >= this.#things.length) throw new HeddleBug(`nothing is interned as ${id}`);
    return this.#things[id]!;
  }
}
