/** What no client of the gallery does: a release more than there is room for. It fails, and leaves all in order. */

import { planOf, type Client } from 'heddle';
import { expect, test } from 'vitest';
import { findings } from '../testing/findings.ts';
import { anyioLock30 } from './async/anyio.ts';
import { deferredFilesystemLock } from './async/deferredFilesystemLock.ts';
import { goMutex } from './runtime/goMutex.ts';
import { goWeighted, goWeightedBefore10 } from './runtime/goWeighted.ts';
import { kotlin, kotlinBefore1323 } from './runtime/kotlin.ts';

const clientOf = (...plans: string[]): Client => ({ permits: 1, plans: plans.map((words) => planOf(words)) });

test.each([goWeighted, goWeightedBefore10, kotlin, kotlinBefore1323])(
  'four more than were acquired are taken by $name, the fifth is an error, and nobody is left waiting',
  (primitive) => {
    expect(findings(primitive, clientOf('post post post post', 'acquire release'))).toEqual({});
    const found = findings(primitive, clientOf('post post post post post', 'acquire release'));
    expect(Object.keys(found)).toEqual(['refinement', 'failure-freedom']);
  },
);

test("an unlock of Go's mutex is an error where it is not locked", () => {
  const found = findings(goMutex, clientOf('acquire release', 'post'), { of: ['failure-freedom'] });
  expect(found).toEqual({ 'failure-freedom': 'error, 1 steps' });
  const oneAfterAnother = clientOf('acquire release post');
  expect(findings(goMutex, oneAfterAnother, { of: ['failure-freedom'] })).toEqual({
    'failure-freedom': 'error, 3 steps',
  });
});

test.each([anyioLock30, deferredFilesystemLock])(
  'a release of $name is an error where nobody holds it, and leaves it as it is',
  (primitive) => {
    const found = findings(primitive, clientOf('post', 'acquire release'), {
      of: ['failure-freedom', 'deadlock-freedom'],
    });
    expect(found).toEqual({ 'failure-freedom': 'error, 1 steps' });
  },
);
