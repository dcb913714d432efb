import { cheapestFirst, type BoundRules } from './boundedSearch.ts';
import { soundRules, type Rules } from './dpor/traces.ts';
import type { Layout } from './layout.ts';
import { storeExactly } from './search.ts';
import type { StateStore } from './stateStore.ts';
import { Symmetry } from './symmetry/symmetry.ts';

/**
 * The rules by which searches leave out what they need not explore. Others than {@link soundEngine} are
 * there for one purpose: to see that the cross-check notices when one of them is wrong.
 */
export interface Engine {
  /** How states are told to be the same. */
  readonly makeStore: (layout: Layout) => StateStore;
  /** How a state is brought to its canonical form. */
  readonly symmetry: typeof Symmetry;
  /** When a bounded search looks at a state, and at what cost. */
  readonly bounds: BoundRules;
  /** What the search by executions leaves out. */
  readonly traces: Rules;
}

/** What is proved. */
export const soundEngine: Engine = {
  makeStore: storeExactly,
  symmetry: Symmetry,
  bounds: cheapestFirst,
  traces: soundRules,
};
