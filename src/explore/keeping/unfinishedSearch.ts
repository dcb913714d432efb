import type { Begun } from '../begun.ts';
import { Findings } from '../findings.ts';
import { Layout } from '../layout.ts';
import type { Product } from '../product.ts';
import { StateStore } from '../stateStore.ts';
import type { KeptSearch, StatePart, UnfinishedSearch } from './keeper.ts';
import { learnAgain } from './learnAgain.ts';

/** A search as it was when it was kept. */
export function restoreUnfinished(
  product: Product,
  at: UnfinishedSearch,
  parts: readonly StatePart[],
  kept: KeptSearch,
): Begun {
  const { state, levelEnd, depth, elapsedMs, findings, lessons, digest } = at;
  learnAgain(product, vectorsOf(parts, lessons), digest, kept);
  const { layout } = product;
  const store = new StateStore(layout);
  const vector = new Int32Array(layout.componentCount);
  const words = new Int32Array(layout.wordCount);
  for (const part of parts) {
    const from = new Layout(part.widths);
    for (let index = 0; index < part.to - part.from; index++) {
      from.unpack(part.words, index * from.wordCount, vector);
      layout.pack(vector, words, 0);
      if (!store.add(words, 0, part.parents[index]!)) kept.refuse('the same state is there twice');
    }
  }
  return { store, findings: Findings.from(findings), state, levelEnd, depth, elapsedMs };
}

/** The states of these numbers, which grow. */
function* vectorsOf(parts: readonly StatePart[], states: readonly number[]): Iterable<ArrayLike<number>> {
  let place = 0;
  for (const { from, to, widths, words } of parts) {
    const layout = new Layout(widths);
    for (; place < states.length && states[place]! < to; place++) {
      const vector = new Int32Array(layout.componentCount);
      layout.unpack(words, (states[place]! - from) * layout.wordCount, vector);
      yield vector;
    }
  }
}
