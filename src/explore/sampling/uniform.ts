import type { Scene, Strategy } from './strategy.ts';

/**
 * Every interleaving with about the same chance: a process is chosen in proportion to the steps that
 * it has still to take. How many that are is counted in a first execution, a random walk.
 *
 * Exactly uniform where nothing blocks and each thread always takes as many steps as in the first
 * execution; near it otherwise. Source: ZhaoEtAl2025, URW.
 */
export function uniform(): Strategy {
  let counts: Float64Array | undefined;
  let left = new Float64Array(0);
  return {
    name: 'uniform',
    begin({ processCount }: Scene): void {
      if (counts?.length !== processCount) counts = undefined;
      if (left.length !== processCount) left = new Float64Array(processCount);
      if (counts === undefined) left.fill(0);
      else left.set(counts);
    },
    choose({ enabled, enabledCount }, random): number {
      if (counts === undefined) return enabled[random.below(enabledCount)]!;
      let sum = 0;
      for (let index = 0; index < enabledCount; index++) sum += weightOf(left[enabled[index]!]!);
      let rest = random.fraction() * sum;
      for (let index = 0; index < enabledCount - 1; index++) {
        rest -= weightOf(left[enabled[index]!]!);
        if (rest < 0) return enabled[index]!;
      }
      return enabled[enabledCount - 1]!;
    },
    after(_scene, process): void {
      left[process]!--;
    },
    end(): void {
      counts ??= left.map((count) => -count);
    },
  };
}

/** A process that can move has a step left, whatever the first execution says. */
function weightOf(left: number): number {
  return left < 1 ? 1 : left;
}
