import type { Learner } from '../../automata/learner.ts';
import { HeddleBug } from '../../core/errors.ts';
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

/**
 * Threads that stand for each other: what one has allocated is `own` to it and `another's` to the rest.
 *
 *   fixed objects │ own slots, others' slots by family and rank │ own pools, others' pools by family
 */
export function symmetricView(things: Things, learner: Learner, naming: Naming): View {
  const { objects } = learner.program.arena;
  const pools = things.pools;
  const families = Math.max(0, ...pools.map(({ family }) => family + 1));
  const ranks = Math.max(1, ...pools.map(({ slots }) => slots.length));
  const slotBase = things.objectCount;
  const poolBase = slotBase + 2 * families * ranks;
  const count = poolBase + 2 * families;

  const seenAs = (thread: number, thing: number): number => {
    const slot = thing < slotBase ? objects[thing]!.pool : undefined;
    if (thing < slotBase && slot === undefined) return thing;
    const pool = slot ?? pools[thing - slotBase];
    if (pool === undefined) throw new HeddleBug(`no thing has the number ${thing}`);
    const others = pool.thread === thread ? 0 : 1;
    if (slot === undefined) return poolBase + 2 * pool.family + others;
    const rank = slot.slots.indexOf(objects[thing]!.index);
    return slotBase + 2 * (pool.family * ranks + rank) + others;
  };

  const meant = new Map<string, number[]>();
  for (let thread = 0; thread < learner.threads.length; thread++) {
    for (let thing = 0; thing < slotBase + pools.length; thing++) {
      const key = `${thread} ${seenAs(thread, thing)}`;
      meant.set(key, [...(meant.get(key) ?? []), thing]);
    }
  }
  return {
    wordCount: Math.max(1, Math.ceil(count / 32)),
    classOf: (thread, node) => naming.classOf(thread, node),
    seenAs,
    meantBy: (thread, seen) => meant.get(`${thread} ${seen}`) ?? [],
    isCertain: (seen) => seen < slotBase || (seen - slotBase) % 2 === 0,
  };
}
