/**
 * The twins of the properties of executions without end: which each violates, with stem and loop of the
 * shortest lasso. In a comment beside each is what it consists of.
 */

import { endlessProperties } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import type { Primitive } from 'heddle';
import { check } from '../../src/judge/check.ts';
import { planOf, workload, type Client } from '../../src/program/client.ts';
import { barges, servesAnybody, sound, tooPolite } from './twins.ts';

const twoThreads = workload(2, 'forever', 1);

/** What is violated, as `stem + loop`. */
function lassos(twin: Primitive, client: Client): Record<string, string> {
  const { properties } = check(twin, { properties: endlessProperties, clients: [client] });
  return Object.fromEntries(
    properties.flatMap(({ property, verdict }) => {
      if (verdict.verdict === 'holds') return [];
      if (verdict.verdict !== 'violated') return [[property, verdict.verdict]];
      const { steps, loop = 0 } = verdict.counterexample.trace.verdict;
      return [[property, `${steps - loop} + ${loop}`]];
    }),
  );
}

const cases: readonly { readonly twin: Primitive; readonly found: Readonly<Record<string, string>> }[] = [
  { twin: sound, found: {} },
  {
    twin: servesAnybody,
    found: {
      // T1 takes the lock, T0 calls; T1 gives it back and takes it again.
      'starvation-weak': '2 + 2',
      // The same, once T0 has been seen to wait.
      'bounded-bypass': '3 + 2',
    },
  },
  {
    twin: barges,
    found: {
      // T1 gets in, T0 looks; T1 gets out and in again, and T0 looks again meanwhile.
      'starvation-weak': '2 + 2',
      'starvation-strong': '2 + 2',
      'bounded-bypass': '3 + 2',
    },
  },
  {
    twin: tooPolite,
    found: {
      // T0 raises its flag. Then T1 raises its own, T0 looks, T0 lowers, T1 looks and is in, T1 lowers, T0 raises.
      'starvation-weak': '1 + 6',
      'starvation-strong': '1 + 6',
      // Both raise their flags; both look, both lower, both raise.
      livelock: '2 + 6',
      // Nobody is ever blocked, so nobody is seen to wait, and nobody is overtaken.
    },
  },
];

describe.each(cases)('$twin.name', ({ twin, found }) => {
  test('violates what it should, and nothing else', () => {
    expect(lassos(twin, twoThreads)).toEqual(found);
  });
});

test('a client that ends is repeated for ever, and one that keeps its permit is not', () => {
  const client: Client = { permits: 1, plans: [planOf('acquire release'), planOf('acquire')] };
  const { properties } = check(servesAnybody, { properties: endlessProperties, clients: [client] });
  const clients = properties.map(({ property, verdict }) => [
    property,
    verdict.verdict === 'violated' ? verdict.client : verdict.bounds.map((bound) => bound.client),
  ]);
  const words = '1 thread × (acquire release) for ever + 1 thread × (acquire), 1 permit';
  // Who waits for a permit that somebody keeps is in no livelock, so that is not judged.
  expect(clients).toEqual([
    ['starvation-weak', words],
    ['starvation-strong', [words]],
    ['livelock', []],
    ['bounded-bypass', words],
  ]);
});

test('a limit that is hit proves nothing', () => {
  const { properties } = check(sound, {
    properties: endlessProperties,
    clients: [twoThreads],
    limits: { states: 1 },
  });
  expect(properties.map(({ verdict }) => verdict.verdict)).toEqual([
    'unknown',
    'unknown',
    'unknown',
    'unknown',
  ]);
});

test('a livelock is told in words', () => {
  const { properties } = check(tooPolite, { properties: endlessProperties, clients: [twoThreads] });
  const { verdict } = properties.find(({ property }) => property === 'livelock')!;
  if (verdict.verdict !== 'violated') throw new Error('no livelock');
  const { kind, sentences } = verdict.counterexample.explanation;
  expect([kind, verdict.counterexample.trace.verdict.why, ...sentences].join('\n')).toMatchInlineSnapshot(`
    "livelock
    T0 goes on in acquire for ever, step by step, and nobody is granted
    Step 1: T0 calls acquire, and never returns from it.
    Step 8: all is as it was before step 3; steps 3 to 8 are repeated for ever.
    T0 moves in each turn, and gets no further.
    The scheduler is fair, weakly and strongly: whoever could go on again and again does move."
  `);
});
