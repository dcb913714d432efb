import { ToldApart } from '../../program/toldApart.ts';
import type { Begun } from '../begun.ts';
import type { Limits, Surroundings } from '../limits.ts';
import type { Product } from '../product.ts';
import { search, type SearchResult } from '../search.ts';
import { digestOf } from './digestOf.ts';
import type { KeptSearch, StatePart } from './keeper.ts';
import { finishedOf, restoreFinished } from './finishedSearch.ts';
import { restoreUnfinished } from './unfinishedSearch.ts';

/**
 * The exhaustive search, going on where an earlier run was, if one has been kept, and kept in turn. The
 * result is the one of a search that is made at once. Without a keeper, just that.
 */
export function keptSearch(product: Product, limits: Limits, surroundings: Surroundings): SearchResult {
  const kept = surroundings.keeper?.next();
  if (kept === undefined) return search(product, limits, surroundings);
  const { found } = kept;
  if (found?.type === 'finished') return restoreFinished(product, found.result, kept);
  const lessons: number[] = [];
  let begun: Begun | undefined;
  if (found?.type === 'unfinished') {
    begun = restoreUnfinished(product, found.at, found.parts, kept);
    lessons.push(...found.at.lessons);
  }
  const observer = new Keeping(product, kept, lessons, begun?.store.size ?? 0);
  if (found?.type === 'failed') observer.isSilent = true;
  try {
    const options = begun === undefined ? { observer } : { begun, observer };
    const result = search(product, limits, surroundings, options);
    if (result.stop === undefined) kept.finish(finishedOf(product, result, lessons));
    return result;
  } catch (error) {
    // Then the search is made anew in another way, as it will be each time.
    if (error instanceof ToldApart) kept.fail();
    throw error;
  }
}

/** Watches one search and has it kept from time to time. */
class Keeping {
  /** For a search that is known to fail: nothing is kept. */
  isSilent = false;
  readonly interval: number;
  readonly #product: Product;
  readonly #kept: KeptSearch;
  readonly #lessons: number[];
  #learned: number;
  #saved: number;
  #hasGoneOn = false;

  constructor(product: Product, kept: KeptSearch, lessons: number[], saved: number) {
    this.interval = kept.interval;
    this.#product = product;
    this.#kept = kept;
    this.#lessons = lessons;
    this.#learned = product.learned;
    this.#saved = saved;
  }

  onExpanded(state: number): void {
    const { learned } = this.#product;
    if (learned !== this.#learned) this.#lessons.push(state);
    this.#learned = learned;
    if (!this.#hasGoneOn && !this.isSilent) this.#kept.goesOn();
    this.#hasGoneOn = true;
  }

  onLook(begun: Begun): void {
    if (!this.isSilent && this.#kept.isDue()) this.onStop(begun);
  }

  onStop({ store, findings, state, levelEnd, depth, elapsedMs }: Begun): void {
    // Nothing has been done that was not kept.
    if (!this.#hasGoneOn || this.isSilent) return;
    const { layout } = this.#product;
    const part: StatePart = {
      widths: layout.widths,
      from: this.#saved,
      to: store.size,
      ...store.copy(this.#saved, store.size),
    };
    const digest = digestOf(this.#product);
    const at = {
      state,
      levelEnd,
      depth,
      elapsedMs,
      findings: findings.image,
      lessons: this.#lessons,
      digest,
    };
    this.#kept.save(at, part);
    this.#saved = store.size;
  }
}
