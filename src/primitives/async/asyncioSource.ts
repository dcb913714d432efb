import type { Primitive } from 'heddle';

/** Lib/asyncio/locks.py as it was in a release of CPython, and what is said of it elsewhere. */
export function asyncioLocks(
  release: string,
  ...reports: readonly string[]
): NonNullable<Primitive['source']> {
  return {
    citation: [`CPython ${release}, Lib/asyncio/locks.py`, ...reports].join('; '),
    url: `https://github.com/python/cpython/blob/v${release}/Lib/asyncio/locks.py`,
    licence: 'PSF-2.0',
  };
}
