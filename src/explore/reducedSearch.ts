import type { Learner } from '../automata/learner.ts';
import type { MonitorTable } from '../automata/monitorTable.ts';
import type { Limits, Surroundings } from './limits.ts';
import { Product } from './product.ts';
import { Footprints } from './reduction/footprints.ts';
import { search, type SearchResult } from './search.ts';

export interface ReducedResult extends SearchResult {
  readonly product: Product;
  /** How often the search was run until it learned nothing new. */
  readonly passes: number;
}

/**
 * The exhaustive search with steps taken alone where {@link Footprints} allow it: the same verdicts,
 * end states and measures with fewer states. Exact, for the monitors that {@link mayReduce} admits;
 * with others it is the plain search.
 *
 * Footprints are guessed from what has been learned; a search that learns something new was made
 * with a guess that may be wrong, and is made again (optimistic reduction, StollerCohen2007). What a
 * search finds is real in any case, whatever the footprints were.
 */
export function reducedSearch(
  learner: Learner,
  monitors: readonly MonitorTable[],
  limits: Limits,
  surroundings: Surroundings,
): ReducedResult {
  const footprints = new Footprints(learner);
  for (let passes = 1; ; passes++) {
    const mayReduce = monitors.every((monitor) => !monitor.watchesSteps && !monitor.dependsOnMoments);
    footprints.refresh();
    const learned = learner.cellCount;
    const product = new Product(learner, monitors, mayReduce ? { footprints } : {});
    const result = search(product, limits, surroundings);
    const wasSound = !mayReduce || monitors.every(({ dependsOnMoments }) => !dependsOnMoments);
    const isSettled = !mayReduce || learner.cellCount === learned;
    if (result.stop !== undefined || (wasSound && isSettled)) return { ...result, product, passes };
  }
}
