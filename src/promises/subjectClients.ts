/** The clients that a subject is checked with when nobody says otherwise. */

import { IllFormedError } from '../core/errors.ts';
import { interruptKinds } from '../core/schedule.ts';
import { describeClient, missingOperation, planOf, workload, type Client } from '../program/client.ts';
import type { Subject } from './subject.ts';

/** Clients without aborts, smallest first. @throws IllFormedError if the subject lacks what they call. */
export function subjectClients(subject: Subject): Client[] {
  return ownClients(subject) ?? permitClients(subject);
}

/** Those that it brings along, or that its model does. */
function ownClients({ clients, ...subject }: Subject): Client[] | undefined {
  if (clients !== undefined) return [...clients];
  return subject.model.clients === undefined ? undefined : clientsOfModel(subject);
}

/** Those clients of the model that the subject can serve; what it does not offer, it may leave out. */
function clientsOfModel({
  model: { clients = [] },
  operations,
  permits,
  canPost = false,
}: Subject): Client[] {
  const offered = Object.keys(operations);
  const served = clients.filter(
    (client) =>
      (permits === undefined || client.permits === permits) &&
      (canPost ||
        !client.plans.some((plan) => plan.operations.some(({ operation }) => operation === 'post'))) &&
      missingOperation([client], offered) === undefined,
  );
  if (served.length === 0) checkOffers(operations, clients);
  return served;
}

function permitClients(subject: Subject): Client[] {
  const { operations, model, acquireMax = 1, canPost = false } = subject;
  const isSingle = subject.permits === 1 || model.permitsMax === 1;
  const size = subject.permits ?? 2;
  const mixed = (...plans: string[]): Client => ({
    permits: isSingle ? 1 : Math.min(size, 1),
    plans: plans.map((words) => planOf(words)),
  });
  const first = subject.permits ?? 1;
  checkOffers(operations, [workload(1, 1, first)]);
  return [
    workload(2, 2, first),
    workload(3, 1, first),
    ...(isSingle || subject.permits !== undefined ? [] : [workload(3, 1, 2), workload(4, 1, 2)]),
    ...(canPost
      ? [{ permits: 0, plans: [planOf('acquire'), planOf('acquire'), planOf('post'), planOf('post')] }]
      : []),
    ...(acquireMax > 1 ? [severalAtOnce(Math.max(size, acquireMax), acquireMax)] : []),
    ...('tryAcquire' in operations
      ? [mixed('tryAcquire release', 'acquire release', 'acquire release')]
      : []),
    ...('timedAcquire' in operations
      ? [mixed('timedAcquire release', 'timedAcquire release', 'acquire release')]
      : []),
  ];
}

/** Clients one of whose acquires is aborted, and whose primitive is probed when all is done. */
export function abortedClients(subject: Subject): Client[] {
  const { acquireMax = 1 } = subject;
  const first = subject.permits ?? 1;
  const clients = ownClients(subject) ?? [
    workload(2, 1, first),
    workload(3, 1, first),
    ...(acquireMax > 1 ? [severalAtOnce(Math.max(subject.permits ?? 2, acquireMax), acquireMax)] : []),
  ];
  return clients.map((client) => withAborts(subject, client, 1));
}

/** So many aborts, and a probe when all is done, where there is an acquire to probe with. */
export function withAborts({ operations }: Subject, client: Client, budget: number): Client {
  const isProbed = 'acquire' in operations;
  return { ...client, interrupts: { kind: interruptKinds[0]!, budget }, isProbed };
}

/** The client in one line. */
export function describeCallers({ interrupts, ...client }: Client): string {
  const words = describeClient({ ...client, isProbed: false });
  return [
    words,
    ...(interrupts === undefined
      ? []
      : [`${interrupts.budget} ${interrupts.budget === 1 ? 'abort' : 'aborts'}`]),
    ...(client.isProbed === true ? ['probed'] : []),
  ].join(', ');
}

/** @throws IllFormedError if something that the clients call is not there. */
function checkOffers(operations: Subject['operations'], clients: readonly Client[]): void {
  const offered = Object.keys(operations);
  const missing = missingOperation(clients, offered);
  if (missing !== undefined) throw lacksMapping(missing, offered);
}

/** A subject maps no operation that its default clients call. */
function lacksMapping(name: string, offered: readonly string[]): IllFormedError {
  return new IllFormedError({
    what: `The subject has no operation ${name}.`,
    found: offered.join(', ') || 'none',
    expected: `operations: { ${name}: (primitive) => ... } too`,
    next: 'Or give it clients of its own: clients: [{ permits, plans }].',
  });
}

/** One that asks for all there is, and two that ask for one. */
function severalAtOnce(permits: number, most: number): Client {
  return {
    permits,
    plans: [planOf(`acquire*${most} release*${most}`), planOf('acquire release'), planOf('acquire release')],
  };
}
