/**
 * Primitives: what is checked, with where it comes from and what is expected of it.
 */

import type { Model } from '../core/model.ts';
import { describeType } from '../core/value.ts';
import type { Client } from './client.ts';
import type { Deadline } from './deadline.ts';
import { cannotBeMade, notAModel, offersNothing } from './illFormed.ts';
import type { Step } from './step.ts';
import type { Scheduling } from './turn.ts';
import { runUserCode } from './userCode.ts';

/** What a method of a primitive is called with. */
export interface Call {
  /** The calling thread, counted from 0. */
  readonly me: number;
  /** How many threads there are. */
  readonly threads: number;
  /** How many permits are asked for or given back. */
  readonly permits: number;
  /** What is handed over, for operations that do; otherwise 0. */
  readonly item: number;
  /** When to give up; for operations that have a deadline. */
  readonly deadline: Deadline;
}

/** What a primitive is made for. */
export interface Setup {
  /** Permits at the start. */
  readonly permits: number;
  readonly threads: number;
}

/** An instance: one generator method for each operation of the model that it offers. */
export type Instance = { readonly [operation: string]: unknown };

/** What an entry of the gallery declares of itself, at its default clients and with weak locks. */
export interface Expected {
  /** The properties that it violates, by name; it is declared to hold all others but those of executions without end. */
  readonly violates: readonly string[];
  /**
   * The properties of executions without end that it violates, by name; it is declared to hold all others of them.
   * Left out, nothing is declared of them, and whatever is found is as good as declared.
   */
  readonly endless?: readonly string[];
  /**
   * Why clients larger than the default ones violate what it is declared to hold, by property. `heddle deepen` prints
   * it beside what it finds, and tells of a violation without such an explanation as of a surprise.
   */
  readonly onlyLarger?: Readonly<Record<string, string>>;
  /** Where that comes from: the literature, a report, or the exploration itself. */
  readonly from: string;
}

/** Where an algorithm comes from. */
export interface Source {
  /** Author, title, year, place. */
  readonly citation: string;
  /** A link that a reader can follow, where there is one. */
  readonly url?: string;
  /** Of the code that the algorithm was read from, by its SPDX name. Nothing of that code is here. */
  readonly licence?: string;
}

/** What is checked; see {@link definePrimitive}. */
export interface Primitive {
  /** Kebab case, unique in the gallery: what `heddle check` is given. */
  readonly name: string;
  /** The file that defines it: `import.meta.url`. A trace remembers a hash of its text. */
  readonly module?: string;
  readonly title: string;
  /** The algorithm's number in the literature list of the gallery, such as `A0`. */
  readonly catalogue?: string;
  readonly source?: Source;
  /** What is known of it, in a sentence or two. */
  readonly note?: string;
  /** The abstract primitive that it claims to refine. */
  readonly model: Model;
  readonly create: (setup: Setup) => object;
  /** The scheduling that it was written for. Default preemptive. */
  readonly scheduling?: Scheduling;
  /**
   * The method that runs beside the threads of the client from the start, for ever: the loop that calls
   * what the others have scheduled.
   */
  readonly background?: string;
  /**
   * Whether an acquire hears interrupts at all. Default true. False for one that is masked throughout, of which
   * nothing is to be restored: then the properties of interrupts do not apply.
   */
  readonly hearsInterrupts?: boolean;
  /** The number of threads that it serves, where the algorithm fixes it. */
  readonly threadsMax?: number;
  /**
   * The most permits that clients may post, that is, give back without having taken them. Default any number; 0 where
   * only whoever has acquired may release. Of one more, the comparison tells whether it adds a permit or is an error.
   */
  readonly postsMax?: number;
  /** How often a thread may go through a plan of {@link clients}: 1 for what is made for a single use. Default any number. */
  readonly roundsMax?: number;
  /** The largest acquire at once, where it is more than 1. */
  readonly acquireMax?: number;
  /** The largest release at once, where it is more than 1. */
  readonly releaseMax?: number;
  /** Clients of its own, in place of the default ones of its model. */
  readonly clients?: readonly Client[];
  readonly expected?: Expected;
}

/** Declares a primitive. The identity function: it is there for its type. */
export function definePrimitive(primitive: Primitive): Primitive {
  return primitive;
}

/** An instance of a primitive. @throws IllFormedError if it cannot be made. */
export function instanceOf({ create }: Primitive, setup: Setup): object {
  const made = runUserCode(() => create(setup));
  if ('thrown' in made) throw cannotBeMade(`${made.thrown.name}: ${made.thrown.message}`, made.thrown);
  if (typeof made.value !== 'object' || made.value === null) throw cannotBeMade(describeType(made.value));
  return made.value;
}

/**
 * The operations of the model that an instance offers, in the order of the model.
 *
 * @throws IllFormedError if there are none, or if the model is none.
 */
export function offeredOperations(primitive: Primitive): string[] {
  const contracts: unknown = primitive.model.operations;
  if (typeof contracts !== 'object' || contracts === null) throw notAModel(contracts);
  const instance = instanceOf(primitive, { permits: 1, threads: 2 }) as Instance;
  const names = Object.keys(contracts);
  const offered = names.filter((operation) => typeof instance[operation] === 'function');
  if (offered.length === 0) throw offersNothing(names, methodNames(instance));
  return offered;
}

function methodNames(instance: object): string[] {
  const own = Object.keys(instance).filter((name) => typeof (instance as Instance)[name] === 'function');
  const inherited = Object.getOwnPropertyNames(Object.getPrototypeOf(instance)).filter(
    (name) => name !== 'constructor',
  );
  return instance.constructor === Object ? own : [...own, ...inherited];
}

/** A method of an instance, bound. */
export function methodOf(instance: object, operation: string): ((call: Call) => Step<unknown>) | undefined {
  const method: unknown = (instance as Instance)[operation];
  return typeof method === 'function'
    ? (call) => (method as (this: object, call: Call) => Step<unknown>).call(instance, call)
    : undefined;
}
