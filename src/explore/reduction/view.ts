import type { Learner } from '../../automata/learner.ts';
import type { Naming } from '../symmetry/naming.ts';
import type { Things } from './thingSets.ts';

/** What the threads that share a graph call its nodes and its things. */
export interface View {
  readonly wordCount: number;
  classOf(thread: number, node: number): number;
  /** What a thread calls a thing. */
  seenAs(thread: number, thing: number): number;
  /** All the things that a thread may mean. */
  meantBy(thread: number, seen: number): readonly number[];
  /** Whether what a thread calls so is always one and the same thing. */
  isCertain(seen: number): boolean;
}

/** Threads for which nothing has another name. */
export function plainView(things: Things): View {
  return {
    wordCount: things.wordCount,
    classOf: (_thread, node) => node,
    seenAs: (_thread, thing) => thing,
    meantBy: (_thread, seen) => [seen],
    isCertain: () => true,
  };
}

/** Ranks from here on are not told apart. */
const ranks = 16;

/** Kinds of things in the view of a thread; five numbers in a row stand for one of each. */
const fixed = 0;
const ownSlot = 1;
const othersSlot = 2;
const ownPool = 3;
const othersPool = 4;
const kinds = 5;

/**
 * Threads that stand for each other: what one has allocated is its own to it and another's to the
 * rest. Slots are numbered by family and rank.
 */
export function symmetricView(things: Things, learner: Learner, naming: Naming): View {
  const { objects } = learner.program.arena;
  const families = Math.max(0, ...things.pools.map(({ family }) => family + 1));

  const seenAs = (thread: number, thing: number): number => {
    const pool = things.poolAt(thing);
    if (pool !== undefined) return kinds * pool.family + (pool.thread === thread ? ownPool : othersPool);
    const { index, pool: home } = objects[thing / 2]!;
    if (home === undefined) return kinds * index + fixed;
    const rank = Math.min(home.slots.indexOf(index), ranks - 1);
    return kinds * (home.family * ranks + rank) + (home.thread === thread ? ownSlot : othersSlot);
  };

  const meant = learner.threads.map((_, thread) => {
    const meantByThread = new Map<number, number[]>();
    const note = (thing: number): void => {
      const seen = seenAs(thread, thing);
      meantByThread.set(seen, [...(meantByThread.get(seen) ?? []), thing]);
    };
    for (let object = 0; object < things.objectCount; object++) note(things.ofObject(object));
    for (const pool of things.pools) note(things.ofPool(pool));
    return meantByThread;
  });
  const count = kinds * Math.max(things.objectCount, families * ranks);
  return {
    wordCount: Math.max(1, Math.ceil(count / 32)),
    classOf: (thread, node) => naming.classOf(thread, node),
    seenAs,
    meantBy: (thread, seen) => meant[thread]!.get(seen) ?? [],
    isCertain: (seen) => {
      const kind = seen % kinds;
      const rank = Math.floor(seen / kinds) % ranks;
      return kind === fixed || (kind === ownSlot && rank < ranks - 1);
    },
  };
}
