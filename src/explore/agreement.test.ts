/**
 * The product of tables against real executions: the same states, transitions, quiet moments and ends,
 * on programs that fast-check makes up. `agreement.gallery.test.ts` compares them on the gallery.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { strengths } from '../program/objectKind.ts';
import { madeUp, words } from '../testing/madeUp.ts';
import { nativeSearch } from '../testing/nativeSearch.ts';
import { tableSearch } from '../testing/tableSearch.ts';

test('on programs that are made up', () => {
  const thread = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 });
  let compared = 0;
  fc.assert(
    fc.property(
      fc.array(thread, { minLength: 2, maxLength: 3 }),
      fc.constantFrom(...strengths),
      (threads, strength) => {
        const native = nativeSearch(() => madeUp(threads, strength), 500);
        if (native === undefined) return;
        compared++;
        expect(tableSearch(madeUp(threads, strength))).toEqual(native);
      },
    ),
    { seed: 1974, numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(200);
});
