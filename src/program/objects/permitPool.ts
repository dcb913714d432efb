/**
 * The common ground of locks and semaphores: a count of permits, and who waits for one.
 *
 * In the weak strength a waiter is not registered, so the value is the bare count. In the blocked
 * strengths a release with waiters hands its permit to one of them, whose `resume` is then enabled.
 */

import {
  blocked,
  fail,
  next,
  park,
  type ObjectKind,
  type OperationRule,
  type Outcome,
  type Possession,
  type Resolved,
  type Strength,
} from '../objectKind.ts';

/** What a release does when the count is at its limit. */
export type Excess = 'fails' | 'is lost' | 'waits';

/** How a pool of permits behaves, and what its operations are called. */
export interface PoolRules {
  readonly name: string;
  /** What its operations are called: waiting for a permit, trying for one, giving one, looking whether there is none. */
  readonly verbs: {
    readonly take: string;
    readonly tryTake: string;
    readonly give: string;
    readonly isEmpty: string;
  };
  readonly strength: Strength;
  /** The largest count; Infinity where there is none. */
  readonly limit: number;
  readonly excess: Excess;
  readonly excessMessage: string;
  /** Whether only the thread that took the permit may give it back. */
  readonly isOwned: boolean;
  /** Whether whoever takes the permit is expected to give it back. */
  readonly isLock: boolean;
  readonly renderCount: (count: number) => string;
}

/** A bare count, or a count with waiters in the order of their coming (a set is kept sorted). */
export type Pool = number | QueuedPool;

interface QueuedPool {
  readonly count: number;
  readonly queue: readonly number[];
  /** Only where permits are owned. */
  readonly owner?: number;
}

/** A pool of `count` permits. */
export function permitPool(count: number, rules: PoolRules): Resolved<Pool> {
  const isBare = rules.strength === 'weak' && !rules.isOwned;
  return { kind: kindOf(rules, isBare), initial: isBare ? count : { count, queue: [] } };
}

const kinds = new Map<string, ObjectKind<Pool>>();

function kindOf(rules: PoolRules, isBare: boolean): ObjectKind<Pool> {
  const { name, strength, limit, excess, isOwned } = rules;
  const key = [name, strength, limit, excess, isOwned].join();
  const known = kinds.get(key);
  if (known !== undefined) return known;
  const kind: ObjectKind<Pool> = {
    name,
    operations: isBare ? bareCount(rules) : queued(rules),
    render: (pool) => render(pool, rules),
    rename: (pool, nameOf) => rename(pool, nameOf, strength),
    namesInOrder: strength !== 'blocked-set',
    ...(rules.isLock ? { possession: possessionOf } : {}),
  };
  kinds.set(key, kind);
  return kind;
}

function possessionOf(pool: Pool): Possession {
  return typeof pool === 'number'
    ? { isTaken: pool === 0, waiters: [] }
    : { isTaken: pool.count === 0, waiters: pool.queue };
}

function rename(pool: Pool, nameOf: (thread: number) => number, strength: Strength): Pool {
  if (typeof pool === 'number') return pool;
  const queue = pool.queue.map(nameOf);
  return {
    count: pool.count,
    queue: strength === 'blocked-set' ? queue.toSorted((a, b) => a - b) : queue,
    ...(pool.owner === undefined ? {} : { owner: nameOf(pool.owner) }),
  };
}

function render(pool: Pool, { renderCount }: PoolRules): string {
  if (typeof pool === 'number') return renderCount(pool);
  const owner = pool.owner === undefined ? '' : ` by T${pool.owner}`;
  const queue = pool.queue.length === 0 ? '' : `, T${pool.queue.join(' T')} waiting`;
  return `${renderCount(pool.count)}${owner}${queue}`;
}

function bareCount(rules: PoolRules): Record<string, OperationRule> {
  const { verbs } = rules;
  const operations: Record<string, OperationRule<number>> = {
    [verbs.take]: ({ value: count }) => (count > 0 ? next(count - 1, true) : blocked),
    [verbs.tryTake]: ({ value: count }) => (count > 0 ? next(count - 1, true) : next(count, false)),
    [verbs.give]: ({ value: count }) => (count < rules.limit ? next(count + 1) : overflow(count, rules)),
    [verbs.isEmpty]: ({ value: count }) => next(count, count === 0),
  };
  return operations;
}

function queued(rules: PoolRules): Record<string, OperationRule> {
  const { verbs, strength, limit, isOwned } = rules;
  const mayJoin = strength !== 'weak';

  const taken = (pool: QueuedPool, me: number): QueuedPool =>
    isOwned ? { count: pool.count - 1, queue: pool.queue, owner: me } : { ...pool, count: pool.count - 1 };

  const handedTo = (pool: QueuedPool, heir: number): QueuedPool => ({
    ...pool,
    queue: pool.queue.filter((thread) => thread !== heir),
    ...(isOwned ? { owner: heir } : {}),
  });

  const operations: Record<string, OperationRule<QueuedPool>> = {
    [verbs.take]: {
      step: ({ value: pool, me }) => {
        if (pool.count > 0) return next(taken(pool, me), true);
        if (!mayJoin) return blocked;
        const queue = [...pool.queue, me];
        return park({ ...pool, queue: strength === 'blocked-set' ? queue.sort((a, b) => a - b) : queue });
      },
      resume: ({ value: pool, me }) => (pool.queue.includes(me) ? blocked : next(pool, true)),
      withdraw: ({ value: pool, me }) =>
        pool.queue.includes(me)
          ? next({ ...pool, queue: pool.queue.filter((thread) => thread !== me) })
          : blocked,
    },
    [verbs.tryTake]: ({ value: pool, me }) =>
      pool.count > 0 ? next(taken(pool, me), true) : next(pool, false),
    [verbs.give]: ({ value: pool, me }) => {
      if (isOwned && pool.owner !== undefined && pool.owner !== me) {
        return fail(pool, `T${me} gives back what T${pool.owner} holds`);
      }
      if (pool.queue.length > 0) {
        const heirs = strength === 'blocked-queue' ? pool.queue.slice(0, 1) : pool.queue;
        return heirs.map((heir) => next(handedTo(pool, heir)));
      }
      if (pool.count >= limit) return overflow(pool, rules);
      return next({ count: pool.count + 1, queue: pool.queue });
    },
    [verbs.isEmpty]: ({ value: pool }) => next(pool, pool.count === 0),
  };
  return operations;
}

function overflow<State>(pool: State, rules: PoolRules): Outcome<State> | readonly Outcome<State>[] {
  switch (rules.excess) {
    case 'fails':
      return fail(pool, rules.excessMessage);
    case 'is lost':
      return next(pool);
    case 'waits':
      return blocked;
  }
}
