/**
 * Subjects: primitives made of promises, as they are. A subject says how one is made and which of its
 * methods are acquire, release and the like; nothing of it is rewritten or instrumented.
 */

import { IllFormedError } from '../core/errors.ts';
import type { Model } from '../core/model.ts';
import type { Property } from '../core/monitor.ts';
import { describeType } from '../core/value.ts';
import type { Client } from '../program/client.ts';

/** What an operation of a subject is told. */
export interface SubjectCall<Grant = any> {
  /** How many permits are asked for or given back; 1 or more. */
  readonly permits: number;
  /** Aborted when the caller gives up. */
  readonly signal: AbortSignal;
  /** How long a timedAcquire may take, in milliseconds. */
  readonly timeoutMs: number;
  /** For a release: what the acquire whose permits it gives back came to; undefined for a post. */
  readonly grant: Grant;
  /** Says that the request has just been granted, before its promise tells: from here on it is not given up. */
  readonly begun: () => void;
}

/** Maps one operation of the model's contract to the primitive: it answers at once, or with a promise. */
export type SubjectOperation<Made = any, Grant = any> = (
  primitive: Made,
  call: SubjectCall<Grant>,
) => unknown;

/** How a pending acquire is given up. */
export type SubjectAbort<Made = any> =
  /** By the signal of its call. */
  | 'signal'
  /** By a method of the primitive, which rejects every acquire that is pending. */
  | { readonly cancelAll: (primitive: Made) => unknown };

/** A primitive made of promises, and how it is used. */
export interface Subject<Made = any, Grant = any> {
  /** Kebab case, as `heddle check` and the traces call it. */
  readonly name: string;
  readonly title: string;
  /** What it claims to be. Choose one that promises first come, first served only where the primitive does. */
  readonly model: Model;
  /** Makes one with so many permits. */
  readonly create: (size: { readonly permits: number }) => Made;
  /**
   * By the names of the contract: `acquire`, `tryAcquire`, `timedAcquire`, `release`, or those of another model:
   * `acquireRead`, `arrive`. An acquire succeeds unless it comes to exactly `false`; what is thrown or rejected is a failure, unless it was aborted.
   */
  readonly operations: Readonly<Record<string, SubjectOperation<Made, Grant>>>;
  /** Left out where a pending acquire cannot be given up. */
  readonly abort?: SubjectAbort<Made>;
  /** Whether somebody may release who has not acquired. Default false. */
  readonly canPost?: boolean;
  /** The most permits that one acquire takes, where that is more than 1. Default 1. */
  readonly acquireMax?: number;
  /** The number of permits that it can be made with, where that is fixed. */
  readonly permits?: number;
  /** What it promises besides; checked together with the properties that are asked for. */
  readonly properties?: readonly Property[];
  /** Clients of its own, in place of the default ones. */
  readonly clients?: readonly Client[];
  /** For exported scripts: how the code of `create` and the operations gets what it names. */
  readonly imports?: string;
  /** The package that it is about. */
  readonly package?: { readonly name: string; readonly version: string };
}

/**
 * Declares a subject.
 *
 * @throws IllFormedError if something is missing.
 * @example
 * export const subject = defineSubject({
 *   name: 'async-mutex',
 *   title: 'Mutex of async-mutex',
 *   model: fifoSemaphore,
 *   permits: 1,
 *   create: () => new Mutex(),
 *   operations: {
 *     acquire: (mutex) => mutex.acquire(),
 *     release: (_mutex, { grant }) => grant(),
 *   },
 *   imports: "import { Mutex } from 'async-mutex';",
 * });
 */
export function defineSubject<Made, Grant = any>(subject: Subject<Made, Grant>): Subject<Made, Grant> {
  const { name, model, create, operations } = subject;
  if (typeof name !== 'string' || !/^[a-z0-9@][a-z0-9.@/-]*$/.test(name)) {
    throw new IllFormedError({
      what: 'A subject needs a name.',
      found: typeof name === 'string' ? name : describeType(name),
      expected: 'lower-case letters, digits and hyphens: my-lock',
    });
  }
  if (typeof model !== 'object' || model === null || typeof create !== 'function') {
    throw new IllFormedError({
      what: `The subject ${name} is incomplete.`,
      found: `model: ${describeType(model)}, create: ${describeType(create)}`,
      expected: 'a model from heddle/models, and a function that makes the primitive',
    });
  }
  const strangers = Object.keys(operations ?? {}).filter(
    (operation) => model.operations[operation] === undefined,
  );
  if (typeof operations !== 'object' || operations === null || strangers.length > 0) {
    throw new IllFormedError({
      what: `The subject ${name} maps operations that its model does not have.`,
      found: strangers.join(', ') || describeType(operations),
      expected: `some of ${Object.keys(model.operations).join(', ')}`,
    });
  }
  const answering = Object.keys(operations).filter(
    (operation) => model.operations[operation]!.answers !== undefined,
  );
  if (answering.length > 0) {
    throw new IllFormedError({
      what: `The subject ${name} has a model whose ${answering[0]} must come to a certain value.`,
      found: `${model.name}: ${answering.join(', ')}`,
      expected:
        'a model of permits or of meeting; of promise code, only whether an operation comes to false is looked at',
      next: 'Write it as a primitive: its answers are compared with those of the model.',
    });
  }
  return subject;
}

/** Whether something looks like what {@link defineSubject} makes; it may come from another copy of Heddle. */
export function isSubject(thing: unknown): thing is Subject {
  const { name, model, create, operations } = (thing ?? {}) as Partial<Subject>;
  return (
    typeof name === 'string' &&
    typeof model === 'object' &&
    typeof create === 'function' &&
    typeof operations === 'object'
  );
}
