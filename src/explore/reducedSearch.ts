import type { Learner } from '../automata/learner.ts';
import type { MonitorTable } from '../automata/monitorTable.ts';
import { ToldApart } from '../program/toldApart.ts';
import { soundEngine, type Engine } from './engine.ts';
import { learnByWalking } from './learnByWalking.ts';
import type { Limits, Surroundings } from './limits.ts';
import { Product, type ProductOptions } from './product.ts';
import { Footprints } from './reduction/footprints.ts';
import { Naming } from './symmetry/naming.ts';
import { compactSearch } from './compact/compactSearch.ts';
import { keptSearch } from './keeping/keptSearch.ts';
import type { SearchResult } from './search.ts';

/** What a search may do to have fewer states. */
export interface Reductions {
  /** Take steps alone that no other thread can touch. */
  readonly footprints: boolean;
  /** Let threads that do the same stand for each other. */
  readonly symmetry: boolean;
}

export const noReductions: Reductions = { footprints: false, symmetry: false };
export const allReductions: Reductions = { footprints: true, symmetry: true };

/** How states are stored: as they are, or as codes of 64 bits, so that some may be missed. */
export type Storage = 'exact' | 'codes';

/** What a search has found, and how it went about it. */
export interface ReducedResult extends SearchResult {
  readonly product: Product;
  /** Where states are stored as codes: see CompactResult. */
  readonly missChance?: number;
  /** The reductions that were used in the end. */
  readonly reductions: Reductions;
  /** Whether the steps of a turn were joined. */
  readonly joinsTurns: boolean;
  /** How often the search was made until what it was made with turned out to be right. */
  readonly passes: number;
}

/**
 * The exhaustive search with reductions: the same verdicts, end states (up to names) and measures,
 * with fewer states. Exact, unless states are stored as codes. A reduction that is not proved for a monitor, or for the program, is left
 * off.
 *
 * Footprints are guessed from what has been learned. A search after which they would be larger was made
 * with a guess that may be wrong, and is made again (optimistic reduction, StollerCohen2006). In the
 * same way threads are taken to be alike until something tells them apart. A violation that a search finds is real in any case.
 */
export function reducedSearch(
  learner: Learner,
  monitors: readonly MonitorTable[],
  wanted: Reductions,
  limits: Limits,
  surroundings: Surroundings,
  storage: Storage = 'exact',
  { makeStore, symmetry }: Pick<Engine, 'makeStore' | 'symmetry'> = soundEngine,
): ReducedResult {
  const naming = new Naming(learner);
  for (let passes = 1; ; passes++) {
    try {
      const reductions = admitted(wanted, learner, monitors);
      learner.checkRenaming(reductions.symmetry);
      if (reductions.footprints && passes === 1)
        learnByWalking(learner, reductions.symmetry ? naming : undefined);
      const footprints = reductions.footprints
        ? new Footprints(learner, reductions.symmetry ? naming : undefined)
        : undefined;
      const options: ProductOptions = {
        ...(joinsTurns(wanted, learner, monitors) ? { joinsTurns: true } : {}),
        ...(footprints === undefined ? {} : { footprints }),
        ...(reductions.symmetry ? { naming, symmetry } : {}),
      };
      const product = new Product(learner, monitors, options);
      // Beginning the first operations may have shown already that threads are told apart.
      if (!isAdmitted(reductions, learner, monitors)) continue;
      const result: SearchResult & { readonly missChance?: number } =
        storage === 'codes'
          ? compactSearch(product, limits, surroundings)
          : keptSearch(product, limits, surroundings, makeStore);
      const isSettled = (footprints?.isConfirmed() ?? true) && isAdmitted(reductions, learner, monitors);
      if (isSettled || result.stop !== undefined) {
        return { ...result, product, reductions, joinsTurns: options.joinsTurns ?? false, passes };
      }
    } catch (error) {
      if (!(error instanceof ToldApart)) throw error;
      learner.tellApart(error.message);
    }
  }
}

/** Those of the reductions that are proved for these monitors and this program, as far as is known by now. */
function admitted(
  { footprints, symmetry }: Reductions,
  { program }: Learner,
  monitors: readonly MonitorTable[],
): Reductions {
  const { roles, arena } = program;
  // Neither is proved where turns decide who may move.
  if (program.scheduling !== 'preemptive') return noReductions;
  const isSymmetric =
    symmetry &&
    arena.toldApartBy === undefined &&
    new Set(roles).size < roles.length &&
    monitors.every(({ canRename }) => canRename);
  // Where values name threads in no order, there is no telling which of them are alike but for names.
  const canBeCompared = arena.objects.every(
    ({ kind }) => kind.rename === undefined || kind.namesInOrder === true,
  );
  const isForgetful = monitors.every(
    ({ watchesSteps, dependsOnMoments }) => !watchesSteps && !dependsOnMoments,
  );
  return { symmetry: isSymmetric, footprints: footprints && isForgetful && (!isSymmetric || canBeCompared) };
}

/** Whether the steps of a turn are joined: see docs/reduction.md, section 4. */
function joinsTurns(
  { footprints }: Reductions,
  { program }: Learner,
  monitors: readonly MonitorTable[],
): boolean {
  return (
    footprints && program.scheduling !== 'preemptive' && monitors.every(({ watchesSteps }) => !watchesSteps)
  );
}

function isAdmitted(reductions: Reductions, learner: Learner, monitors: readonly MonitorTable[]): boolean {
  const { footprints, symmetry } = admitted(reductions, learner, monitors);
  return footprints === reductions.footprints && symmetry === reductions.symmetry;
}
