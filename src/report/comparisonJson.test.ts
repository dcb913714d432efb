/** What the JSON of a comparison shares, and that nothing is lost by it. */

import { expect, test } from 'vitest';
import { sampleBeside, sampleComparison } from '../testing/sampleComparison.ts';
import { comparisonFrom, comparisonJson } from './comparisonJson.ts';

const json = comparisonJson(sampleComparison, sampleBeside);

test('reads back what was written', () => {
  expect(comparisonFrom(json)).toEqual({ ...sampleComparison, ...sampleBeside });
  expect(comparisonFrom(comparisonJson(sampleComparison))).toEqual(sampleComparison);
});

test('keeps findings of features that no table shows', () => {
  const [first] = sampleComparison.primitives;
  const finding = { answer: 'yes', evidence: { by: 'exploration', says: 'Of no table.' } } as const;
  const comparison = { primitives: [{ ...first!, features: { unlisted: finding } }] };
  expect(comparisonFrom(comparisonJson(comparison))).toEqual(comparison);
});

test('names its format and version, and refuses others', () => {
  expect(json).toMatch(/^\{\n"format": "heddle-comparison",\n"version": 2,\n/);
  expect(() => comparisonFrom('{"primitives": []}')).toThrow('not a comparison of version 2');
});

test('has a line for each primitive, set of clients and piece of evidence, and each but once', () => {
  const lines = json.split('\n');
  expect(lines.filter((line) => line.startsWith('  {"name":"baton"'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('3 threads × (acquire release), 1 permit"'))).toHaveLength(1);
  // Three primitives share it; how many states each had stands with the primitive.
  expect(lines.filter((line) => line.includes('All executions explored.'))).toEqual([
    '  {"by":"exploration","says":"All executions explored.","command":"check NAME","clients":1},',
  ]);
});
