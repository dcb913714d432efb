import type { ObjectIndex } from '../core/ids.ts';
import { Interner } from './interner.ts';

/** Sets of objects, interned; 0 is the empty set. */
export class ReferenceSets {
  readonly #sets = new Interner<readonly ObjectIndex[]>((set) => set.join());

  constructor() {
    this.#sets.intern([]);
  }

  get size(): number {
    return this.#sets.size;
  }

  /** @param references in any order, with repetitions. */
  intern(references: readonly ObjectIndex[]): number {
    return this.#sets.intern([...new Set(references)].toSorted((a, b) => a - b));
  }

  at(id: number): readonly ObjectIndex[] {
    return this.#sets.at(id);
  }
}
