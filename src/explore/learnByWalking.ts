import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Learner } from '../automata/learner.ts';
import { Product } from './product.ts';
import type { Naming } from './symmetry/naming.ts';

/** Executions that bring nothing new, one after the other, before it is enough. */
const idleMax = 12;
/** States that are passed at most. */
const statesMax = 20_000;

/** Learners that have walked, without names for threads and with them: another walk would show little more. */
const walked = { plain: new WeakSet<Learner>(), naming: new WeakSet<Learner>() };

/**
 * Learns most of what there is to learn, by executions at random: a search with reductions that are
 * guessed from it has then seldom to be made again. Always the same executions for the same program.
 */
export function learnByWalking(learner: Learner, naming: Naming | undefined): void {
  const walkers = naming === undefined ? walked.plain : walked.naming;
  if (walkers.has(learner)) return;
  const product = new Product(learner, [], naming === undefined ? {} : { naming });
  product.canonicalizesAll = false;
  const random = xoroshiro128plus(1965);
  let passed = 0;
  for (let idle = 0; idle < idleMax && passed < statesMax; idle++) {
    const before = learner.insight;
    let words = product.initialWords();
    while (passed++ < statesMax) {
      const { layout, successors } = product;
      let isWhole = product.expand(words, 0);
      if (isWhole && successors.count === 0) break;
      const chosen = isWhole ? uniformInt(random, 0, successors.count - 1) : 0;
      isWhole &&= product.canonicalize(chosen);
      if (isWhole) {
        words = successors.words.slice(chosen * layout.wordCount, (chosen + 1) * layout.wordCount);
        continue;
      }
      // Something was learned that the state has no room for: it is passed again.
      const vector = new Int32Array(layout.componentCount);
      layout.unpack(words, 0, vector);
      words = new Int32Array(product.layout.wordCount);
      product.layout.pack(vector, words, 0);
    }
    if (learner.insight !== before) idle = 0;
  }
  walkers.add(learner);
}
