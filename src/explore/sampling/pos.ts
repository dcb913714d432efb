import { highest, type Scene, type Strategy } from './strategy.ts';
import type { RandomNumbers } from './randomNumbers.ts';

/**
 * Partial order sampling: each pending step has a random priority and the highest goes first; a step
 * that is in a race with what has just happened draws a new one.
 *
 * So the order of steps that do not depend on each other is not drawn again and again, and orders of
 * those that do are met more evenly than by a random walk. Source: YuanYangGu2018, algorithm POS.
 */
export function pos(): Strategy {
  let priorities = new Float64Array(0);
  return {
    name: 'pos',
    begin({ processCount }: Scene, random: RandomNumbers): void {
      if (priorities.length !== processCount) priorities = new Float64Array(processCount);
      for (let process = 0; process < processCount; process++) priorities[process] = random.fraction();
    },
    choose: (scene) => highest(scene, priorities),
    after(scene: Scene, process: number, random: RandomNumbers): void {
      for (let other = 0; other < scene.processCount; other++) {
        if (other === process || scene.isInRace(other)) priorities[other] = random.fraction();
      }
    },
  };
}
