/**
 * The product of tables against real executions: the same states, transitions, quiet moments and ends,
 * on programs that fast-check makes up. `agreement.gallery.test.ts` compares them on the gallery.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { strengths } from '../program/objectKind.ts';
import { schedulings, type Scheduling } from '../program/turn.ts';
import { madeUp, words } from '../testing/madeUp.ts';
import { nativeSearch } from '../testing/nativeSearch.ts';
import { tableSearch } from '../testing/tableSearch.ts';

test.each(schedulings)('on programs that are made up, %s', (scheduling: Scheduling) => {
  const thread = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 });
  let compared = 0;
  fc.assert(
    fc.property(
      fc.array(thread, { minLength: 2, maxLength: 3 }),
      fc.constantFrom(...strengths),
      (threads, strength) => {
        const native = nativeSearch(() => madeUp(threads, strength, scheduling), 500);
        if (native === undefined) return;
        compared++;
        expect(tableSearch(madeUp(threads, strength, scheduling))).toEqual(native);
      },
    ),
    { seed: 1974, numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(200);
});
