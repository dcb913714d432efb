/**
 * Shared objects: the only way for threads to touch each other.
 *
 * Every kind that comes with Heddle is made with what this file offers, and so is a user's own.
 */

import type { Value } from '../core/value.ts';
import type { Next, ObjectDefaults, ObjectKind, OperationRule, Possession, Resolved } from './objectKind.ts';
import { Operate, expired, type Handle, type Step } from './step.ts';
import { toBeTaken } from './untaken.ts';

/** While a primitive is being made: the shared objects made so far. */
let newborn: SharedObject[] | undefined;

/** Runs `make`, and takes down every shared object that is made meanwhile, be it in a private field or in a closure. */
export function collecting<Made>(make: () => Made): {
  readonly made: Made;
  readonly objects: readonly SharedObject[];
} {
  const outer = newborn;
  const objects: SharedObject[] = [];
  newborn = objects;
  try {
    return { made: make(), objects };
  } finally {
    newborn = outer;
  }
}

/** A handle on a shared object. Its value is held by whoever runs the program, never by the handle. */
export abstract class SharedObject<State = any> implements Handle {
  constructor() {
    newborn?.push(this);
  }

  /** Decides what was left open. Objects that behave alike must answer with the same kind object. */
  abstract resolve(defaults: ObjectDefaults): Resolved<State>;

  /** One atomic step. */
  protected operate<Result>(operation: string, ...args: readonly unknown[]): Step<Result> {
    return this.steps(operation, ask(new Operate(this, operation, args, false)));
  }

  /** One atomic step that may wait; false when `deadline` was given and has passed meanwhile. */
  protected operateUntil(
    deadline: object | undefined,
    operation: string,
    ...args: readonly unknown[]
  ): Step<boolean> {
    return this.steps(operation, askUntil(new Operate(this, operation, args, deadline !== undefined)));
  }

  /** A method that is made of several steps. */
  protected steps<Result>(operation: string, steps: Step<Result>): Step<Result> {
    return toBeTaken({ object: this, operation }, steps);
  }
}

function* ask<Result>(request: Operate): Step<Result> {
  return (yield request) as Result;
}

function* askUntil(request: Operate): Step<boolean> {
  return (yield request) !== expired;
}

type ResultOf<Outcomes> = Outcomes extends readonly (infer One)[]
  ? ResultOf<One>
  : Outcomes extends Next<any, infer Result>
    ? Result
    : never;

type Method<Rule> = Rule extends (found: any, ...args: infer Args) => infer Outcomes
  ? (...args: Args) => Step<ResultOf<Outcomes>>
  : Rule extends { step: (found: any, ...args: infer Args) => any; resume: infer Resume }
    ? (...args: Args) => Step<Resume extends (...args: any[]) => infer Outcomes ? ResultOf<Outcomes> : never>
    : never;

/** A shared object with one generator method for each operation of its kind. */
export type Defined<State, Rules> = SharedObject<State> & {
  readonly [Name in keyof Rules]: Method<Rules[Name]>;
};

/**
 * Defines a new kind of shared object; the answer makes objects of that kind.
 *
 * @example
 * const counter = defineObject({
 *   kind: 'counter',
 *   initial: (start: number) => start,
 *   operations: {
 *     add: ({ value }, amount: number) => next(value + amount),
 *     takeOne: ({ value }) => (value > 0 ? next(value - 1) : blocked),
 *   },
 * });
 * const permits = counter(3);   // in a primitive: `yield* permits.add(1)`
 */
export function defineObject<
  State extends Value,
  Args extends unknown[],
  Rules extends Record<string, OperationRule<State>>,
>(definition: {
  readonly kind: string;
  readonly initial: (...args: Args) => State;
  readonly operations: Rules;
  readonly rename?: (value: State, nameOf: (thread: number) => number) => State;
  readonly namesInOrder?: boolean;
  readonly render?: (value: State) => string;
  readonly possession?: (value: State) => Possession;
}): (...args: Args) => Defined<State, Rules> {
  const { kind: name, initial, ...rest } = definition;
  const kind: ObjectKind<State> = { name, ...rest };

  class DefinedObject extends SharedObject<State> {
    readonly #initial: State;

    constructor(value: State) {
      super();
      this.#initial = value;
    }

    resolve(): Resolved<State> {
      return { kind, initial: this.#initial };
    }
  }
  for (const operation of Object.keys(definition.operations)) {
    Object.defineProperty(DefinedObject.prototype, operation, {
      value(this: DefinedObject, ...args: unknown[]): Step<unknown> {
        return this.operate(operation, ...args);
      },
    });
  }
  return (...args) => new DefinedObject(initial(...args)) as unknown as Defined<State, Rules>;
}
