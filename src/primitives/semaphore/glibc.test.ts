/** Who takes the last permit destroys the semaphore: a post that touches it after that is found, and no other is. */

import { definePrimitive, type Futex, type Primitive, type Step } from 'heddle';
import { describe, expect, test } from 'vitest';
import { findings } from '../../testing/findings.ts';
import { glibc2003, glibc64, glibc64Since241 } from './glibc.ts';
import { glibc32, glibc32Since241 } from './glibc32.ts';
import { musl2011, musl2022, musl2024 } from './musl.ts';
import { destroyingClients } from './smallClients.ts';

const shown = (primitive: Primitive): unknown[] =>
  destroyingClients.map((client) => findings(primitive, client, { of: ['failure-freedom'] }));

test('the post of 2003 looks at the number of sleepers when the semaphore is gone', () => {
  const error = (steps: number): object => ({ 'failure-freedom': `error, ${steps} steps` });
  // 1 to post, 2 to acquire, 2 to destroy, 1 to look. Another post and acquire are 3, and 4 where the post is not cut short.
  expect(shown(glibc2003)).toEqual([error(6), error(9), error(10)]);
});

test.each([glibc64, glibc64Since241, glibc32, glibc32Since241, musl2011, musl2022, musl2024])(
  '$name may be destroyed',
  (primitive) => {
    expect(shown(primitive)).toEqual([{}, {}, {}]);
  },
);

describe('the same clients', () => {
  type Semaphore = Record<'acquire' | 'release' | 'destroy', () => Step> & { readonly word: Futex };

  /** The semaphore, whose post looks at the word once more. */
  const looksAgain = (primitive: Primitive): Primitive =>
    definePrimitive({
      ...primitive,
      create: (setup) => {
        const semaphore = primitive.create(setup) as Semaphore;
        return {
          word: semaphore.word,
          acquire: () => semaphore.acquire(),
          destroy: () => semaphore.destroy(),
          *release(): Step {
            yield* semaphore.release();
            yield* semaphore.word.read();
          },
        };
      },
    });

  test('find one look too many', () => {
    expect(shown(looksAgain(glibc64))).not.toContainEqual({});
  });
});
