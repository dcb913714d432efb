/** Ladders: clients of one shape that grow, rung by rung. */

import type { Property } from '../../core/monitor.ts';
import { planOf, postings, workload, type Client } from '../../program/client.ts';
import { offeredOperations, type Primitive } from '../../program/primitive.ts';
import { isOrdinary } from '../../program/property.ts';
import { isEndless } from '../../trace/lassoExecution.ts';
import { handsOutPermits, isServedBy } from '../defaultClients.ts';

/** A client on a ladder. */
export interface Rung {
  /**
   * The client in short: `4,2,1` for 4 threads that acquire and release 2 times with 1 permit, `4,2,1 !1` for the
   * same with an interrupt, `3+2,1` for 3 that acquire and two that give 2 permits and 1, `client 2 x3` for the second
   * client of the primitive's own with 3 times its rounds.
   */
  readonly label: string;
  readonly client: Client;
}

/** Clients of one shape, smallest first. */
export interface Ladder {
  /** What grows: `threads, 1 round, 1 permit`. */
  readonly grows: string;
  readonly rungs: readonly Rung[];
}

/** What a property is climbed for: executions that end, executions that are interrupted, executions without end. */
export type Discipline = 'ordinary' | 'interrupted' | 'endless';

/** The discipline of a property. */
export function disciplineOf(property: Property): Discipline {
  if (isOrdinary(property)) return 'ordinary';
  return isEndless(property) ? 'endless' : 'interrupted';
}

/** The ladders of a primitive; none where a discipline has nothing to ask of it. */
export function laddersOf(primitive: Primitive, discipline: Discipline): Ladder[] {
  if (!handsOutPermits(primitive)) return discipline === 'ordinary' ? ownLadders(primitive) : [];
  const isServed = isServedBy(primitive, primitive.threadsMax ?? Infinity);
  const ladders = permitLadders[discipline](primitive.model.permitsMax > 1);
  const offered = offeredOperations(primitive);
  const impatient = ['tryAcquire', 'timedAcquire'].filter((operation) => offered.includes(operation));
  return [...ladders, ...(discipline === 'ordinary' ? impatient.map(impatientLadder) : [])]
    .map(({ grows, rungs }) => ({
      grows,
      rungs: rungs.filter(({ client }) => isServed(client)),
    }))
    .filter(({ rungs }) => rungs.length > 0);
}

const permitLadders: Record<Discipline, (hasSeveral: boolean) => Ladder[]> = {
  ordinary: (hasSeveral) => [
    ladder('threads', from(2, 9), (threads) => rungOf(threads, 1, 1)),
    ladder('rounds of 2 threads', from(2, 8), (rounds) => rungOf(2, rounds, 1)),
    ladder('rounds of 3 threads', from(2, 6), (rounds) => rungOf(3, rounds, 1)),
    ...(hasSeveral
      ? [
          ladder('threads with 2 permits', from(3, 8), (threads) => rungOf(threads, 2, 2)),
          ladder('sleepers, and one that gives to all', from(2, 7), (sleepers) =>
            postingRung(sleepers, [sleepers]),
          ),
          ladder('sleepers, and as many that give', from(2, 5), (sleepers) =>
            postingRung(
              sleepers,
              Array.from({ length: sleepers }, () => 1),
            ),
          ),
        ]
      : []),
  ],
  interrupted: () => [
    ladder('threads', from(2, 7), (threads) => interrupted(rungOf(threads, 1, 1), 1)),
    ladder('rounds of 2 threads', from(2, 5), (rounds) => interrupted(rungOf(2, rounds, 1), 1)),
    ladder('interrupts of 3 threads', from(2, 3), (budget) => interrupted(rungOf(3, 1, 1), budget)),
  ],
  endless: () => [ladder('threads', from(2, 5), (threads) => rungOf(threads, 'forever', 1))],
};

/** Threads that do not wait, or not for ever, beside two that do. */
function impatientLadder(operation: string): Ladder {
  return ladder(`threads that ${operation}`, from(1, 6), (count) => ({
    label: `${count} ${operation}+2,1,1`,
    client: {
      permits: 1,
      plans: [
        ...Array.from({ length: count }, () => planOf(`${operation} release`)),
        ...Array.from({ length: 2 }, () => planOf('acquire release')),
      ],
    },
  }));
}

/** For a model that hands out no permits: the primitive's own clients, with more and more rounds. */
function ownLadders({ clients = [], roundsMax = Infinity }: Primitive): Ladder[] {
  return clients.map((client, index) =>
    ladder(`rounds of its client ${index + 1}`, from(1, Math.min(5, roundsMax)), (factor) => ({
      label: `client ${index + 1} x${factor}`,
      client: {
        ...client,
        plans: client.plans.map((plan) => ({
          ...plan,
          rounds: plan.rounds === 'forever' ? plan.rounds : (plan.rounds ?? 1) * factor,
        })),
      },
    })),
  );
}

function ladder(grows: string, sizes: readonly number[], rungAt: (size: number) => Rung): Ladder {
  return { grows, rungs: sizes.map(rungAt) };
}

function from(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function rungOf(threads: number, rounds: number | 'forever', permits: number): Rung {
  const label = `${threads},${rounds === 'forever' ? '∞' : rounds},${permits}`;
  return { label, client: workload(threads, rounds, permits) };
}

function postingRung(sleepers: number, posts: readonly number[]): Rung {
  return { label: `${sleepers}+${posts.join(',')}`, client: postings(sleepers, posts, 0) };
}

function interrupted({ label, client }: Rung, budget: number): Rung {
  // The kind is that of the property; the check puts it in.
  const interrupts = { kind: { effect: 'before', position: 'anywhere' }, budget } as const;
  return { label: `${label} !${budget}`, client: { ...client, interrupts } };
}
