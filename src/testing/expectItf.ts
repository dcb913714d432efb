/** Traces in the Informal Trace Format, read by the rules of its definition. */

import { expect } from 'vitest';

/** What a file in that format holds. */
export interface ItfFile {
  readonly vars: readonly string[];
  readonly states: readonly Readonly<Record<string, unknown>>[];
}

/** Reads an ITF file by the rules of its definition: every state has every variable, and every expression is one. */
export function expectItf(text: string): ItfFile {
  const file = JSON.parse(text) as ItfFile & { '#meta': Record<string, unknown> };
  expect(file['#meta']).toMatchObject({ format: 'ITF' });
  file.states.forEach((state, index) => {
    expect(state['#meta']).toEqual({ index });
    expect(
      Object.keys(state)
        .filter((name) => name !== '#meta')
        .sort(),
    ).toEqual([...file.vars].sort());
    for (const name of file.vars) expectExpression(state[name]);
  });
  return file;
}

/** A boolean, a string, a list, a record, or one of the tagged forms; a bare number is none. */
function expectExpression(expression: unknown): void {
  if (typeof expression === 'boolean' || typeof expression === 'string') return;
  expect(typeof expression).toBe('object');
  expect(expression).not.toBeNull();
  if (Array.isArray(expression)) return expression.forEach(expectExpression);
  const fields = expression as Record<string, unknown>;
  const tags = Object.keys(fields).filter((name) => name.startsWith('#'));
  if (tags.length === 0) return Object.values(fields).forEach(expectExpression);
  expect(Object.keys(fields)).toEqual(tags);
  expect(['#bigint', '#tup', '#set', '#map', '#unserializable']).toContain(tags[0]);
  if (tags[0] === '#bigint') expect(fields['#bigint']).toMatch(/^-?\d+$/);
}
