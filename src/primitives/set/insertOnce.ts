import { again, cell, type Call, type Cell, definePrimitive, done, loop, type Step } from 'heddle';
import { visitedSet } from 'heddle/models';

/** Places of the table; more than there are items, so that a free one is always found. */
const slotCount = 4;
/** Items that each thread has room for, and one more place, which may be written in vain. */
const roomOfThread = 3;

/** Items of the same remainder share a tag and begin at the same slot, so that these meet. */
const hashOf = (item: number): number => item % 2;
/** An entry of the table: a tag, and the number of a place; 0 is free. */
const entryOf = (item: number, place: number): number => 100 * (hashOf(item) + 1) + place;
const tagOf = (entry: number): number => Math.floor(entry / 100);
const placeOf = (entry: number): number => entry % 100;

/**
 * The table of visited states that the threads of a parallel search share (src/explore/parallel/sharedStore.ts).
 *
 * To add an item, a thread looks along the slots from the one that the hash names. At a free slot it writes the
 * item to the next free place of its own and then, with one compare-and-swap, the number of that place into the slot.
 * If another thread was faster, it looks at what that one has entered; the place is written over later. An entry
 * never changes.
 */
class SharedTable {
  readonly slots = Array.from({ length: slotCount }, () => cell(0));
  /** What is written at each place: those of thread 0, then those of thread 1, and so on. */
  readonly places: readonly Cell<number>[];
  /** Of each thread: how many of its places are taken. */
  readonly taken: readonly Cell<number>[];

  constructor(threads: number) {
    this.places = Array.from({ length: threads * roomOfThread }, () => cell(0));
    this.taken = Array.from({ length: threads }, () => cell(0));
  }

  *add({ item, me }: Call): Step<boolean> {
    const { slots, places } = this;
    const next = me * roomOfThread + (yield* this.taken[me]!.read());
    const enter = (slot: number): Step<number> => this.enter(slot, item, next);
    const isNew = yield* loop(hashOf(item), function* (slot) {
      let entry = yield* slots[slot]!.read();
      if (entry === 0) {
        entry = yield* enter(slot);
        if (entry === 0) return done(true);
      }
      const isAlike = tagOf(entry) === hashOf(item) + 1;
      if (isAlike && (yield* places[placeOf(entry)]!.read()) === item) return done(false);
      return again((slot + 1) % slotCount);
    });
    if (isNew) yield* this.taken[me]!.write(next - me * roomOfThread + 1);
    return isNew;
  }

  /** Enters an item at a slot that was free; answers 0, or what another thread has entered before. */
  protected *enter(slot: number, item: number, place: number): Step<number> {
    yield* this.places[place]!.write(item);
    return yield* this.slots[slot]!.compareAndSwap(0, entryOf(item, place));
  }
}

/** A broken twin: it trusts its look at the slot, and writes. */
class LooksThenWrites extends SharedTable {
  protected override *enter(slot: number, item: number, place: number): Step<number> {
    yield* this.places[place]!.write(item);
    yield* this.slots[slot]!.write(entryOf(item, place));
    return 0;
  }
}

/** A broken twin: its entry leads to a place at which nothing is written yet. */
class EntersFirst extends SharedTable {
  protected override *enter(slot: number, item: number, place: number): Step<number> {
    const before = yield* this.slots[slot]!.compareAndSwap(0, entryOf(item, place));
    if (before === 0) yield* this.places[place]!.write(item);
    return before;
  }
}

const common = {
  module: import.meta.url,
  model: visitedSet,
  source: {
    citation:
      'A. Laarman, J. van de Pol and M. Weber, Boosting multi-core reachability performance with shared hash tables, FMCAD 2010, 247-255; key LaarmanPolWeber2010',
  },
};

export const insertOnce = definePrimitive({
  ...common,
  name: 'insert-once',
  title: 'The table of visited states that threads share',
  note: "Heddle's own: what the threads of a parallel search add their states to.",
  expected: { violates: [], from: 'the paper' },
  create: ({ threads }) => new SharedTable(threads),
});

export const insertOnceLooking = definePrimitive({
  ...common,
  name: 'insert-once-looking',
  title: 'The table of visited states, looked at and then written (broken twin)',
  expected: { violates: ['refinement'], from: 'two threads find the slot free, and both enter' },
  create: ({ threads }) => new LooksThenWrites(threads),
});

export const insertOnceEarly = definePrimitive({
  ...common,
  name: 'insert-once-early',
  title: 'The table of visited states, entered before it is written (broken twin)',
  expected: {
    violates: ['refinement'],
    from: 'whoever compares reads a place at which nothing is written yet',
  },
  create: ({ threads }) => new EntersFirst(threads),
});
