/**
 * A property against generated clients: every interleaving of each is explored, and a client that fails
 * shrinks to the smallest one that still does.
 */

import fc from 'fast-check';
import type { Primitive, Property } from 'heddle';
import { check } from '../judge/check.ts';
import type { Client, Plan } from '../program/client.ts';
import { clientFor, type ClientConstraints } from './clientArbitrary.ts';

export interface EveryClientOptions extends ClientConstraints {
  readonly property: Property;
  readonly primitive: Primitive;
  readonly numRuns?: number;
}

const seed = 20100529;

/** The smallest client that breaks the property, if one that is generated does. */
export function smallestFailure(options: EveryClientOptions): Client | undefined {
  const { primitive, property, numRuns = 60 } = options;
  const details = fc.check(
    fc.property(clientFor(primitive, options), (client) => {
      const verdict = verdictOf(primitive, property, client);
      // A client that is too large to exhaust says nothing.
      fc.pre(verdict !== 'unknown');
      return verdict === 'holds';
    }),
    { seed, numRuns },
  );
  const found = details.failed ? details.counterexample?.[0] : undefined;
  return found === undefined ? undefined : reduced(found, primitive, property);
}

/** What fast-check has shrunk, reduced further until nothing can be left out: it drops threads from the front only. */
function reduced(client: Client, primitive: Primitive, property: Property): Client {
  const smaller = reductionsOf(client).find(
    (candidate) => verdictOf(primitive, property, candidate) === 'violated',
  );
  return smaller === undefined ? client : reduced(smaller, primitive, property);
}

/** The clients that leave out one thing: a thread, a round, an operation, a permit of several. */
function reductionsOf(client: Client): Client[] {
  const { plans } = client;
  const without = plans.map((_, index) => plans.toSpliced(index, 1));
  const simpler = plans.flatMap((plan, index) => simplerPlans(plan).map((other) => plans.with(index, other)));
  return [...without, ...simpler]
    .filter((fewer) => fewer.length > 0)
    .map((fewer) => ({ ...client, plans: fewer }));
}

function simplerPlans({ operations, rounds = 1 }: Plan): Plan[] {
  const fewerRounds = typeof rounds === 'number' && rounds > 1 ? [{ operations, rounds: rounds - 1 }] : [];
  const fewerOperations = operations.flatMap((_, index) => {
    const rest = operations.toSpliced(index, 1);
    return rest.length === 0 ? [] : [{ operations: rest, rounds }];
  });
  const fewerPermits = operations.flatMap((one, index) =>
    (one.permits ?? 1) > 1
      ? [{ operations: operations.with(index, { operation: one.operation }), rounds }]
      : [],
  );
  return [...fewerRounds, ...fewerOperations, ...fewerPermits];
}

function verdictOf(primitive: Primitive, property: Property, client: Client): string {
  const [report] = check(primitive, {
    properties: [property],
    clients: [client],
    limits: { states: 30_000 },
  }).properties;
  return report!.verdict.verdict;
}
