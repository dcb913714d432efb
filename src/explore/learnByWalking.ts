import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Learner } from '../automata/learner.ts';
import { Product } from './product.ts';
import type { Naming } from './symmetry/naming.ts';

/** Executions that bring nothing new, one after the other, before it is enough. */
const idleMax = 12;
/** States that are passed at most. */
const statesMax = 20_000;

/**
 * Learns most of what there is to learn, by executions at random: a search with reductions that are
 * guessed from it has then seldom to be made again. Always the same executions for the same program.
 */
export function learnByWalking(learner: Learner, naming: Naming | undefined): void {
  const product = new Product(learner, [], naming === undefined ? {} : { naming });
  const random = xoroshiro128plus(1965);
  let passed = 0;
  for (let idle = 0; idle < idleMax && passed < statesMax; idle++) {
    const before = learner.growth;
    let words = product.initialWords();
    while (passed++ < statesMax) {
      const { layout } = product;
      if (!product.expand(words, 0)) {
        const vector = new Int32Array(layout.componentCount);
        layout.unpack(words, 0, vector);
        words = new Int32Array(product.layout.wordCount);
        product.layout.pack(vector, words, 0);
        continue;
      }
      const { count, words: all } = product.successors;
      if (count === 0) break;
      const base = uniformInt(random, 0, count - 1) * layout.wordCount;
      words = all.slice(base, base + layout.wordCount);
    }
    if (learner.growth !== before) idle = 0;
  }
}
