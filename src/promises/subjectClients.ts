/** The clients that a subject is checked with when nobody says otherwise. */

import { interruptKinds } from '../core/schedule.ts';
import { describeClient, planOf, workload, type Client } from '../program/client.ts';
import type { Subject } from './subject.ts';

/** Clients without aborts, smallest first. */
export function subjectClients(subject: Subject): Client[] {
  if (subject.clients !== undefined) return [...subject.clients];
  const { operations, model, acquireMax = 1, canPost = false } = subject;
  const isSingle = subject.permits === 1 || model.permitsMax === 1;
  const size = subject.permits ?? 2;
  const mixed = (...plans: string[]): Client => ({
    permits: isSingle ? 1 : Math.min(size, 1),
    plans: plans.map((words) => planOf(words)),
  });
  const first = subject.permits ?? 1;
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
  const clients = subject.clients ?? [
    workload(2, 1, first),
    workload(3, 1, first),
    ...(acquireMax > 1 ? [severalAtOnce(Math.max(subject.permits ?? 2, acquireMax), acquireMax)] : []),
  ];
  return clients.map((client) => withAborts(client, 1));
}

/** So many aborts, and a probe when all is done. */
export function withAborts(client: Client, budget: number): Client {
  return { ...client, interrupts: { kind: interruptKinds[0]!, budget }, isProbed: true };
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

/** One that asks for all there is, and two that ask for one. */
function severalAtOnce(permits: number, most: number): Client {
  return {
    permits,
    plans: [planOf(`acquire*${most} release*${most}`), planOf('acquire release'), planOf('acquire release')],
  };
}
