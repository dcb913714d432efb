/** What a worker thread does: assesses one primitive. */

import { randomFillSync } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import { judgedProperties, measures } from 'heddle/properties';
import type { Progress } from '../explore/limits.ts';
import type { Limits } from '../explore/limits.ts';
import type { Method } from '../explore/method.ts';
import { assess, type Assessment } from '../judge/assess.ts';
import { climb, type Climb } from '../judge/deep/climb.ts';
import { featuresOf, type Features } from '../judge/features/featuresOf.ts';
import type { Client } from '../program/client.ts';
import type { Strength } from '../program/objectKind.ts';
import type { Scheduling } from '../program/turn.ts';
import { watchUserCode } from '../program/userCode.ts';
import { refusalOf, type RefusalMessage } from './workerRefusal.ts';
import { primitiveAt, sourceHash, type Address } from './registry.ts';
import { Checkpoint } from './checkpoint/checkpoint.ts';
import { engineHash } from './checkpoint/refusal.ts';
import { SearchCrew } from './searchCrew.ts';
import { version } from './version.ts';

/** What is asked of a primitive; plain data, since it travels between threads. */
export interface Request {
  /** Names of properties. */
  readonly properties: readonly string[];
  readonly clients: readonly Client[] | undefined;
  readonly strength: Strength;
  /** Undefined for the one that each primitive was written for. */
  readonly scheduling: Scheduling | undefined;
  readonly limits: Limits;
  /** Whether everything that the comparison tells is to be found out, too. */
  readonly wantsFeatures?: boolean;
  /** Whether clients are to grow until `limits.states` stops them, in place of an assessment. */
  readonly climbs?: boolean;
  readonly method: Method;
  /** How many threads may search together. */
  readonly workers: number;
  /** Where searches are kept, and how often. */
  readonly keeping: { readonly folder: string; readonly everyMs: number } | undefined;
}

/** One primitive to assess; plain data, but for the port and the shared memory. */
export interface Task {
  readonly address: Address;
  readonly request: Request;
  /** Shared with the main thread; see the places below. */
  readonly signals: Int32Array;
  readonly port: MessagePort;
}

/** Places in the signals: whether to stop, whether user code is running, how often it has been entered. */
export const stopSignal = 0;
export const insideSignal = 1;
export const entriesSignal = 2;
export const signalCount = 3;

/** What comes back from a worker: an assessment, or why there is none. */
export type Report =
  | { readonly assessment: Assessment; readonly features?: Features }
  | { readonly climb: Climb }
  | RefusalMessage;

/** What a worker says before it searches. */
export interface NoteMessage {
  readonly note: string;
}

/** What a worker says while it searches. */
export interface ProgressMessage {
  readonly progress: Progress;
  readonly client: string;
}

const messageIntervalMs = 100;

/** The entry point of a worker thread. */
export default async function run({ address, request, signals, port }: Task): Promise<Report> {
  watchUserCode({
    enter: () => {
      Atomics.store(signals, insideSignal, 1);
      Atomics.add(signals, entriesSignal, 1);
    },
    leave: () => Atomics.store(signals, insideSignal, 0),
  });
  const crew = new SearchCrew(request.workers);
  let toldAt = 0;
  try {
    const primitive = await primitiveAt(address);
    const hash = sourceHash(primitive, address);
    const keeper = keeperFor(primitive.name, request, hash);
    if (keeper?.summary !== undefined) port.postMessage({ note: keeper.summary } satisfies NoteMessage);
    const properties = judgedProperties.filter(({ name }) => request.properties.includes(name));
    const surroundings = {
      now: () => performance.now(),
      crew,
      fillRandom: (numbers: Int32Array) => void randomFillSync(numbers),
      ...(keeper === undefined ? {} : { keeper }),
      isInterrupted: () => Atomics.load(signals, stopSignal) === 1,
      onProgress: (progress: Progress, client: string) => {
        if (performance.now() - toldAt < messageIntervalMs) return;
        toldAt = performance.now();
        port.postMessage({ progress, client } satisfies ProgressMessage);
      },
    };
    if (request.climbs === true) {
      return { climb: climb(primitive, { properties, statesMax: request.limits.states!, surroundings }) };
    }
    const assessment = assess(primitive, {
      properties,
      measures,
      ...(request.clients === undefined ? {} : { clients: request.clients }),
      strength: request.strength,
      ...(request.scheduling === undefined ? {} : { scheduling: request.scheduling }),
      limits: request.limits,
      method: request.method,
      surroundings,
      source: {
        ...(hash === undefined ? {} : { hash }),
        ...(address.file === undefined ? {} : { module: address.file }),
      },
    });
    if (request.wantsFeatures !== true) return { assessment };
    const traceOf = (property: string): string => `traces/${primitive.name}/${property}.json`;
    return { assessment, features: featuresOf(primitive, assessment, judgedProperties, traceOf) };
  } catch (error) {
    return refusalOf(error);
  } finally {
    await crew.dismiss();
    port.close();
  }
}

/** What keeps the searches of a check, if that is wanted. */
function keeperFor(primitive: string, request: Request, hash: string | undefined): Checkpoint | undefined {
  // Limits and threads may be others when it goes on.
  const { limits: _limits, workers: _workers, keeping, ...check } = request;
  if (keeping === undefined) return undefined;
  const identity = {
    primitive,
    heddle: `${version()} ${engineHash()}`,
    source: hash ?? '',
    check: JSON.stringify(check),
  };
  return new Checkpoint({ ...keeping, identity });
}
