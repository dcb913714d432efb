/** What a worker thread does with a subject: checks it, and shows that its event loop still turns. */

import type { MessagePort } from 'node:worker_threads';
import { checkSubject, type Positions, type SubjectReport } from 'heddle/promises';
import { promiseProperties } from 'heddle/properties';
import type { Client } from '../program/client.ts';
import type { SubjectLimits } from '../promises/subjectOptions.ts';
import { refusalOf, type RefusalMessage } from './workerRefusal.ts';
import { subjectsAt } from './subjects.ts';

/** What is asked of a subject; plain data, since it travels between threads. */
export interface SubjectRequest {
  /** Names of properties. */
  readonly properties: readonly string[];
  readonly clients: readonly Client[] | undefined;
  readonly positions: readonly Positions[] | undefined;
  readonly limits: SubjectLimits;
}

/** Where a subject is found: the file or the package that exports it, and its name. */
export interface SubjectAddress {
  readonly module: string;
  readonly name: string;
}

/** One subject to check; plain data, but for the port and the shared memory. */
export interface SubjectTask {
  readonly address: SubjectAddress;
  readonly request: SubjectRequest;
  /** Shared with the main thread; see the places below. */
  readonly signals: Int32Array;
  readonly port: MessagePort;
}

/** Places in the signals: whether to stop, and how often the event loop has turned. */
export const stopSignal = 0;
export const turnsSignal = 1;
export const signalCount = 2;

const turnIntervalMs = 250;

/** What comes back from a worker: a report, or why there is none. */
export type SubjectAnswer = { readonly report: SubjectReport } | RefusalMessage;

/** What a worker says when it begins with a client. */
export interface SubjectProgress {
  readonly client: string;
  readonly positions: string;
}

/** The entry point of a worker thread. */
export default async function run({ address, request, signals, port }: SubjectTask): Promise<SubjectAnswer> {
  // While the code under test keeps the thread, in a loop or in microtasks without end, no timer fires.
  const turning = setInterval(() => Atomics.add(signals, turnsSignal, 1), turnIntervalMs);
  Atomics.add(signals, turnsSignal, 1);
  try {
    const found = await subjectsAt(address.module);
    const { subject, module } = found.find((one) => one.subject.name === address.name)!;
    const { clients, positions, limits } = request;
    const report = await checkSubject(subject, {
      properties: promiseProperties.filter(({ name }) => request.properties.includes(name)),
      module,
      limits,
      ...(clients === undefined ? {} : { clients }),
      ...(positions === undefined ? {} : { positions }),
      isInterrupted: () => Atomics.load(signals, stopSignal) === 1,
      onProgress: (client, where) => {
        port.postMessage({ client, positions: where } satisfies SubjectProgress);
      },
    });
    return { report };
  } catch (error) {
    return refusalOf(error);
  } finally {
    clearInterval(turning);
    port.close();
  }
}
