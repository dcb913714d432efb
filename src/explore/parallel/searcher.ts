import type { Automata } from '../../automata/automata.ts';
import { Unlearned } from '../../automata/unlearned.ts';
import { Findings } from '../findings.ts';
import type { Product } from '../product.ts';
import { addRange, countOf, slice, type Ranges } from './ranges.ts';
import type { SharedStore } from './sharedStore.ts';
import { cursorSignal, foundSignals, pauseSignal } from './signals.ts';

/** What a searcher has done in one round. */
export interface RoundReport {
  readonly added: number;
  /** Where the states lie that it has added. */
  readonly runs: Ranges;
  /** States that it has taken and not expanded: because something was not learned, or because of a pause. */
  readonly handedBack: Ranges;
  readonly findings: Findings['image'];
}

/** What all searchers expand in a round, each taking a batch after the other. */
export interface Work {
  readonly ranges: Ranges;
  readonly batch: number;
  /** Steps from the initial state. */
  readonly depth: number;
}

/** One thread of a parallel search. */
export class Searcher {
  readonly #signals: Int32Array;
  readonly #number: number;
  readonly #store: SharedStore;

  constructor(signals: Int32Array, number: number, store: SharedStore) {
    this.#signals = signals;
    this.#number = number;
    this.#store = store;
  }

  /** Takes batches until there are none, or until somebody asks for a pause. */
  run(product: Product<Automata>, work: Work, onBatch?: () => void): RoundReport {
    const signals = this.#signals;
    const store = this.#store;
    const { ranges, batch, depth } = work;
    const total = countOf(ranges);
    const findings = new Findings(product.monitors.length);
    const handedBack: number[] = [];
    store.added = 0;
    while (Atomics.load(signals, pauseSignal) === 0) {
      const from = Atomics.add(signals, cursorSignal, batch);
      if (from >= total) break;
      const part = slice(ranges, from, Math.min(from + batch, total));
      this.#expandAll(product, part, depth, findings, handedBack);
      Atomics.store(signals, foundSignals + this.#number, store.added);
      onBatch?.();
    }
    return { added: store.added, runs: store.takeRuns(), handedBack, findings: findings.image };
  }

  #expandAll(
    product: Product<Automata>,
    part: Ranges,
    depth: number,
    findings: Findings,
    handedBack: number[],
  ): void {
    const store = this.#store;
    // Once it has stopped, what is left of the batch is in no layout that the product knows.
    let hasStopped = false;
    for (let at = 0; at < part.length; at += 2) {
      for (let state = part[at]!; state < part[at + 1]!; state++) {
        const isExpanded = hasStopped ? undefined : this.#expand(product, state);
        if (isExpanded === undefined) {
          addRange(handedBack, state, state + 1);
        } else if (!isExpanded || store.room < product.successors.count) {
          // Without room for what follows, or with a layout that has become too small, nobody goes on.
          hasStopped = true;
          Atomics.store(this.#signals, pauseSignal, 1);
          addRange(handedBack, state, state + 1);
        } else findings.take(product, store, state, depth);
      }
    }
  }

  /** Undefined if something is missing that a copy does not learn. */
  #expand(product: Product<Automata>, state: number): boolean | undefined {
    try {
      return product.expand(this.#store.chunkOf(state), this.#store.offsetOf(state));
    } catch (error) {
      if (error instanceof Unlearned) return undefined;
      throw error;
    }
  }
}
