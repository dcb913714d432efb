/** What an interrupt is blamed for: what holds with the same client without it, and nothing else. */

import { workload } from 'heddle';
import { gallery } from 'heddle/gallery';
import { judgedProperties } from 'heddle/properties';
import { expect, test } from 'vitest';
import { check } from './check.ts';

/** Its word wraps round when many come: without any interrupt too somebody waits for ever, though not soon. */
const drepper = gallery.find(({ name }) => name === 'drepper-1')!;
const properties = judgedProperties.filter(({ name }) => name === 'interrupt-before-blocked');

/** The verdict with 5 threads, the searches with and without the interrupt given up after so many states. */
function verdictWithin(states: number): string {
  const [report] = check(drepper, {
    properties,
    clients: [workload(5, 1, 1)],
    limits: { states },
  }).properties;
  return report!.verdict.verdict;
}

test('what fails without an interrupt as well is not held against it', () => {
  expect(verdictWithin(200_000)).toBe('holds');
});

test('nor is what was given up before it was seen to fail without one', () => {
  expect(verdictWithin(30_000)).toBe('unknown');
});
