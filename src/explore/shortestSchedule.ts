import type { Learner } from '../automata/learner.ts';
import type { MonitorTable } from '../automata/monitorTable.ts';
import type { Choice } from '../core/schedule.ts';
import type { Limits, Surroundings } from './limits.ts';
import { Product } from './product.ts';
import { realScheduleOf } from './realSchedule.ts';
import type { ReducedResult } from './reducedSearch.ts';
import { scheduleOf, search } from './search.ts';

/** How much a search for a shorter schedule may store before it gives up. */
const limits: Limits = { states: 2_000_000 };

/** A schedule that violates a monitor with its last step, and whether it is proved that none is shorter. */
export interface ShortestSchedule {
  readonly choices: readonly Choice[];
  readonly isProvedShortest: boolean;
}

/**
 * The way to the violation of a monitor that a search has found. A reduced search may have found a long
 * one, so the plain search looks for a shortest, as far as it comes. Several threads have found a
 * shortest, but another one each time; by one thread it is always the same.
 *
 * @param index of a monitor that is violated in `result`.
 */
export function shortestSchedule(
  result: ReducedResult,
  index: number,
  surroundings: Pick<Surroundings, 'now' | 'isInterrupted'>,
): ShortestSchedule {
  const { product, store, reductions, joinsTurns, threads } = result;
  const violation = result.violations[index]!;
  const isReduced = reductions.footprints || reductions.symmetry || joinsTurns;
  const own = (): ShortestSchedule => ({
    choices: scheduleOf(product, store, violation),
    isProvedShortest: true,
  });
  if (!isReduced && threads === 1) return own();
  const { learner, monitors } = product;
  const otherwise = (): readonly Choice[] => realScheduleOf(product, store, violation);
  const found = shortestSearched(learner, monitors[index]!, surroundings, otherwise);
  return isReduced || found.isProvedShortest ? found : own();
}

/**
 * A shortest schedule that violates a monitor, by the plain search as far as it comes.
 *
 * @param otherwise a schedule that is known to do so.
 */
export function shortestSearched(
  learner: Learner,
  monitor: MonitorTable,
  { now, isInterrupted }: Pick<Surroundings, 'now' | 'isInterrupted'>,
  otherwise: () => readonly Choice[],
): ShortestSchedule {
  const plain = new Product(learner, [monitor]);
  const found = search(plain, limits, isInterrupted === undefined ? { now } : { now, isInterrupted }, {
    endsWithViolation: true,
  });
  const [shortest] = found.violations;
  return shortest === undefined
    ? { choices: otherwise(), isProvedShortest: false }
    : { choices: scheduleOf(plain, found.store, shortest), isProvedShortest: found.stop === undefined };
}
