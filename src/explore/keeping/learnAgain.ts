import { UsageError } from '../../core/errors.ts';
import type { Product } from '../product.ts';
import { digestOf } from './digestOf.ts';
import type { KeptSearch } from './keeper.ts';

/**
 * Has a product learn what it learned at some states before, in the same order, so that everything gets
 * the same number again. Refuses what was kept if it does not come to the same.
 *
 * @param lessons components of states; of objects that were not known then there are none.
 */
export function learnAgain(
  product: Product,
  lessons: Iterable<ArrayLike<number>>,
  digest: string,
  kept: KeptSearch,
): void {
  try {
    for (const vector of lessons) while (!expand(product, vector));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return kept.refuse(`it cannot be gone through again: ${(error as Error).message.split('\n')[0]}`);
  }
  if (digestOf(product) !== digest) kept.refuse('what the primitive does is not what it did then');
}

/** False if the layout was too small, and is another now. */
function expand(product: Product, vector: ArrayLike<number>): boolean {
  const { layout } = product;
  const words = new Int32Array(layout.wordCount);
  layout.pack(vector, words, 0);
  const back = new Int32Array(layout.componentCount);
  layout.unpack(words, 0, back);
  if (back.some((number, component) => number !== (vector[component] ?? 0))) {
    throw new Error('it has numbers that nothing has been given');
  }
  return product.expand(words, 0);
}
