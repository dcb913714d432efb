import type { AutomataImage } from '../../automata/automataCopy.ts';
import type { MonitorImage } from '../../automata/monitorTable.ts';
import type { Ranges } from './ranges.ts';
import type { RehashWork } from './rehashShare.ts';
import type { RoundReport, Work } from './searcher.ts';
import type { Chunk } from './sharedStore.ts';

/** Another thread that searches too: what is posted to it, it gets in order, and so the other way. */
export interface Mate {
  post(order: Order): void;
  /** The next answer that has come; undefined if there is none. */
  receive(): Answer | undefined;
}

/** The threads with which a search can share its work. */
export interface Crew {
  /** See signals.ts; the same memory in all threads. */
  readonly signals: Int32Array;
  /**
   * Those that are there by now for a search that has found so many states; none where it is too small to need any.
   * They are set off when a search may come to need them.
   */
  mates(states: number): readonly Mate[];
  /** Ends the mates, after something has gone wrong. */
  abandon(): void;
}

/** The one who leads, as a mate sees it. */
export interface Lead {
  post(answer: Answer): void;
  receive(): Order | undefined;
}

/** What the lead wants. Those of one kind follow each other up to one with `act`, which is carried out. */
export type Order =
  | { readonly type: 'begin'; readonly searcher: number; readonly wordCount: number }
  | {
      readonly type: 'learned';
      readonly automata: AutomataImage;
      readonly monitors: readonly MonitorImage[];
      readonly widths: readonly number[];
    }
  | { readonly type: 'chunks'; readonly chunks: readonly Chunk[] }
  | { readonly type: 'words'; readonly wordCount: number; readonly chunks: readonly Int32Array[] }
  | { readonly type: 'table'; readonly table: Int32Array }
  | { readonly type: 'rehash'; readonly work: RehashWork }
  | { readonly type: 'round'; readonly work: Work }
  | { readonly type: 'end' };

/** What comes of an order that is carried out. */
export type Outcome =
  | { readonly of: 'round'; readonly report: RoundReport }
  | { readonly of: 'rehash'; readonly unplaced: Ranges }
  | { readonly of: 'end' };

/** What a mate says when it has done what was wanted, by the number of the signal that told it to. */
export type Answer =
  | { readonly type: 'done'; readonly order: number; readonly outcome: Outcome | undefined }
  | { readonly type: 'failed'; readonly order: number; readonly message: string };
