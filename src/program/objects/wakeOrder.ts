import { next, type Next } from '../objectKind.ts';

/** Whom a notify or a wake takes: the ones that have slept longest, or any. */
export type WakeOrder = 'fifo' | 'any';

/** The ways to choose `count` of `sleepers` (fewer if there are fewer), as `[chosen, left]`. */
export function waysToWake(
  sleepers: readonly number[],
  count: number,
  order: WakeOrder,
): (readonly [chosen: readonly number[], left: readonly number[]])[] {
  if (order === 'fifo') return [[sleepers.slice(0, count), sleepers.slice(count)]];
  return subsets(sleepers, Math.min(count, sleepers.length)).map(
    (chosen) => [chosen, sleepers.filter((thread) => !chosen.includes(thread))] as const,
  );
}

function subsets(items: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}

/** Sleepers as a reader of a trace sees them. */
export function asleep(threads: readonly number[]): string {
  return `T${threads.join(' T')} asleep`;
}

/** An end of a wait that nobody brought about. */
export function spuriously<State, Result>(value: State, result: Result): Next<State, Result> {
  return { ...next(value, result), isSpurious: true };
}
