/**
 * Values: what shared objects hold, what operations take and return, what loops carry from turn to turn.
 *
 * A value is plain data, so that it can be compared, interned and written to a trace. The one thing
 * that is not data, a pointer to a shared object, is held as a {@link Reference}.
 */

import type { ObjectIndex } from './ids.ts';

/** Plain data, or a pointer to a shared object, nested at will. */
export type Value =
  | null
  | undefined
  | boolean
  | number
  | string
  | Reference
  | readonly Value[]
  | { readonly [field: string]: Value };

/** A pointer to a shared object, as it is stored inside another object's value. */
export class Reference {
  readonly object: ObjectIndex;

  constructor(object: ObjectIndex) {
    this.object = object;
  }
}

/**
 * A text that is the same for equal values and different for different ones.
 *
 * Exact. Fields are sorted, so the order in which an object was built does not tell values apart.
 * @throws TypeError for what is no value: a function, a symbol, a Map, a class instance.
 */
export function keyOf(value: Value): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '0' : String(value);
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      return value === null ? 'null' : keyOfObject(value);
    default:
      throw new TypeError(`${describeType(value)} is not plain data`);
  }
}

function keyOfObject(value: Exclude<Value, null | undefined | boolean | number | string>): string {
  if (value instanceof Reference) return `@${value.object}`;
  if (Array.isArray(value)) return keyOfArray(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${describeType(value)} is not plain data`);
  }
  let key = '';
  for (const name of Object.keys(value).sort()) {
    const field = (value as { readonly [field: string]: Value })[name];
    key += `${key === '' ? '{' : ','}${JSON.stringify(name)}:${keyOf(field)}`;
  }
  return key === '' ? '{}' : `${key}}`;
}

/** Holes of a sparse array are left empty. */
function keyOfArray(values: readonly Value[]): string {
  let key = '[';
  for (let index = 0; index < values.length; index++) {
    if (index > 0) key += ',';
    if (index in values) key += keyOf(values[index]);
  }
  return `${key}]`;
}

/** The objects that a value points to, in the order in which they are met. */
export function referencesIn(value: Value): ObjectIndex[] {
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof Reference) return [value.object];
  return Object.values(value).flatMap(referencesIn);
}

/** Names what a thing is, for messages: `a function`, `an instance of Map`, `the number 3`. */
export function describeType(thing: unknown): string {
  switch (typeof thing) {
    case 'object':
      if (thing === null) return 'null';
      if (Array.isArray(thing)) return 'an array';
      if (Object.prototype.toString.call(thing) === '[object Generator]') return 'a generator';
      return describeObject(thing);
    case 'undefined':
      return 'undefined';
    case 'function':
      return thing.name === '' ? 'a function' : `the function ${thing.name}`;
    case 'string':
      return `the string ${JSON.stringify(thing)}`;
    default:
      return `the ${typeof thing} ${String(thing)}`;
  }
}

function describeObject(thing: object): string {
  const prototype: unknown = Object.getPrototypeOf(thing);
  if (prototype === Object.prototype || prototype === null) return 'an object';
  const name: unknown = (thing as { constructor?: { name?: unknown } }).constructor?.name;
  if (typeof name === 'string' && name !== '') return `an instance of ${name}`;
  // Generators have no constructor of their own.
  const tag = Object.prototype.toString.call(thing).slice('[object '.length, -1);
  const words = tag.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return tag === 'Object' ? 'an instance of a class' : `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}
