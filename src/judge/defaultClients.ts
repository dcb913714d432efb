/**
 * The clients that a primitive is checked with when nobody says otherwise: few and small, and chosen
 * so that every fault known from the literature shows with one of them.
 */

import { missingOperation, planOf, postings, postsOf, workload, type Client } from '../program/client.ts';
import { lacksOperation } from '../program/illFormed.ts';
import { offeredOperations, type Primitive } from '../program/primitive.ts';

/**
 * Clients without interrupts, smallest first.
 *
 * The ones that easier clients do not replace: two sleepers and two releases (the textbook semaphore
 * from binary semaphores loses a wakeup with nothing less), three sleepers and two releases at once
 * (a stray wake is passed on), a keeper (a later release would rescue what was lost).
 */
export function defaultClients(primitive: Primitive): Client[] {
  if (primitive.clients !== undefined) return [...primitive.clients];
  const offered = offeredOperations(primitive);
  if (primitive.model.clients !== undefined) return clientsOfModel(primitive, offered);
  const { model, threadsMax = 4, acquireMax = 1, releaseMax = 1, scheduling = 'preemptive' } = primitive;
  const isMutex = model.permitsMax === 1;
  const candidates = [
    workload(2, 2, 1),
    workload(3, 1, 1),
    workload(3, 2, 1),
    ...(isMutex ? [] : semaphoreClients(releaseMax, scheduling === 'preemptive')),
    ...(acquireMax > 1 ? [severalAtOnce] : []),
    ...(offered.includes('tryAcquire')
      ? [mixed(['tryAcquire release', 'acquire release', 'acquire release'])]
      : []),
    ...(offered.includes('timedAcquire')
      ? [mixed(['timedAcquire release', 'timedAcquire release', 'acquire release'])]
      : []),
  ];
  checkOffers(offered, candidates);
  return candidates.filter(isServedBy(primitive, threadsMax));
}

/** Whether a primitive is made for a client: for so many threads, and so many permits that nobody has taken. */
export function isServedBy(
  { postsMax = Infinity }: Primitive,
  threadsMax: number,
): (client: Client) => boolean {
  return (client) => client.plans.length <= threadsMax && postsOf(client) <= postsMax;
}

/** Those clients of the model that the primitive can serve; what it does not offer, it may leave out. */
function clientsOfModel(primitive: Primitive, offered: readonly string[]): Client[] {
  const { clients = [] } = primitive.model;
  const served = clients
    .filter(isServedBy(primitive, primitive.threadsMax ?? Infinity))
    .filter((client) => missingOperation([client], offered) === undefined);
  if (served.length === 0) checkOffers(offered, clients);
  return served;
}

/** @throws IllFormedError if what the default clients call is not there. */
function checkOffers(offered: readonly string[], clients: readonly Client[]): void {
  const missing = missingOperation(clients, offered);
  if (missing !== undefined) throw lacksOperation(missing, offered);
}

/** @param areThreadsAlike whether threads stand for each other, so that many of them cost little. */
function semaphoreClients(releaseMax: number, areThreadsAlike: boolean): Client[] {
  return [
    postings(2, [1, 1], 0),
    postings(3, [2], 0),
    workload(4, 1, 2),
    ...(areThreadsAlike ? [workload(4, 2, 2)] : []),
    { permits: 2, plans: [planOf('acquire'), planOf('acquire release', 2), planOf('acquire release')] },
    ...(releaseMax > 1 ? [{ permits: 0, plans: [...acquirers(2), planOf('post*2')] }] : []),
  ];
}

/** One that keeps, one that asks for more than is left, and one behind it for whom it would do. */
const severalAtOnce: Client = {
  permits: 2,
  plans: [planOf('acquire'), planOf('acquire*2 release release'), planOf('acquire release')],
};

/** Whether a primitive offers what the clients of this file do; one with a model of its own may not. */
export function handsOutPermits(primitive: Primitive): boolean {
  const offered = offeredOperations(primitive);
  return offered.includes('acquire') && offered.includes('release');
}

/** Clients that are interrupted once, at one of all the positions that the kind allows. */
export function interruptedClients(primitive: Primitive): Client[] {
  if (!handsOutPermits(primitive)) return [];
  const offered = offeredOperations(primitive);
  const { threadsMax = 4, scheduling = 'preemptive', postsMax = Infinity } = primitive;
  const isMutex = primitive.model.permitsMax === 1;
  const candidates = [
    workload(2, 1, 1),
    workload(3, 1, 1),
    workload(2, 2, 1),
    ...(isMutex ? [] : [postings(2, [2], 0), comingAgain]),
    // One who is cancelled wakes another although one is awake: it takes two more to see them both inside.
    ...((isMutex || postsMax === 0) && scheduling !== 'preemptive' ? [workload(4, 1, 1)] : []),
    ...((primitive.acquireMax ?? 1) > 1 ? [severalAtOnce] : []),
    ...(offered.includes('tryAcquire') ? [mixed(['tryAcquire release', 'acquire release'])] : []),
    ...(offered.includes('timedAcquire') ? [mixed(['timedAcquire release', 'acquire release'])] : []),
  ];
  return candidates.filter(isServedBy(primitive, threadsMax));
}

/**
 * One thread whose acquire is interrupted acquires again while permits come in: what the first acquire
 * has left behind meets the second.
 */
const comingAgain: Client = { permits: 0, plans: [planOf('acquire acquire'), planOf('post post')] };

function mixed(plans: readonly string[]): Client {
  return { permits: 1, plans: plans.map((words) => planOf(words)) };
}

function acquirers(count: number): Client['plans'] {
  return Array.from({ length: count }, () => planOf('acquire'));
}
