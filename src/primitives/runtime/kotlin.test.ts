/** What the gallery's model of Kotlin's semaphore leaves out: a release beyond the permits. */

import { definePrimitive, planOf, type Client } from 'heddle';
import { boundedSemaphore } from 'heddle/models';
import { expect, test } from 'vitest';
import { findings } from '../../testing/findings.ts';
import { SynchronousSemaphore } from './kotlin.ts';

const bounded = definePrimitive({
  name: 'kotlin-semaphore-bounded',
  title: "Kotlin's Semaphore, with all its permits there at the start",
  model: boundedSemaphore,
  create: ({ permits }) => new SynchronousSemaphore(permits, permits),
});

const clientOf = (permits: number, ...plans: string[]): Client => ({
  permits,
  plans: plans.map((words) => planOf(words)),
});

test.each([
  clientOf(1, 'acquire release', 'acquire release', 'post'),
  clientOf(1, 'acquire', 'post acquire', 'post acquire'),
  clientOf(2, 'acquire release', 'acquire release', 'post post'),
  clientOf(1, 'tryAcquire release', 'acquire release', 'post'),
])('what is released too often is an error, and nobody gets it: $plans.length threads', (client) => {
  expect(findings(bounded, client)).toEqual({});
});
