import { AutomataCopy } from '../../automata/automataCopy.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import { Layout } from '../layout.ts';
import { Product } from '../product.ts';
import type { Lead, Order, Outcome } from './crew.ts';
import { rehashShare } from './rehashShare.ts';
import { Searcher } from './searcher.ts';
import { SharedStore } from './sharedStore.ts';
import { awaitChange, doneSignal, orderSignal, presentSignal, raise } from './signals.ts';

/**
 * What a mate does: it waits for orders, and carries them out, for ever. It never learns: a state at
 * which its copy of the tables has a gap, it hands back.
 */
export function searchAsMate(lead: Lead, signals: Int32Array): void {
  let orders = Atomics.load(signals, orderSignal);
  raise(signals, presentSignal);
  const mate = new MateSearch(signals);
  for (;;) {
    const now = awaitChange(signals, orderSignal, orders);
    if (now === orders) continue;
    orders = now;
    try {
      let outcome: Outcome | undefined;
      for (let order = lead.receive(); order !== undefined; order = lead.receive()) {
        outcome = mate.carryOut(order) ?? outcome;
      }
      lead.post({ type: 'done', order: orders, outcome });
    } catch (error) {
      lead.post({ type: 'failed', order: orders, message: (error as Error).stack ?? String(error) });
    }
    raise(signals, doneSignal);
  }
}

/** One search, as a mate sees it. */
class MateSearch {
  readonly #signals: Int32Array;
  #store: SharedStore | undefined;
  #searcher: Searcher | undefined;
  #product: Product<AutomataCopy> | undefined;

  constructor(signals: Int32Array) {
    this.#signals = signals;
  }

  carryOut(order: Order): Outcome | undefined {
    switch (order.type) {
      case 'begin':
        this.#store = new SharedStore(order.searcher, order.wordCount);
        this.#searcher = new Searcher(this.#signals, order.searcher, this.#store);
        return undefined;
      case 'learned':
        this.#product = new Product(
          new AutomataCopy(order.automata),
          order.monitors.map((image) => MonitorTable.copyOf(image)),
          { layout: new Layout(order.widths) },
        );
        return undefined;
      case 'chunks':
        for (const chunk of order.chunks) this.#store!.addChunk(chunk);
        return undefined;
      case 'words':
        this.#store!.setWords(order.wordCount, order.chunks);
        return undefined;
      case 'table':
        this.#store!.setTable(order.table);
        return undefined;
      case 'rehash':
        return { of: 'rehash', unplaced: rehashShare(this.#store!, order.work, this.#store!.searcher) };
      case 'round':
        return { of: 'round', report: this.#searcher!.run(this.#product!, order.work) };
      case 'end':
        this.#store = this.#searcher = this.#product = undefined;
        return { of: 'end' };
    }
  }
}
