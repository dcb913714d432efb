/**
 * All ways to search say what the plain search says; and where one of the rules by which they leave
 * something out is wrong, the self-check notices: each wrong rule below is one that has been made.
 */

import { gallery } from 'heddle/gallery';
import { properties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import type { StateStore as Store } from '../../explore/stateStore.ts';
import { soundEngine, type Engine } from '../../explore/engine.ts';
import type { Layout } from '../../explore/layout.ts';
import { StateStore } from '../../explore/stateStore.ts';
import { Symmetry } from '../../explore/symmetry/symmetry.ts';
import { SelfcheckSum } from '../../report/selfcheckText.ts';
import { selfcheck, type SelfcheckOptions } from './selfcheck.ts';

/** Programs that are looked at until two searches disagree, at most so many. */
function run(programs: number, options: SelfcheckOptions): SelfcheckSum {
  const sum = new SelfcheckSum();
  for (const checked of selfcheck(options)) {
    sum.add(checked);
    if (sum.failure !== undefined || sum.programs === programs) break;
  }
  return sum;
}

test('all ways to search agree', () => {
  // A primitive of the gallery each, and as many programs that are made up.
  const { failure, searches } = run(120, { gallery, properties, seed: 1 });
  expect(failure).toBeUndefined();
  expect(new Set(searches.keys())).toEqual(
    new Set([
      'plain',
      'footprints',
      'symmetry',
      'footprints and symmetry',
      'dpor',
      'preemptions without limit',
      'delays without limit',
      '0 preemptions',
      '1 preemptions',
      '1 delays',
      '2 delays',
      'sample',
    ]),
  );
  // Most programs are small enough, for the search by executions too; and the reductions reduce.
  const counts = [...searches.values()].map(({ programs }) => programs);
  expect(Math.min(...counts)).toBeGreaterThan(40);
  const { size, plain } = searches.get('footprints and symmetry')!;
  expect(size).toBeLessThan(0.6 * plain);
});

/** Tells states apart by 32 bits. */
class HashStore extends StateStore {
  readonly #indices = new Map<number, number>();
  #wordCount: number;

  constructor(layout: Layout) {
    super(layout);
    this.#wordCount = layout.wordCount;
  }

  override add(words: Int32Array, base: number, parent: number): boolean {
    const hash = this.#hashOf(words, base);
    const known = this.#indices.get(hash);
    if (known !== undefined) {
      this.lastIndex = known;
      return false;
    }
    this.#indices.set(hash, this.size);
    return super.add(words, base, parent);
  }

  override repack(...[before, after]: Parameters<Store['repack']>): void {
    super.repack(before, after);
    this.#wordCount = after.wordCount;
    this.#indices.clear();
    const { size } = this;
    for (let index = 0; index < size; index++) {
      const hash = this.#hashOf(this.chunkOf(index), this.offsetOf(index));
      if (!this.#indices.has(hash)) this.#indices.set(hash, index);
    }
  }

  /** One 32-bit number for all words. */
  #hashOf(words: Int32Array, base: number): number {
    let hash = 0;
    for (let word = 0; word < this.#wordCount; word++) {
      hash = Math.imul(hash ^ words[base + word]!, 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
      hash ^= hash >>> 16;
    }
    return hash;
  }
}

/** Sorts the records of threads, and leaves what names them elsewhere as it is. */
class SortsOnly extends Symmetry {
  override rename(vector: Int32Array, names: ArrayLike<number>, out: Int32Array): true {
    const renamed = vector.slice();
    super.rename(vector, names, renamed);
    out.set(vector);
    for (let thread = 0; thread < names.length; thread++) out[thread] = renamed[thread]!;
    return true;
  }
}

/** States that were seen before, in this execution or another. */
function visitedOnce(): (state: Int32Array) => boolean {
  const seen = new Set<string>();
  return (state) => {
    const key = state.join();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}

describe('a wrong rule is noticed', () => {
  const traces = soundEngine.traces;
  test.each<[name: string, wrong: Partial<Engine>, search: string]>([
    ['a race test that stops at the unlock', { traces: { ...traces, looksPastUnlock: false } }, 'dpor'],
    ['what blocked threads ask for is ignored', { traces: { ...traces, considersBlocked: false } }, 'dpor'],
    ['sleep sets are passed on unfiltered', { traces: { ...traces, wakesSleepers: false } }, 'dpor'],
    ['a visited check among executions', { traces: { ...traces, explores: visitedOnce() } }, 'dpor'],
    [
      'a bound with a cache that ignores what is left of it',
      { bounds: { placeOf: () => 0, reopens: () => false } },
      ' delays',
    ],
    ['symmetry that sorts without renaming', { symmetry: SortsOnly }, 'symmetry'],
    ['states told apart by 32 bits of a hash', { makeStore: (layout) => new HashStore(layout) }, 'plain'],
  ])('%s', (_name, wrong, search) => {
    const engine = { ...soundEngine, ...wrong };
    const found = run(400, { gallery: [], properties: [], seed: 1, engine, only: search });
    expect(found.failure?.disagreements[0]?.search).toContain(search);
  });
});
