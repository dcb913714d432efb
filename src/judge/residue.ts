import { Learner } from '../automata/learner.ts';
import { MonitorTable } from '../automata/monitorTable.ts';
import type { Monitor } from '../core/monitor.ts';
import { keyOf } from '../core/value.ts';
import { timeless, type Limits } from '../explore/limits.ts';
import { Product } from '../explore/product.ts';
import { expandStored, search } from '../explore/search.ts';
import type { Program } from '../program/program.ts';

/** One shared object that does not end as it started, and all that it ends with. */
export interface Residue {
  readonly object: string;
  readonly before: string;
  readonly after: readonly string[];
}

/** `violated` where every thread has finished. */
const finished: Monitor<null> = {
  initial: null,
  onQuiet: (state, { waiting, isEnd }) =>
    isEnd && waiting.length === 0 ? { state, violation: 'every thread has finished' } : { state },
};

/**
 * What the executions in which every thread finishes leave behind: it shows which objects were not put
 * right, where nobody can tell from outside. Undefined if a limit stopped the search; exact otherwise.
 */
export function residueOf(program: Program, limits: Limits = {}): Residue[] | undefined {
  const product = new Product(new Learner(program), [new MonitorTable(finished)]);
  const { store, stop } = search(product, limits, timeless);
  if (stop !== undefined) return undefined;
  const { arena } = program;
  const found = new Map<string, { before: string; after: Set<string> }>();
  for (const state of store.numbers()) {
    expandStored(product, store, state);
    if (product.quietViolations === 0) continue;
    product.valuesIn(store.chunkOf(state), store.offsetOf(state)).forEach((value, index) => {
      const object = arena.objects[index]!;
      if (object.pool !== undefined || keyOf(value) === keyOf(object.initial)) return;
      const residue = found.get(object.name) ?? {
        before: arena.render(object.index, object.initial),
        after: new Set(),
      };
      residue.after.add(arena.render(object.index, value));
      found.set(object.name, residue);
    });
  }
  return arena.objects.flatMap(({ name }) => {
    const residue = found.get(name);
    return residue === undefined
      ? []
      : [{ object: name, before: residue.before, after: [...residue.after].sort() }];
  });
}
