import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ObjectIndex } from './ids.ts';
import { describeType, keyOf, Reference, referencesIn, type Value } from './value.ts';

/** Any value: plain data and pointers, nested. */
const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Value>(null, undefined, true, false, '', 'a', '0', 'null', '@1', 0, -1, 1.5),
    fc.nat(3).map((index) => new Reference(index as ObjectIndex)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** Whether two values are the same, field by field. */
function isSame(a: Value, b: Value): boolean {
  if (a instanceof Reference || b instanceof Reference) {
    return a instanceof Reference && b instanceof Reference && a.object === b.object;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  const fields = [a, b] as Readonly<Record<string, Value>>[];
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(fields[0]![name], fields[1]![name]))
  );
}

describe('the key of a value', () => {
  test('is the same for equal values, and for no others', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        expect(keyOf(a) === keyOf(b)).toBe(isSame(a, b));
      }),
      { seed: 1965, numRuns: 2000 },
    );
  });

  test('does not tell in which order an object was built, nor 0 from -0', () => {
    expect(keyOf({ a: 1, b: 2 })).toBe(keyOf({ b: 2, a: 1 }));
    expect(keyOf(-0)).toBe(keyOf(0));
    expect(keyOf('1')).not.toBe(keyOf(1));
  });

  test.each([[new Map()], [new Date(0)], [() => 1], [Symbol('x')], [10n]])('refuses %o', (thing) => {
    expect(() => keyOf(thing as never)).toThrow(TypeError);
  });
});

test('the pointers of a value are found in order', () => {
  const at = (index: number): Reference => new Reference(index as ObjectIndex);
  expect(referencesIn([at(2), { a: at(1), b: [at(2)] }, 'none'])).toEqual([2, 1, 2]);
});

test.each([
  [null, 'null'],
  [undefined, 'undefined'],
  [[], 'an array'],
  [{}, 'an object'],
  [new Map(), 'an instance of Map'],
  [(function* () {})(), 'a generator'],
  [(async function* () {})(), 'an async generator'],
  [function acquire() {}, 'the function acquire'],
  ['x', 'the string "x"'],
  [5, 'the number 5'],
])('%o is named', (thing, name) => {
  expect(describeType(thing)).toBe(name);
});
