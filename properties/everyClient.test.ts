/**
 * Every property against generated clients: on a primitive that keeps it, no client breaks it; on its
 * twin, some client does, and shrinks to the smallest one, which is pinned.
 */

import { baton } from '../src/primitives/semaphore/baton.ts';
import { naive } from '../src/primitives/semaphore/fromBinary.ts';
import { reference } from '../src/primitives/semaphore/reference.ts';
import { wakeupPassedOn } from '../src/primitives/semaphore/repairs.ts';
import { properties } from 'heddle/properties';
import { definePrimitive, type Primitive } from 'heddle';
import { fifoSemaphore } from 'heddle/models';
import { describe, expect, test } from 'vitest';
import { describeClient } from '../src/program/client.ts';
import { smallestFailure } from '../src/testing/everyClient.ts';
import { Weighted, type WeightedFault } from '../src/testing/traps/weighted.ts';
import {
  admitsTwo,
  barges,
  forgetsWaiters,
  givesBackAlways,
  guardsUnmasked,
  keepsWhatItIsGiven,
  locksCross,
  refusesAlways,
  releasesTwice,
  releaseWaits,
  sound,
} from './twins/twins.ts';

function smallest(name: string, primitive: Primitive, numRuns?: number): string | undefined {
  const property = properties.find((one) => one.name === name)!;
  const client = smallestFailure({
    primitive,
    property,
    ...(property.interrupts === undefined ? {} : { interrupts: property.interrupts }),
    ...(numRuns === undefined ? {} : { numRuns }),
  });
  return client === undefined ? undefined : describeClient(client);
}

/** Acquires and releases one permit or two. */
function weighted(name: string, fault?: WeightedFault): Primitive {
  return definePrimitive({
    name,
    title: name,
    model: fifoSemaphore,
    acquireMax: 2,
    releaseMax: 2,
    create: ({ permits }) => new Weighted(permits, fault),
  });
}

describe.each(properties.map(({ name }) => name))('%s', (name) => {
  test('holds for every generated client of a sound lock and of the baton semaphore', () => {
    expect(smallest(name, sound)).toBeUndefined();
    expect(smallest(name, baton, 40)).toBeUndefined();
  });

  test('holds where several permits are asked for and given back at once', () => {
    expect(smallest(name, weighted('weighted'), 40)).toBeUndefined();
  });
});

/** One that stays inside, and one that comes and goes. */
const oneKeeps = '1 thread × (acquire) + 1 thread × (acquire release), 1 permit';

test.each([
  ['safety', admitsTwo, '2 threads × (acquire), 1 permit'],
  // One attempt at 0 is enough.
  ['safety', reference, '1 thread × (tryAcquire), 0 permits'],
  ['no-lost-wakeup', forgetsWaiters, oneKeeps],
  // It takes two that sleep and two that release; here one of them comes twice.
  [
    'no-lost-wakeup',
    naive,
    '1 thread × (acquire) + 1 thread × (acquire release) + 1 thread × 2 rounds (acquire release), 2 permits',
  ],
  // Two that sleep, and two permits at once.
  [
    'no-lost-wakeup',
    weighted('wakes-one', 'release wakes one'),
    '2 threads × (acquire) + 1 thread × (acquire*2 release*2), 2 permits',
  ],
  // The one that asks for two is interrupted, and the other is not told that one would do for it.
  [
    'interrupt-before-blocked',
    weighted('silent', 'head leaves in silence'),
    '1 thread × (acquire) + 1 thread × (acquire*2), 1 permit, 1 × interrupt before-blocked, probed',
  ],
  ['non-blocking', releaseWaits, '1 thread × (acquire release), 1 permit'],
  ['deadlock-freedom', locksCross, '2 threads × (acquire), 1 permit'],
  // The one that barges comes twice, in one plan or in two rounds.
  ['fifo', barges, '1 thread × (acquire release acquire) + 1 thread × (acquire), 1 permit'],
  ['fifo', wakeupPassedOn, '1 thread × (acquire) + 1 thread × 2 rounds (acquire release), 1 permit'],
  ['refinement', refusesAlways, '1 thread × (tryAcquire), 1 permit'],
  ['failure-freedom', releasesTwice, '1 thread × (acquire release), 1 permit'],
  [
    'interrupt-before-blocked',
    givesBackAlways,
    '2 threads × (acquire), 1 permit, 1 × interrupt before-blocked, probed',
  ],
  ['interrupt-before-blocked', reference, `${oneKeeps}, 1 × interrupt before-blocked, probed`],
  ['interrupt-after-blocked', keepsWhatItIsGiven, `${oneKeeps}, 1 × interrupt after-blocked, probed`],
  [
    'interrupt-before-anywhere',
    givesBackAlways,
    '1 thread × (acquire), 1 permit, 1 × interrupt before-anywhere, probed',
  ],
  [
    'interrupt-after-anywhere',
    guardsUnmasked,
    '1 thread × (acquire), 1 permit, 1 × interrupt after-anywhere, probed',
  ],
] as const)('%s is broken, and the client shrinks (%#)', (name, primitive, client) => {
  expect(smallest(name, primitive, 400)).toBe(client);
});
