/** Features that are known from the literature, found out anew. */

import { again, cell, done, loop, type Step } from 'heddle';
import { gallery } from 'heddle/gallery';
import { boundedSemaphore } from 'heddle/models';
import { judgedProperties, measures } from 'heddle/properties';
import { describe, expect, test } from 'vitest';
import type { Circumstances } from '../../program/objectKind.ts';
import { definePrimitive, type Primitive } from '../../program/primitive.ts';
import { planOf, workload } from '../../program/client.ts';
import { cellText } from '../../report/comparison.ts';
import { assess } from '../assess.ts';
import { features } from './featureList.ts';
import { featuresOf, type Features } from './featuresOf.ts';
import { none } from './verdictFinding.ts';
import { orderOfService } from './orderOfService.ts';
import { partsOf, readModifyWrites } from './partsOf.ts';
import { canBeInterrupted } from './quickCheck.ts';
import { releaseTooMany } from './releaseTooMany.ts';
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

describe('a release too many', () => {
  const tooMany = (primitive: Primitive): string[] => {
    const { scheduling = 'preemptive' } = primitive;
    const { bounded, 'double-release': detected } = releaseTooMany(primitive, { ...weak, scheduling });
    return [cellText(bounded), cellText(detected), bounded.evidence.says];
  };
  const one = 'One thread alone: a release by one who holds nothing, then two acquires, one permit: ';
  const five =
    'One thread alone: 5 releases by one who holds nothing, there being room for 4, then 6 acquires, one permit: ';
  const four = 'returned, returned, returned, returned';

  test.each([
    ['baton', 'no', 'no', `${one}returned, granted, granted.`],
    ['async-mutex-0.2.6', 'yes', 'no', `${one}returned, granted, blocked.`],
    ['python-bounded', 'yes', 'yes', `${one}thrown, granted, blocked.`],
    // A release asks for room first, and there is none.
    ['eventlet-capped', 'yes', 'no', `${one}blocked.`],
    // A fatal error.
    ['go-mutex', 'yes', 'yes', `${one}thrown.`],
    // Only whoever has acquired may release.
    ['trio-capacity-limiter', 'yes', 'yes', `${one}thrown.`],
    ['go-weighted', 'yes', 'yes', `${five}${four}, thrown.`],
    ['go-weighted-2019', 'yes', 'yes', `${five}${four}, thrown.`],
    ['kotlin-semaphore', 'yes', 'yes', `${five}${four}, thrown.`],
    ['kotlin-semaphore-1323', 'yes', 'yes', `${five}${four}, thrown.`],
    ['twisted', 'yes', 'yes', `${five}${four}, thrown.`],
    [
      'deno-semaphore',
      'yes',
      'no',
      `${five}${four}, returned, granted, granted, granted, granted, granted, blocked.`,
    ],
  ])('%s: bounded %s, detected %s', (name, ...answers) => {
    expect(tooMany(named(name))).toEqual(answers);
  });

  test('adds a permit where the room that is declared is no limit', () => {
    const roomy = definePrimitive({ ...named('baton'), postsMax: 4 });
    const grants = Array.from({ length: 6 }, () => 'granted').join(', ');
    expect(tooMany(roomy)).toEqual(['no', 'no', `${five}${four}, returned, ${grants}.`]);
  });

  test.each([
    // One goes on after what its contract names, the other does not.
    ['python-bounded', 'thrown, thrown, thrown, thrown, thrown, granted, blocked'],
    ['go-mutex', 'thrown'],
    ['eventlet-capped', 'blocked'],
  ])('of %s is not told where the room that is declared is not there', (name, ends) => {
    const roomy = definePrimitive({ ...named(name), postsMax: 4 });
    expect(tooMany(roomy)).toEqual(['–', '–', `${five}${ends}. The room that it declares is not there.`]);
  });
});

test.each([
  ['baton', 'the first'],
  ['ticket', 'the first'],
  ['test-and-set', 'either'],
  ['eventlet-2010', 'either'],
  ['gevent', 'the first'],
] as const)('of two waiters %s serves %s', (name, order) => {
  expect(orderOfService(named(name), weak, 100_000)).toMatchObject({ order, isWhole: true });
});

test('whom a release serves is not known where the search was stopped', () => {
  const { order, isWhole } = orderOfService(named('bakery'), weak, 50);
  expect({ order, isWhole }).toEqual({ order: undefined, isWhole: false });
});

test('what counts no acquires has no costs', () => {
  const costs = ['acquire-steps', 'release-steps', 'hand-over', 'needless-wakeups'];
  const found = featuresFound(named('latch'));
  expect(costs.map((cost) => found[cost])).toEqual(
    costs.map(() => ({
      answer: 'none',
      evidence: { by: 'the code', says: 'It has no acquire and release.' },
    })),
  );
});

test.each([
  ['tornado', true],
  // A plain promise cannot be cancelled.
  ['promise-chain', false],
] as const)('a waiter of %s can be interrupted: %s', (name, isSo) => {
  const kind = { effect: 'before', position: 'blocked' } as const;
  expect(canBeInterrupted(named(name), workload(2, 1, 1), kind, weak, 10_000)).toBe(isSo);
});

/** All that is found of one primitive. */
function featuresFound(primitive: Primitive): Features {
  const assessment = assess(primitive, { properties: judgedProperties, measures });
  return featuresOf(primitive, assessment, judgedProperties, (property) => `${property}.json`);
}

const texts = (found: Features, names: readonly string[]): string[] =>
  names.map((name) => cellText(found[name]));

describe('what interrupts have to do with it', () => {
  const asked = [
    'cancellable',
    'generic-timeout',
    'interrupt-before-blocked',
    'interrupt-after-blocked',
    'interrupt-before-anywhere',
    'interrupt-after-anywhere',
  ];

  test.each([
    ['tornado', ['yes', 'no', 'yes', 'no', 'yes', 'no']],
    // A plain promise cannot be cancelled: no kind is put to the test, and a timeout has nothing to end.
    ['promise-chain', ['no', '–', '–', '–', '–', '–']],
  ])('%s', (name, answers) => {
    expect(texts(featuresFound(named(name)), asked)).toEqual(answers);
  });

  test('what is broken without an interrupt is not called restored', () => {
    const broken = '–, broken without one';
    const features = featuresFound(named('test-then-set'));
    expect(features['interrupt-before-blocked']!.evidence.by).toBe('exploration');
    const found = texts(features, asked);
    expect(found).toEqual(['yes', '–, broken without one', broken, broken, broken, 'no']);
  });

  test('nothing, where the entry says that it hears none, although what it waits for could be interrupted', () => {
    const deaf = definePrimitive({ ...named('test-and-set'), hearsInterrupts: false });
    expect(texts(featuresFound(deaf), asked)).toEqual(['not modelled', '–', '–', '–', '–', '–']);
  });
});

/** Bounded, says its model; and it accepts every release. */
class Accepting {
  readonly free;
  constructor(permits: number) {
    this.free = cell(permits);
  }

  *acquire(): Step {
    const { free } = this;
    yield* loop(function* () {
      const found = yield* free.read();
      return found > 0 && (yield* free.compareAndSet(found, found - 1)) ? done() : again();
    });
  }

  *release(): Step {
    yield* this.free.fetchAdd(1);
  }
}

describe('whether it is right elsewhere', () => {
  test('a release too many that is accepted is wrong with all turns', () => {
    const accepting = definePrimitive({
      name: 'accepting',
      title: 'Accepting',
      model: boundedSemaphore,
      clients: [{ permits: 1, plans: [planOf('acquire'), planOf('post')] }],
      create: ({ permits }) => new Accepting(permits),
    });
    const asked = ['safety', 'refinement', 'weak', 'preemptive', 'cooperative-fifo'];
    expect(texts(featuresFound(accepting), asked)).toEqual(['yes', 'no', 'no', 'no', 'no']);
  });

  test('the command asks for what was judged, and for nothing else', () => {
    const { weak: here } = featuresFound(named('test-and-set'));
    expect(here!.evidence.command).toBe(
      'check test-and-set --property safety --property no-lost-wakeup --property non-blocking --property deadlock-freedom --property failure-freedom',
    );
  });
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
