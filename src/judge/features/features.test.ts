/** Features that are known from the literature, found out anew. */

import { gallery } from 'heddle/gallery';
import { judgedProperties, measures } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import type { Circumstances } from '../../program/objectKind.ts';
import type { Primitive } from '../../program/primitive.ts';
import { workload } from '../../program/client.ts';
import { assess } from '../assess.ts';
import { features } from './featureList.ts';
import { featuresOf } from './featuresOf.ts';
import { none } from './verdictFinding.ts';
import { orderOfService } from './orderOfService.ts';
import { partsOf, readModifyWrites } from './partsOf.ts';
import { canBeInterrupted } from './quickCheck.ts';
import { runAlone } from './runAlone.ts';

const weak: Circumstances = { strength: 'weak' };
const named = (name: string): Primitive => gallery.find((primitive) => primitive.name === name)!;

describe('what it is made of', () => {
  test('the reference makes a lock for each waiter', () => {
    const { fixed, madeLater } = partsOf(named('reference'), weak);
    expect([...fixed]).toEqual([
      ['lock', 1],
      ['deque', 1],
      ['cell', 1],
    ]);
    expect(madeLater).toEqual(['lock']);
  });

  test.each([
    ['test-and-set', ['cell.exchange']],
    ['peterson', []],
    ['bakery', []],
    ['ticket', ['cell.fetchAdd']],
  ])('%s reads and writes at once by %j', (name, operations) => {
    expect(readModifyWrites(partsOf(named(name), weak))).toEqual(operations);
  });
});

describe('one thread alone', () => {
  test.each([
    ['baton', 'acquire acquire', 2, ['granted', 'granted'], false],
    ['baton', 'acquire acquire', 1, ['granted'], true],
    // A release too many is a permit more.
    ['baton', 'post acquire acquire', 1, ['returned', 'granted', 'granted'], false],
    // Its releaser is forgotten, and a release without one does nothing.
    ['async-mutex-0.2.6', 'post acquire acquire', 1, ['returned', 'granted'], true],
    // RuntimeError: Lock is not acquired.
    ['asyncio-lock', 'post acquire acquire', 1, ['thrown'], false],
  ] as const)('%s: %s with %i', (name, words, permits, ends, isStuck) => {
    expect(runAlone(named(name), words, permits, weak)).toMatchObject({ ends, isStuck });
  });
});

test.each([
  ['baton', 'the first'],
  ['ticket', 'the first'],
  ['test-and-set', 'either'],
  ['eventlet-2010', 'either'],
  ['gevent', 'the first'],
] as const)('of two waiters %s serves %s', (name, order) => {
  expect(orderOfService(named(name), weak, 100_000)).toBe(order);
});

test.each([
  ['tornado', true],
  // A plain promise cannot be cancelled.
  ['promise-chain', false],
] as const)('a waiter of %s can be interrupted: %s', (name, isSo) => {
  expect(canBeInterrupted(named(name), workload(2, 1, 1), weak, 10_000)).toBe(isSo);
});

test('what has no acquire and release says so where it would be counted', () => {
  const rendezvous = named('rendezvous-waits-first');
  const assessment = assess(rendezvous, { properties: judgedProperties, measures });
  const found = featuresOf(rendezvous, assessment, judgedProperties, () => '');
  for (const name of ['acquire-steps', 'release-steps', 'hand-over', 'needless-wakeups']) {
    expect(features.map((feature) => feature.name)).toContain(name);
    expect(found[name]).toEqual(none('It has no acquire and release.'));
  }
});
