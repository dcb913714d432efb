import { Findings, type Violation } from '../findings.ts';
import type { Limits, Surroundings } from '../limits.ts';
import type { Product } from '../product.ts';
import { lookout, type SearchResult } from '../search.ts';
import { StateStore } from '../stateStore.ts';
import { CompactStore } from './compactStore.ts';
import type { FillRandom } from './stateCode.ts';
import { fillPseudoRandom } from './fillPseudoRandom.ts';

/** A search that may have missed states. */
export interface CompactResult extends SearchResult {
  /** The chance that a search which says this much has missed a state is below this. */
  readonly missChance: number;
}

/** How many states are expanded between two looks at the limits. */
const interval = 1024;

/**
 * The exhaustive search with codes of 64 bits in place of states (hash compaction): breadth first as the
 * exact one, with 13 to 22 bytes a state whatever the size of a state. May miss: a state whose code is that of
 * another is taken for it. Violations are real in any case. Source: SternDill1995.
 *
 * The chance. As long as no two codes are equal, states are found in the order of the exact search, so if
 * any state is missed, then two codes are equal among the first n + 1 states of that order, where n is the
 * number of states that this search has found in the end. There are n (n + 1) / 2 pairs of these, and each is equal
 * with a chance of 1 in 2^64.
 */
export function compactSearch(product: Product, limits: Limits, surroundings: Surroundings): CompactResult {
  const fillRandom: FillRandom = surroundings.fillRandom ?? fillPseudoRandom();
  const store = new CompactStore(product.layout, fillRandom);
  store.add(product.initialWords(), 0);
  const findings = new Findings(product.monitors.length);
  const look = lookout(limits, surroundings, surroundings.now());
  let depth = 0;
  let levelEnd = 1;
  let stop: SearchResult['stop'];
  let state = 0;
  for (; state < store.size; state++) {
    if (state === levelEnd) {
      depth++;
      levelEnd = store.size;
    }
    if (state % interval === 0) {
      const { size: states, bytes } = store;
      stop = look({ states, transitions: findings.transitions, frontier: states - state, depth, bytes });
      if (stop !== undefined) break;
    }
    store.begin(state);
    expand(product, store, state);
    findings.take(product, store, state, depth);
  }
  const { size: states, bytes } = store;
  return {
    ...findings.image,
    states,
    depth,
    stop,
    frontier: states - state,
    bytesPerState: bytes / states,
    threads: 1,
    missChance: (states * (states + 1)) / 2 / 2 ** 64,
    ...retraced(product, store, findings.violations),
  };
}

function expand(product: Product, store: CompactStore, state: number): void {
  for (;;) {
    const before = product.layout;
    if (product.expand(store.chunkOf(state), store.offsetOf(state))) return;
    store.repack(before, product.layout);
  }
}

/** The states on the ways to violations, found again; the violations with the numbers that states have there. */
function retraced(
  product: Product,
  compact: CompactStore,
  violations: readonly (Violation | undefined)[],
): Pick<SearchResult, 'store' | 'violations'> {
  const store = new StateStore(product.layout);
  store.add(product.initialWords(), 0, 0);
  const renumbered = violations.map((violation): Violation | undefined => {
    if (violation === undefined) return undefined;
    let at = 0;
    for (const successor of compact.wayTo(violation.state)) {
      const parent = at;
      product.expand(store.chunkOf(at), store.offsetOf(at));
      store.add(product.successors.words, successor * product.layout.wordCount, parent);
      at = store.lastIndex;
    }
    return { ...violation, state: at };
  });
  return { store, violations: renumbered };
}
