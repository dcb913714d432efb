import type { ObjectIndex, ValueId } from '../core/ids.ts';
import { keyOf, referencesIn, type Value } from '../core/value.ts';
import { IntVector } from './intVector.ts';
import { Interner } from './interner.ts';

/** The value id of an object that does not exist (yet, or any more). */
export const absent = 0 as ValueId;

const absentMark = Symbol('absent');

/** The values that objects of one kind have been seen to hold. */
export class ValueTable {
  /** Of each value: the set of allocated objects that it points to; 0 is the empty set. */
  readonly references = new IntVector(16);

  readonly #values = new Interner<Value | typeof absentMark, ValueId>((value) =>
    value === absentMark ? 'absent' : keyOf(value),
  );
  readonly #setOf: (references: readonly ObjectIndex[]) => number;

  constructor(setOf: (references: readonly ObjectIndex[]) => number) {
    this.#setOf = setOf;
    this.#values.intern(absentMark);
    this.references.push(0);
  }

  get size(): number {
    return this.#values.size;
  }

  intern(value: Value): ValueId {
    const id = this.#values.intern(value);
    if (id === this.references.length) this.references.push(this.#setOf(referencesIn(value)));
    return id;
  }

  /** Undefined for the absent object. */
  at(id: ValueId): Value {
    const value = this.#values.at(id);
    return value === absentMark ? undefined : value;
  }
}
