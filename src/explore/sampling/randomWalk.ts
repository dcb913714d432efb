import type { Strategy } from './strategy.ts';

/** Each time any process that can move, all with the same chance. Fair, with no guarantee. */
export function randomWalk(): Strategy {
  return {
    name: 'random-walk',
    begin: () => undefined,
    choose: ({ enabled, enabledCount }, random) => enabled[random.below(enabledCount)]!,
    after: () => undefined,
  };
}
