/**
 * The exhaustive search by several threads on shared memory, level by level, so that the first violation
 * of a property is a shortest one, as on one core. States, transitions, quiet moments and end states are
 * the same numbers.
 *
 * One thread, the lead, has the learner, and searches too. The others, its mates, search with copies of
 * what has been learned, and hand back the states at which a copy has a gap. A level takes one round if
 * nothing is missing; what was handed back is done in a further one, after the lead has learned from
 * some of it and has sent new copies. As the tables fill, rounds become as few as levels.
 *
 *   round: everybody takes batches of the level ── all done ──▶ lead: room, tables, copies ──▶ round
 */

import { amountLearned, imageOf } from '../../automata/automataCopy.ts';
import type { Stop } from '../../core/verdict.ts';
import type { Begun } from '../begun.ts';
import { chunkBits, chunkStates } from '../chunks.ts';
import { Findings } from '../findings.ts';
import type { Product } from '../product.ts';
import type { StateStore } from '../stateStore.ts';
import type { Crew, Mate } from './crew.ts';
import { addRange, countOf, slice, type Ranges } from './ranges.ts';
import { rehashShare, sharesMax } from './rehashShare.ts';
import { Searcher } from './searcher.ts';
import { laidOut, sharedInts, SharedStore, type Chunk } from './sharedStore.ts';
import { cursorSignal, foundSignals, pauseSignal } from './signals.ts';
import { Team } from './team.ts';

/** How a search goes on, looked at now and then: why it is to stop, if it is. */
export type Look = (now: {
  readonly states: number;
  readonly frontier: number;
  readonly transitions: number;
  readonly depth: number;
  readonly bytes: number;
}) => Stop | undefined;

/** What several threads have found together. */
export interface Together {
  readonly store: SharedStore;
  readonly findings: Findings;
  readonly states: number;
  readonly depth: number;
  readonly frontier: number;
  readonly stop: Stop | undefined;
}

/** States that the lead expands by itself after a round in which something was missing. */
const lessonStates = 256;
const batchMax = 512;
const loadMax = 0.7;

/** Goes on with a search, together with mates. */
export function leadSearch(
  product: Product,
  begun: Begun,
  crew: Crew,
  mates: readonly Mate[],
  look: Look,
  endsWithViolation: boolean,
): Together {
  const search = new LeadSearch(product, begun, crew, mates, look);
  try {
    const together = search.run(endsWithViolation);
    search.end();
    return together;
  } catch (error) {
    // Where the mates stand is not known, so they are of no use any more.
    crew.abandon();
    throw error;
  }
}

class LeadSearch {
  readonly #product: Product;
  readonly #signals: Int32Array;
  readonly #team: Team;
  readonly #look: Look;
  readonly #store: SharedStore;
  readonly #searcher: Searcher;
  readonly #findings: Findings;
  readonly #rooms: number[];
  /** All states, in the order of their levels. */
  readonly #all: number[] = [];
  #chunks: Chunk[] = [];
  #states: number;
  /** The states of this level that have not been expanded, and those of the next. */
  #level: Ranges;
  #next: number[] = [];
  #depth: number;
  #layout;
  #amountSent = -1;
  #stop: Stop | undefined;

  constructor(product: Product, begun: Begun, { signals }: Crew, mates: readonly Mate[], look: Look) {
    this.#product = product;
    this.#signals = signals;
    this.#team = new Team(signals, mates);
    this.#look = look;
    this.#layout = product.layout;
    this.#findings = begun.findings;
    this.#states = begun.store.size;
    this.#depth = begun.depth;
    this.#level = begun.state < begun.levelEnd ? [begun.state, begun.levelEnd] : [];
    addRange(this.#next, begun.levelEnd, begun.store.size);
    addRange(this.#all, 0, begun.store.size);
    this.#rooms = Array.from({ length: mates.length + 1 }, () => 0);
    this.#store = new SharedStore(0, this.#layout.wordCount);
    this.#searcher = new Searcher(signals, 0, this.#store);
    mates.forEach((mate, index) =>
      mate.post({ type: 'begin', searcher: index + 1, wordCount: this.#layout.wordCount }),
    );
    this.#takeOver(begun.store);
  }

  run(endsWithViolation: boolean): Together {
    for (;;) {
      while (countOf(this.#level) > 0 && this.#stop === undefined) this.#round();
      if (this.#stop !== undefined || this.#next.length === 0) break;
      if (endsWithViolation && this.#findings.isAllViolated) break;
      this.#level = this.#next;
      this.#next = [];
      this.#depth++;
    }
    this.#store.close(this.#all);
    return {
      store: this.#store,
      findings: this.#findings,
      states: this.#states,
      depth: this.#depth,
      frontier: countOf(this.#level) + countOf(this.#next),
      stop: this.#stop,
    };
  }

  /** Has the mates forget everything. */
  end(): void {
    this.#team.start({ type: 'end' });
    this.#team.finish('end');
  }

  /** Expands what can be of the level. */
  #round(): void {
    const todo = countOf(this.#level);
    this.#makeRoom(todo);
    this.#sendWhatIsLearned();
    const searchers = this.#team.size + 1;
    const batch = Math.min(batchMax, Math.max(16, Math.ceil(todo / (8 * searchers))));
    const work = { ranges: this.#level, batch, depth: this.#depth };
    this.#team.start({ type: 'round', work });
    const own = this.#searcher.run(this.#product, work, () => {
      this.#stop ??= this.#ask();
      if (this.#stop !== undefined) Atomics.store(this.#signals, pauseSignal, 1);
    });
    const others = this.#team.finish('round').map(({ report }) => report);
    const reports = [own, ...others];
    const taken = Math.min(todo, Atomics.load(this.#signals, cursorSignal));
    const left: number[] = [];
    reports.forEach(({ added, runs, handedBack, findings }, searcher) => {
      this.#rooms[searcher]! -= added;
      this.#states += added;
      this.#findings.join(findings);
      append(this.#next, runs);
      append(this.#all, runs);
      append(left, handedBack);
    });
    append(left, slice(this.#level, taken, todo));
    this.#level = left;
    this.#relayout();
    if (left.length > 0 && this.#stop === undefined) this.#learnFromSome();
  }

  /** Expands some of the states that are left, alone: whatever was missing for them is then learned. */
  #learnFromSome(): void {
    this.#makeRoom(lessonStates);
    Atomics.store(this.#signals, cursorSignal, 0);
    Atomics.store(this.#signals, pauseSignal, 0);
    const some = slice(this.#level, 0, lessonStates);
    const rest = slice(this.#level, lessonStates, countOf(this.#level));
    const report = this.#searcher.run(this.#product, {
      ranges: some,
      batch: lessonStates,
      depth: this.#depth,
    });
    this.#rooms[0]! -= report.added;
    this.#states += report.added;
    this.#findings.join(report.findings);
    append(this.#next, report.runs);
    append(this.#all, report.runs);
    this.#level = [...report.handedBack];
    append(this.#level as number[], rest);
    this.#relayout();
  }

  #ask(): Stop | undefined {
    let states = this.#states;
    for (let searcher = 0; searcher < this.#rooms.length; searcher++) {
      states += Atomics.load(this.#signals, foundSignals + searcher);
    }
    const taken = Atomics.load(this.#signals, cursorSignal);
    const frontier = Math.max(0, countOf(this.#level) - taken) + states - this.#states + countOf(this.#next);
    const { transitions } = this.#findings;
    return this.#look({ states, frontier, transitions, depth: this.#depth, bytes: this.#store.bytes });
  }

  /** Takes over the states of a search on one core, under the same numbers. */
  #takeOver(from: StateStore): void {
    const { wordCount } = this.#layout;
    const chunkCount = Math.ceil(from.size / chunkStates);
    for (let number = 0; number < chunkCount; number++) {
      const words = sharedInts(chunkStates * wordCount);
      const parents = sharedInts(chunkStates);
      words.set(from.chunkOf(number << chunkBits));
      parents.set(from.parentsOf(number << chunkBits));
      this.#chunks.push({ number, owner: -1, words, parents });
    }
    this.#give(this.#chunks);
  }

  /** Sees to it that each searcher has room for its share of what follows from some states. */
  #makeRoom(todo: number): void {
    const searchers = this.#rooms.length;
    const wanted = Math.ceil((2 * todo) / searchers) + chunkStates / 4;
    const chunks: Chunk[] = [];
    for (let owner = 0; owner < searchers; owner++) {
      for (; this.#rooms[owner]! < wanted; this.#rooms[owner]! += chunkStates) {
        const words = sharedInts(chunkStates * this.#layout.wordCount);
        const number = this.#chunks.length + chunks.length;
        chunks.push({ number, owner, words, parents: sharedInts(chunkStates) });
      }
    }
    if (chunks.length > 0) {
      this.#chunks.push(...chunks);
      this.#give(chunks);
    }
    const places = this.#store.chunkCount * chunkStates;
    if (places > loadMax * this.#store.tableLength) this.#makeTable(places);
  }

  #give(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) this.#store.addChunk(chunk);
    this.#team.tell({ type: 'chunks', chunks });
  }

  /** Makes a table with room for so many states, and enters all that there are. */
  #makeTable(places: number): void {
    let length = Math.max(this.#store.tableLength, chunkStates);
    while (places > loadMax * length) length *= 2;
    const table = sharedInts(length);
    this.#store.setTable(table);
    this.#team.tell({ type: 'table', table });
    const ranges = [...this.#all];
    const work = { ranges, shares: Math.min(this.#rooms.length, sharesMax) };
    this.#team.start({ type: 'rehash', work });
    const own = rehashShare(this.#store, work, 0);
    const others = this.#team.finish('rehash').map(({ unplaced }) => unplaced);
    for (const unplaced of [own, ...others]) this.#store.place(unplaced);
  }

  /** Lays all states out anew if the product has a new layout. */
  #relayout(): void {
    const from = this.#layout;
    const to = this.#product.layout;
    if (from === to) return;
    this.#chunks = this.#chunks.map((chunk) => ({ ...chunk, words: laidOut(chunk.words, from, to) }));
    this.#layout = to;
    const chunks = this.#chunks.map(({ words }) => words);
    this.#store.setWords(to.wordCount, chunks);
    this.#team.tell({ type: 'words', wordCount: to.wordCount, chunks });
    this.#makeTable(this.#store.chunkCount * chunkStates);
  }

  #sendWhatIsLearned(): void {
    const { learner, monitors, layout } = this.#product;
    const amount = amountLearned(learner, monitors);
    if (amount === this.#amountSent) return;
    this.#amountSent = amount;
    const automata = imageOf(learner);
    const images = monitors.map(({ image }) => image);
    this.#team.tell({ type: 'learned', automata, monitors: images, widths: layout.widths });
  }
}

function append(ranges: number[], more: Ranges): void {
  for (let at = 0; at < more.length; at += 2) addRange(ranges, more[at]!, more[at + 1]!);
}
