import type { Learner } from '../automata/learner.ts';
import type { MonitorTable } from '../automata/monitorTable.ts';
import { ToldApart } from '../program/toldApart.ts';
import type { Limits, Surroundings } from './limits.ts';
import { Product, type ProductOptions } from './product.ts';
import { Footprints } from './reduction/footprints.ts';
import { Naming } from './symmetry/naming.ts';
import { search, type SearchResult } from './search.ts';

/** What a search may do to have fewer states. */
export interface Reductions {
  /** Take steps alone that no other thread can touch. */
  readonly footprints: boolean;
  /** Let threads that do the same stand for each other. */
  readonly symmetry: boolean;
}

export const noReductions: Reductions = { footprints: false, symmetry: false };
export const allReductions: Reductions = { footprints: true, symmetry: true };

export interface ReducedResult extends SearchResult {
  readonly product: Product;
  /** The reductions that were used in the end. */
  readonly reductions: Reductions;
  /** How often the search was run until nothing was left to be learned from it. */
  readonly passes: number;
}

/**
 * The exhaustive search with reductions: the same verdicts, end states (up to names) and measures,
 * with fewer states. Exact. A reduction that is not proved for a monitor, or for the program, is left
 * off.
 *
 * Footprints are guessed from what has been learned. A search that learns something new was made with
 * a guess that may be wrong, and is made again, until one learns nothing (optimistic reduction,
 * StollerCohen2007). In the same way threads are taken to be alike until something tells them apart.
 * A violation that a search finds is real in any case.
 */
export function reducedSearch(
  learner: Learner,
  monitors: readonly MonitorTable[],
  wanted: Reductions,
  limits: Limits,
  surroundings: Surroundings,
): ReducedResult {
  const naming = new Naming(learner);
  for (let passes = 1; ; passes++) {
    const reductions = admitted(wanted, learner, monitors);
    learner.checksRenaming = reductions.symmetry;
    const footprintsNow = (isLearning: boolean): Footprints | undefined =>
      reductions.footprints
        ? new Footprints(learner, reductions.symmetry ? naming : undefined, isLearning)
        : undefined;
    const footprints = footprintsNow(passes === 1);
    const known = footprints?.size;
    const options: ProductOptions = {
      ...(footprints === undefined ? {} : { footprints }),
      ...(reductions.symmetry ? { naming } : {}),
    };
    const product = new Product(learner, monitors, options);
    // Beginning the first operations may have shown already that threads are told apart.
    if (!isAdmitted(reductions, learner, monitors)) continue;
    let result: SearchResult;
    try {
      result = search(product, limits, surroundings);
    } catch (error) {
      if (!(error instanceof ToldApart)) throw error;
      learner.program.arena.toldApartBy ??= error.message;
      continue;
    }
    const isFound = result.violations.some((violation) => violation !== undefined);
    const isFinal = footprints?.isLearning !== true || !isFound;
    if (result.stop !== undefined && isFinal) return { ...result, product, reductions, passes };
    if (footprints?.isLearning === true) continue;
    const isSettled = footprintsNow(false)?.size === known;
    if (isSettled && isAdmitted(reductions, learner, monitors)) return { ...result, product, reductions, passes };
  }
}

/** Those of the reductions that are proved for these monitors and this program, as far as is known by now. */
function admitted(
  { footprints, symmetry }: Reductions,
  { program }: Learner,
  monitors: readonly MonitorTable[],
): Reductions {
  const { roles, arena } = program;
  const isSymmetric =
    symmetry &&
    arena.toldApartBy === undefined &&
    new Set(roles).size < roles.length &&
    monitors.every(({ canRename }) => canRename);
  // Where values name threads in no order, there is no telling which of them are alike but for names.
  const canBeCompared = arena.objects.every(({ kind }) => kind.rename === undefined || kind.namesInOrder === true);
  const isForgetful = monitors.every(({ watchesSteps, dependsOnMoments }) => !watchesSteps && !dependsOnMoments);
  return { symmetry: isSymmetric, footprints: footprints && isForgetful && (!isSymmetric || canBeCompared) };
}

function isAdmitted(reductions: Reductions, learner: Learner, monitors: readonly MonitorTable[]): boolean {
  const { footprints, symmetry } = admitted(reductions, learner, monitors);
  return footprints === reductions.footprints && symmetry === reductions.symmetry;
}
