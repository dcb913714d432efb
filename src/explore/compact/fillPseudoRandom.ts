import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { FillRandom } from './stateCode.ts';

/** Numbers that look like random ones, always the same, for where there are no better ones. */
export function fillPseudoRandom(seed = 2026): FillRandom {
  const random = xoroshiro128plus(seed);
  for (let warmUp = 0; warmUp < 64; warmUp++) random.next();
  return (numbers) => {
    for (let at = 0; at < numbers.length; at++) numbers[at] = random.next();
  };
}
