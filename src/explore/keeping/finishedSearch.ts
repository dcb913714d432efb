import { vectorOf } from '../realSchedule.ts';
import type { Product } from '../product.ts';
import { pathTo, type SearchResult } from '../search.ts';
import { StateStore } from '../stateStore.ts';
import { digestOf } from './digestOf.ts';
import type { FinishedSearch, KeptSearch } from './keeper.ts';
import { learnAgain } from './learnAgain.ts';

/** What is kept of a search that is complete: what it has learned, and the ways to its violations. */
export function finishedOf(
  product: Product,
  result: SearchResult,
  lessons: readonly number[],
): FinishedSearch {
  const { store, violations, stop: _, ...counts } = result;
  const vectorAt = (state: number): readonly number[] => [
    ...vectorOf(product, store.chunkOf(state), store.offsetOf(state)),
  ];
  const numbers = new Map<number, number>();
  const ways: { vector: readonly number[]; parent: number }[] = [];
  for (const violation of violations) {
    if (violation === undefined) continue;
    for (const state of pathTo(store, violation.state)) {
      if (numbers.has(state)) continue;
      numbers.set(state, ways.length);
      ways.push({ vector: vectorAt(state), parent: numbers.get(store.parentOf(state))! });
    }
  }
  return {
    counts,
    violations: violations.map((violation) =>
      violation === undefined ? undefined : { ...violation, state: numbers.get(violation.state)! },
    ),
    ways,
    lessons: lessons.map(vectorAt),
    digest: digestOf(product),
  };
}

/** A complete search as it was kept; of its states there are only those on the ways to violations. */
export function restoreFinished(product: Product, kept: FinishedSearch, keeper: KeptSearch): SearchResult {
  learnAgain(product, kept.lessons, kept.digest, keeper);
  const { layout } = product;
  const store = new StateStore(layout);
  const words = new Int32Array(layout.wordCount);
  for (const { vector, parent } of kept.ways) {
    layout.pack(vector, words, 0);
    store.add(words, 0, parent);
  }
  return { ...kept.counts, violations: kept.violations, stop: undefined, store };
}
