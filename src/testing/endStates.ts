/** The end states that a search has stored, as texts that are the same for states that differ by names alone. */

import type { Learner } from '../automata/learner.ts';
import type { MonitorTable } from '../automata/monitorTable.ts';
import { Product } from '../explore/product.ts';
import { expandStored } from '../explore/search.ts';
import { Shape } from '../explore/shape.ts';
import type { VisitedStates } from '../explore/visitedStates.ts';
import { Naming } from '../explore/symmetry/naming.ts';
import { Symmetry } from '../explore/symmetry/symmetry.ts';

/**
 * Tries every exchange of threads of one role, so that states of one orbit get the same text, the
 * least. Monitors are left out of it.
 *
 * @param product with which `store` was filled.
 */
export function endStateOrbits(learner: Learner, product: Product, store: VisitedStates): Set<string> {
  const tables: readonly MonitorTable[] = [];
  const shape = new Shape(learner, tables, false);
  const symmetry = new Symmetry(new Naming(learner), shape, tables);
  const skip = product.monitors.length;
  const orbits = new Set<string>();
  for (const state of store.numbers()) {
    expandStored(product, store, state);
    if (!product.isEnd) continue;
    const whole = new Int32Array(product.layout.componentCount);
    product.layout.unpack(store.chunkOf(state), store.offsetOf(state), whole);
    const vector = Int32Array.from([
      ...whole.slice(0, shape.monitors),
      ...whole.slice(shape.monitors + skip),
    ]);
    const texts = exchanges(rolesOf(learner)).map((names) => {
      const out = new Int32Array(vector.length + 64);
      symmetry.rename(vector, names, out);
      return out.join();
    });
    orbits.add(texts.toSorted()[0]!);
  }
  return orbits;
}

/** Threads that something has told apart have roles of their own. */
function rolesOf({ program: { arena, roles } }: Learner): readonly number[] {
  return arena.toldApartBy === undefined ? roles : roles.map((_, thread) => thread);
}

/** Every way to exchange threads of one role. */
function exchanges(roles: readonly number[]): number[][] {
  const extend = (names: number[]): number[][] =>
    names.length === roles.length
      ? [names]
      : roles.flatMap((role, thread) =>
          role === roles[names.length] && !names.includes(thread) ? extend([...names, thread]) : [],
        );
  return extend([]);
}
