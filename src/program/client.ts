/**
 * Clients: what the threads do with a primitive, as data.
 */

import { UsageError } from '../core/errors.ts';
import type { Model } from '../core/model.ts';
import { interruptKindName, type InterruptKind } from '../core/schedule.ts';

/** One operation of a plan. */
export interface ClientOperation {
  /**
   * A name in the model's contract, or `post`: a release by a thread that need not hold anything.
   * A `release` is left out when the thread holds fewer permits than it would give back, because the
   * acquire before it was refused, ran out of time or was interrupted.
   */
  readonly operation: string;
  /** How many permits at once; default 1. */
  readonly permits?: number;
}

/** What one thread does. */
export interface Plan {
  readonly operations: readonly ClientOperation[];
  /** How often it does all of them, at least once; `forever` has finitely many states too. Default 1. */
  readonly rounds?: number | 'forever';
}

/** Which interrupts may come to the threads of a client. */
export interface Interrupts {
  readonly kind: InterruptKind;
  /** How many interrupts may come in one execution, at most. */
  readonly budget: number;
  /** The threads that they may come to; default all. */
  readonly threads?: readonly number[];
}

/** What the threads do with a primitive. */
export interface Client {
  /** Permits at the start; 1 for a mutex. */
  readonly permits: number;
  readonly plans: readonly Plan[];
  /** Interrupts come to operations that take permits, nowhere else. Default none. */
  readonly interrupts?: Interrupts;
  /**
   * Whether the primitive is probed when all plans are done: the threads acquire, one after the other
   * and without giving back, once more than there are permits. Default false.
   */
  readonly isProbed?: boolean;
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

/** A plan in words, once: `planOf('tryAcquire release')`. `release*2` gives back two permits at once. */
export function planOf(words: string, rounds: number | 'forever' = 1): Plan {
  const operations = words
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const [operation = '', permits] = word.split('*');
      return permits === undefined ? { operation } : { operation, permits: Number(permits) };
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
    .map(({ operation, permits = 1 }) => (permits === 1 ? operation : `${operation}*${permits}`))
    .join(' ');
}

function describeRounds(plan: Plan): string {
  const { rounds = 1 } = plan;
  const words = describePlan(plan);
  if (rounds === 'forever') return `(${words}) for ever`;
  return rounds === 1 ? `(${words})` : `${rounds} rounds (${words})`;
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
    for (const { operation, permits: count = 1 } of operations) {
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
