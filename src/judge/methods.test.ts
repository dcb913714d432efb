/** Whichever way a check searches, it says no more than it has seen: only a search of everything proves. */

import { gallery } from 'heddle/gallery';
import { properties } from 'heddle/properties';
import { expect, test } from 'vitest';
import type { Method } from '../explore/method.ts';
import { workload } from '../program/client.ts';
import { check } from './check.ts';
import type { PropertyReport } from './findings.ts';

function report(primitive: string, property: string, method: Method): PropertyReport {
  const found = check(
    gallery.find(({ name }) => name === primitive)!,
    {
      properties: properties.filter(({ name }) => name === property),
      clients: [workload(2, 2, 1)],
      method,
    },
  );
  return found.properties[0]!;
}

const preemptions = (max: number): Method => ({ by: 'bounded states', bound: { of: 'preemptions', max } });

test('a bound that leaves something out is no proof', () => {
  // One thread must be stopped between its test and its set, and the other while it is inside.
  const { verdict } = report('test-then-set', 'safety', preemptions(1));
  expect(verdict).toMatchObject({
    verdict: 'bounded',
    within: { of: 'preemptions', max: 1 },
    bounds: [{ within: { of: 'preemptions', max: 1 } }],
  });
  expect(report('test-then-set', 'safety', preemptions(2)).verdict.verdict).toBe('violated');
  expect(report('peterson', 'safety', preemptions(1)).verdict.verdict).toBe('bounded');
});

test('a bound that leaves nothing out is one', () => {
  // No execution has as many steps.
  const { verdict } = report('peterson', 'safety', preemptions(200));
  expect(verdict.verdict).toBe('holds');
  expect(verdict.bounds[0]).not.toHaveProperty('within');
});

test('a sample proves nothing', () => {
  const method = { by: 'sample', strategy: 'pct', executions: 50, seed: 3, depth: 2 } as const;
  const { verdict } = report('peterson', 'safety', method);
  expect(verdict).toMatchObject({
    verdict: 'unknown',
    stop: 'sampled',
    sample: { strategy: 'pct', seed: 3, executions: 50, guarantee: { depth: 2 } },
  });
  expect(report('peterson', 'safety', method).verdict).toEqual(verdict);
  expect(report('test-then-set', 'safety', method).verdict.verdict).toBe('violated');
});

test('a search by executions proves as much, and says where it was not one', () => {
  const { verdict } = report('ticket', 'safety', { by: 'executions' });
  expect(verdict.verdict).toBe('holds');
  expect(verdict.bounds[0]!.executions).toBeGreaterThan(1);
  expect(report('baton', 'interrupt-before-blocked', { by: 'executions' }).verdict).toMatchObject({
    verdict: 'holds',
    bounds: [{ instead: 'interrupts may come' }],
  });
});

test('a measure over some executions is a lower one', () => {
  expect(
    report('kearns', 'fifo', { by: 'states', reductions: { footprints: true, symmetry: true } }).measure,
  ).not.toHaveProperty('isLeast');
  expect(report('kearns', 'fifo', preemptions(1)).measure).toMatchObject({ isLeast: true });
});
