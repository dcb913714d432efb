import { IllFormedError } from '../core/errors.ts';
import { describeType, keyOf, Reference, type Value } from '../core/value.ts';
import { SharedObject } from './sharedObject.ts';

/**
 * Turns handles into references, all the way down; the answer is frozen.
 *
 * @throws IllFormedError for what is not plain data.
 */
export function toValue(thing: unknown, refer: (handle: SharedObject) => Reference): Value {
  if (thing instanceof SharedObject) return refer(thing);
  if (typeof thing !== 'object' || thing === null || thing instanceof Reference) return plain(thing);
  if (Array.isArray(thing)) return Object.freeze(thing.map((item) => toValue(item, refer)));
  const prototype: unknown = Object.getPrototypeOf(thing);
  if (prototype !== Object.prototype && prototype !== null) return plain(thing);
  const fields = Object.entries(thing).map(([name, item]) => [name, toValue(item, refer)] as const);
  return Object.freeze(Object.fromEntries(fields));
}

function plain(thing: unknown): Value {
  try {
    keyOf(thing as Value);
  } catch (error) {
    throw new IllFormedError(
      {
        what: 'A value that threads can share is not plain data.',
        found: describeType(thing),
        expected: 'null, booleans, numbers, strings, shared objects, and arrays and objects of these',
        next: holdsSharedObjects(thing)
          ? 'Write it as a plain object, such as { next: cell(null) }, or as a number that stands for it.'
          : 'Put mutable state into shared objects (cell, deque, or your own with defineObject).',
      },
      { cause: error },
    );
  }
  return thing as Value;
}

/** A node of a queue, say, written as a class. */
function holdsSharedObjects(thing: unknown): boolean {
  return (
    typeof thing === 'object' &&
    thing !== null &&
    Object.values(thing).some((field) => field instanceof SharedObject)
  );
}
