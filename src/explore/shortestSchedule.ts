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
 * one, so the plain search looks for a shortest, as far as it comes. One by several threads has found a
 * shortest, but another one each time; by one thread it is always the same.
 *
 * @param index of a monitor that is violated in `result`.
 */
export function shortestSchedule(
  result: ReducedResult,
  index: number,
  { now, isInterrupted }: Pick<Surroundings, 'now' | 'isInterrupted'>,
): ShortestSchedule {
  const { product, store, reductions, threads } = result;
  const violation = result.violations[index]!;
  const isReduced = reductions.footprints || reductions.symmetry;
  if (!isReduced && threads === 1) {
    return { choices: scheduleOf(product, store, violation), isProvedShortest: true };
  }
  const plain = new Product(product.learner, [product.monitors[index]!]);
  const found = search(plain, limits, isInterrupted === undefined ? { now } : { now, isInterrupted }, {
    endsWithViolation: true,
  });
  const [shortest] = found.violations;
  if (shortest === undefined && !isReduced) {
    return { choices: scheduleOf(product, store, violation), isProvedShortest: true };
  }
  return shortest === undefined
    ? { choices: realScheduleOf(product, store, violation), isProvedShortest: false }
    : { choices: scheduleOf(plain, found.store, shortest), isProvedShortest: found.stop === undefined };
}
