/** Clients that repeat for ever. */

import type { Model } from '../core/model.ts';
import { threadsMax as decidableThreads } from '../explore/liveness/cycleQuery.ts';
import { nameInContract, workload, type Client, type ClientOperation, type Plan } from '../program/client.ts';
import { defaultClients, handsOutPermits } from './defaultClients.ts';
import type { Primitive } from '../program/primitive.ts';

/** A client that repeats for ever, with the most states that its graph may have unless somebody allows more. */
export interface EndlessCase {
  readonly client: Client;
  readonly statesMax: number;
}

/**
 * Two threads that acquire and release for ever, and three, one permit. Small, and few states: what two threads do
 * to each other shows nearly every starvation, and of three, two can pass a permit to each other. The first that is
 * too large ends the list. For a primitive of another kind, its own clients or those of its model, without end.
 */
export function endlessClients(primitive: Primitive): EndlessCase[] {
  if (!handsOutPermits(primitive)) return ownClients(primitive);
  const { threadsMax = 3 } = primitive;
  const cases: EndlessCase[] = [
    { client: workload(2, 'forever', 1), statesMax: 20_000 },
    { client: workload(3, 'forever', 1), statesMax: 250_000 },
  ];
  return cases.filter(({ client }) => client.plans.length <= threadsMax);
}

function ownClients(primitive: Primitive): EndlessCase[] {
  const clients = defaultClients(primitive).flatMap((client) => withoutEnd(client, primitive.model) ?? []);
  // Those that differ in their rounds alone are the same without end.
  const unlike = new Map(clients.map((client) => [JSON.stringify(client), client]));
  return [...unlike.values()].map((client) => ({
    client,
    statesMax: client.plans.length > 2 ? 250_000 : 20_000,
  }));
}

/**
 * A client with no end: each plan that gives back what it takes is repeated for ever, others are left as they are,
 * for who only takes, or only gives, has no reason to come again. Undefined where no plan is repeated, and where
 * there are more threads than can be decided (a primitive may bring one along).
 */
export function withoutEnd(client: Client, model: Model): Client | undefined {
  const { interrupts: _, isProbed: __, ...rest } = client;
  const plans = client.plans.map((plan): Plan =>
    keptBy(plan, model) === 0 ? { ...plan, rounds: 'forever' } : plan,
  );
  const isEndless = plans.some(({ rounds }) => rounds === 'forever');
  return isEndless && plans.length < decidableThreads ? { ...rest, plans } : undefined;
}

/** Whether somebody keeps permits for good: then others may rightly get none. */
export function keepsPermits({ plans }: Client, model: Model): boolean {
  return plans.some((plan) => keptBy(plan, model) > 0);
}

/** How many permits are kept after one round, if all is granted; below 0 for one that only gives. */
function keptBy({ operations }: Plan, { operations: contracts }: Model): number {
  return operations.reduce((sum, { operation, permits = 1 }: ClientOperation) => {
    const effect = contracts[nameInContract(operation)]?.effect;
    return sum + (effect === 'takes' ? permits : effect === 'gives' ? -permits : 0);
  }, 0);
}
