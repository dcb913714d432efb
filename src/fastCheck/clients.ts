/** Clients for property-based tests: small enough to explore, and shrinking to the smallest that still fails. */

import fc from 'fast-check';
import { defaultClients, handsOutPermits } from '../judge/defaultClients.ts';
import type { InterruptKind } from '../core/schedule.ts';
import { postsOf, type Client, type ClientOperation, type Plan } from '../program/client.ts';
import { offeredOperations, type Primitive } from '../program/primitive.ts';

/** How large the clients may be. */
export interface ClientConstraints {
  /** Default 3. */
  readonly threadsMax?: number;
  /** Default 2. */
  readonly roundsMax?: number;
  /** Lets one interrupt of this kind come, and probes the primitive when all is done. Default none comes. */
  readonly interrupts?: InterruptKind;
}

/** A visit: an acquire of some kind, of one permit or more, and perhaps the release of what it got. */
interface Visit {
  readonly acquire: string;
  readonly permits: number;
  readonly keeps: boolean;
}

/**
 * Clients that a primitive can serve: threads, rounds, permits, mixes of its operations, interrupts. For one without
 * acquire and release, whose operations follow rules of their own, those that it is checked with by default.
 */
export function clients(primitive: Primitive, constraints: ClientConstraints = {}): fc.Arbitrary<Client> {
  if (!handsOutPermits(primitive)) return fc.constantFrom(...defaultClients(primitive));
  const { threadsMax = 3, roundsMax = 2, interrupts } = constraints;
  const offered = offeredOperations(primitive);
  const { permitsMax } = primitive.model;
  const acquires = offered.filter((name) => primitive.model.operations[name]!.effect === 'takes');
  const isMutex = permitsMax === 1;
  const { acquireMax = 1, releaseMax = 1, postsMax = Infinity } = primitive;

  const visit: fc.Arbitrary<Visit> = fc.record({
    acquire: fc.constantFrom(...acquires),
    permits: fc.integer({ min: 1, max: acquireMax }),
    // Whoever keeps a mutex must not come again.
    keeps: isMutex ? fc.constant(false) : fc.boolean(),
  });
  const visitor = fc
    .tuple(
      fc.array(visit, { minLength: 1, maxLength: 2 }),
      fc.integer({ min: 1, max: roundsMax }),
      // Whether what was kept is given back in the end, at once.
      releaseMax > 1 ? fc.boolean() : fc.constant(false),
    )
    .map(([visits, rounds, settles]): Plan => {
      const kept = visits.reduce((sum, { keeps, permits }) => sum + (keeps ? permits : 0), 0);
      const settling = settles && kept > 0 && kept <= releaseMax ? [give(kept)] : [];
      return { operations: [...visits.flatMap((one) => operationsOf(one, releaseMax)), ...settling], rounds };
    });
  const poster = fc
    .array(fc.integer({ min: 1, max: Math.min(2, releaseMax) }), { minLength: 1, maxLength: 2 })
    .map((counts): Plan => ({ operations: counts.map((permits) => operation('post', permits)) }));
  const plan =
    isMutex || postsMax === 0
      ? visitor
      : fc.oneof({ weight: 4, arbitrary: visitor }, { weight: 1, arbitrary: poster });

  return fc
    .record({
      permits: isMutex ? fc.constant(1) : fc.integer({ min: 0, max: 2 }),
      plans: fc.array(plan, {
        minLength: 1,
        maxLength: Math.min(threadsMax, primitive.threadsMax ?? threadsMax),
      }),
    })
    .map((client): Client =>
      interrupts === undefined
        ? client
        : { ...client, interrupts: { kind: interrupts, budget: 1 }, isProbed: true },
    )
    .filter((client) => postsOf(client) <= postsMax);
}

function operationsOf({ acquire, permits, keeps }: Visit, releaseMax: number): ClientOperation[] {
  const take = operation(acquire, permits);
  if (keeps) return [take];
  return permits <= releaseMax
    ? [take, give(permits)]
    : [take, ...Array.from({ length: permits }, () => give(1))];
}

function give(permits: number): ClientOperation {
  return operation('release', permits);
}

function operation(name: string, permits: number): ClientOperation {
  return permits === 1 ? { operation: name } : { operation: name, permits };
}
