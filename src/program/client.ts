/**
 * Clients: how they are written and read, and which of them nobody can mean.
 */

import type { Client, ClientOperation, Plan } from '../core/client.ts';
import { UsageError } from '../core/errors.ts';
import type { Model } from '../core/model.ts';
import { interruptKindName, type InterruptKind } from '../core/schedule.ts';

/** What is written and read here. */
export type { Client, ClientOperation, Plan } from '../core/client.ts';

/** The name in the model's contract of what a client does: a post is a release by somebody who need hold nothing. */
export function nameInContract(operation: string): string {
  return operation === 'post' ? 'release' : operation;
}

/** The first operation, as the contract names it, that clients call and that is not offered. */
export function missingOperation(clients: readonly Client[], offered: readonly string[]): string | undefined {
  return clients
    .flatMap(({ plans }) => plans.flatMap(({ operations }) => operations))
    .map(({ operation }) => nameInContract(operation))
    .find((name) => !offered.includes(name));
}

/** `threads` threads that each acquire and release `rounds` times. */
export function workload(threads: number, rounds: number | 'forever', permits: number): Client {
  const plan: Plan = { operations: [{ operation: 'acquire' }, { operation: 'release' }], rounds };
  return { permits, plans: Array.from({ length: threads }, () => plan) };
}

/** `keepers` threads that acquire once and keep, and one thread for each number of `posts`. */
export function postings(keepers: number, posts: readonly number[], permits: number): Client {
  return {
    permits,
    plans: [
      ...Array.from({ length: keepers }, () => planOf('acquire')),
      ...posts.map((count) => ({ ...planOf('post'), rounds: count })),
    ],
  };
}

/**
 * A plan in words, once: `planOf('tryAcquire release')`. `release*2` gives back two permits at once, `put:7` hands
 * over the item 7.
 */
export function planOf(words: string, rounds: number | 'forever' = 1): Plan {
  const operations = words
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word): ClientOperation => {
      const [, operation = '', permits, item] = /^([^*:]*)(?:\*([^:]*))?(?::(.*))?$/.exec(word) ?? [];
      return {
        operation,
        ...(permits === undefined ? {} : { permits: Number(permits) }),
        ...(item === undefined ? {} : { item: Number(item) }),
      };
    });
  return { operations, rounds };
}

/** Interrupts of one kind, at most `budget` in an execution. */
export function withInterrupts(client: Client, kind: InterruptKind, budget = 1): Client {
  return { ...client, interrupts: { kind, budget }, isProbed: true };
}

/** The client in one line: `3 threads × 2 rounds of acquire release, 1 permit`. */
export function describeClient({ permits, plans, interrupts, isProbed }: Client): string {
  const groups = new Map<string, number>();
  for (const plan of plans) {
    const words = describeRounds(plan);
    groups.set(words, (groups.get(words) ?? 0) + 1);
  }
  const threads = [...groups].map(
    ([words, count]) => `${count} ${count === 1 ? 'thread' : 'threads'} × ${words}`,
  );
  return [
    threads.join(' + '),
    `${permits} ${permits === 1 ? 'permit' : 'permits'}`,
    ...(interrupts === undefined
      ? []
      : [`${interrupts.budget} × interrupt ${interruptKindName(interrupts.kind)}`]),
    ...(isProbed === true ? ['probed'] : []),
  ].join(', ');
}

/** The operations of a plan in the words that {@link planOf} reads. */
export function describePlan({ operations }: Plan): string {
  return operations
    .map(
      ({ operation, permits = 1, item }) =>
        `${operation}${permits === 1 ? '' : `*${permits}`}${item === undefined ? '' : `:${item}`}`,
    )
    .join(' ');
}

function describeRounds(plan: Plan): string {
  const { rounds = 1 } = plan;
  const words = describePlan(plan);
  if (rounds === 'forever') return `(${words}) for ever`;
  return rounds === 1 ? `(${words})` : `${rounds} rounds (${words})`;
}

/** How many permits a client posts in all. */
export function postsOf({ plans }: Client): number {
  return plans.reduce((sum, { operations, rounds = 1 }) => {
    const each = operations
      .filter(({ operation }) => operation === 'post')
      .reduce((total, { permits = 1 }) => total + permits, 0);
    return each === 0 ? sum : sum + each * (rounds === 'forever' ? Infinity : rounds);
  }, 0);
}

/** The most permits that one acquire of the client asks for, at least 1. */
export function requestMaxOf({ plans }: Client, { operations: contracts }: Model): number {
  const requests = plans
    .flatMap(({ operations }) => operations)
    .filter(({ operation }) => contracts[operation]?.effect === 'takes');
  return Math.max(1, ...requests.map(({ permits = 1 }) => permits));
}

/** @throws UsageError for a client that nobody can mean. */
export function checkClient(client: Client): void {
  const { permits, plans, interrupts } = client;
  if (!Number.isInteger(permits) || permits < 0) {
    throw new UsageError({
      what: 'A client needs a number of permits.',
      found: String(permits),
      expected: 'an integer, 0 or more',
    });
  }
  if (plans.length === 0) {
    throw new UsageError({
      what: 'A client needs at least one thread.',
      found: 'no threads',
      expected: '1 thread or more',
    });
  }
  for (const { operations, rounds = 1 } of plans) {
    if (operations.length === 0) {
      throw new UsageError({
        what: 'A thread of the client does nothing.',
        found: 'a plan without operations',
        expected: 'at least one operation, such as acquire',
      });
    }
    if (rounds !== 'forever' && (!Number.isInteger(rounds) || rounds < 1)) {
      throw new UsageError({
        what: 'A client needs a number of rounds.',
        found: String(rounds),
        expected: 'an integer, 1 or more, or forever',
      });
    }
    for (const { operation, permits: count = 1, item = 0 } of operations) {
      if (!Number.isInteger(item)) {
        throw new UsageError({
          what: `The operation ${operation} hands over what is no item.`,
          found: String(item),
          expected: 'an integer',
        });
      }
      if (!Number.isInteger(count) || count < 1) {
        throw new UsageError({
          what: `The operation ${operation} needs a number of permits.`,
          found: String(count),
          expected: 'an integer, 1 or more',
        });
      }
    }
  }
  if (interrupts !== undefined && (!Number.isInteger(interrupts.budget) || interrupts.budget < 0)) {
    throw new UsageError({
      what: 'A client needs a number of interrupts.',
      found: String(interrupts.budget),
      expected: 'an integer, 0 or more',
    });
  }
}
