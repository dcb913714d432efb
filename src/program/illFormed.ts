/** The ways in which a primitive can be ill-formed, in words. */

import { IllFormedError } from '../core/errors.ts';
import { describeType } from '../core/value.ts';

/** Told the same results, the primitive did something else than before. */
export function notDeterministic(before: string, now: string): IllFormedError {
  return new IllFormedError({
    what: 'The primitive is not deterministic: told the same results, it did something else.',
    found: `first ${before}, then ${now}`,
    expected: 'the same step each time',
    next: 'The usual causes: a field or variable that is no shared object, a loop body that writes to a variable outside it, chance, time.',
  });
}

/** An operation takes steps, or a loop turns, without end. */
export function neverEnds(found: string): IllFormedError {
  return new IllFormedError({
    what: 'An operation of the primitive never ends.',
    found,
    expected: 'an operation that ends, or a wait that Heddle can see',
    next: 'Write a wait as yield* until(...) and a retry as yield* loop(...), from heddle.',
  });
}

/** A generator yields what is no request. */
export function notAnOperation(request: unknown): IllFormedError {
  return new IllFormedError({
    what: 'The primitive yields something that is not an operation.',
    found: describeType(request),
    expected: 'yield* of a method of a shared object, such as yield* this.lock.acquire()',
    next: 'Write yield* (with the star), not yield.',
  });
}

/** What a loop is to run is no step: a plain value, most often, or an operator applied to a step. @param name names the loop. */
export function notSteps(name: string, found: unknown): IllFormedError {
  return new IllFormedError({
    what: `What ${name} is to run is not made of steps.`,
    found: describeType(found),
    expected: `a function that answers steps: ${name}(() => this.word.is(0)), or a function*`,
    next: 'A step has its result only after yield*: to negate or to combine results, write a function* and take each with yield*.',
  });
}

/** A step was made, and the operation has ended without taking it. */
export function neverTaken(step: string): IllFormedError {
  return new IllFormedError({
    what: 'A step of the primitive was made and never taken.',
    found: `${step}(...), without yield*`,
    expected: 'yield* before every operation on a shared object, until, loop, ...',
    next: `Write yield* before it: without it, ${step} does not happen.`,
  });
}

/** A shared object is used that was not there when the primitive was made. @param kind names its kind. */
export function madeWhileRunning(kind: string): IllFormedError {
  return new IllFormedError({
    what: `The primitive uses a ${kind} that was made while it ran.`,
    found: `a ${kind} that is not there when the primitive has been made`,
    expected: 'shared objects made in the constructor, or by yield* fresh(...)',
    next: `Write yield* fresh(${kind}(...)), so that Heddle can tell which one it is.`,
  });
}

/** An operation ends without a step. @param name names the operation. */
export function neverYields(name: string): IllFormedError {
  return new IllFormedError({
    what: `The operation ${name} never yields.`,
    found: 'it ended without an operation on a shared object',
    expected: 'at least one step: yield* of a method of a shared object',
    next: 'What threads share must be in shared objects: cell, lock, deque, ...',
  });
}

/** An operation throws before it has taken a step. @param name names the operation. */
export function throwsAtOnce(name: string, error: Error): IllFormedError {
  return new IllFormedError(
    {
      what: `The operation ${name} throws before its first step.`,
      found: `${error.name}: ${error.message}`,
      expected: 'at least one step: yield* of a method of a shared object',
      next: 'Mend the error; what an operation may throw, it throws after a step.',
    },
    { cause: error },
  );
}

/** No instance of a primitive comes about. @param found is what came of `create` instead. */
export function cannotBeMade(found: string, cause?: Error): IllFormedError {
  return new IllFormedError(
    {
      what: 'The primitive cannot be made.',
      found,
      expected:
        'create: (setup) => new MyLock(setup.permits), which answers an object with generator methods',
    },
    { cause },
  );
}

/** What stands for the model of a primitive is none. @param operations is what stands for its contracts. */
export function notAModel(operations: unknown): IllFormedError {
  return new IllFormedError({
    what: 'The primitive has no model.',
    found: `operations: ${describeType(operations)}`,
    expected: "a model of heddle/models, such as mutex, or one's own made with defineModel",
  });
}

/** A primitive lacks a method that its default clients call. @param offered is what it has. */
export function lacksOperation(name: string, offered: readonly string[]): IllFormedError {
  return new IllFormedError({
    what: `The primitive has no operation ${name}.`,
    found: offered.join(', '),
    expected: `a generator method *${name}() { ... } too`,
    next: 'Or give it clients of its own: clients: [{ permits, plans }].',
  });
}

/** A primitive names a method that is to run in the background, and has none of that name. */
export function lacksBackground(name: string): IllFormedError {
  return new IllFormedError({
    what: 'The primitive has no method to run in the background.',
    found: `background: '${name}'`,
    expected: `a generator method *${name}() { yield* loop(...); }`,
  });
}

/** A primitive has no method that its model speaks of. @param names are the operations of the model. */
export function offersNothing(names: readonly string[], methods: readonly string[]): IllFormedError {
  return new IllFormedError({
    what: 'The primitive offers no operation of its model.',
    found: methods.length === 0 ? 'no methods' : `the methods ${methods.join(', ')}`,
    expected: `some of ${names.join(', ')}, as generator methods`,
  });
}

/** A method is an ordinary function. @param answer is what it returned. */
export function notAGenerator(answer: unknown): IllFormedError {
  return new IllFormedError({
    what: 'A method of the primitive is not a generator.',
    found: `it returned ${describeType(answer)}`,
    expected: 'a generator method: *acquire() { ... }',
    next: 'Write a * before its name, and yield* before each operation on a shared object.',
  });
}
