/** The packages for which Heddle knows how they are used: any version of them that has the methods named there. */

import type { Subject } from 'heddle/promises';
import { asyncLock } from './asyncLock.ts';
import { asyncMutex } from './asyncMutex.ts';
import { asyncSema } from './asyncSema.ts';
import { awaitSemaphore } from './awaitSemaphore.ts';
import { effectSemaphore } from './effectSemaphore.ts';
import { fastq } from './fastq.ts';
import { pLimit } from './pLimit.ts';
import { pQueue } from './pQueue.ts';
import { rwlock } from './rwlock.ts';
import { semaphoreAsyncAwait } from './semaphoreAsyncAwait.ts';
import { shopifySemaphore } from './shopifySemaphore.ts';

/** By the name of the package: what becomes of its module. */
export const npmAdapters: Readonly<Record<string, (module: any) => Subject[]>> = {
  'async-mutex': asyncMutex,
  'async-sema': asyncSema,
  'await-semaphore': awaitSemaphore,
  'semaphore-async-await': semaphoreAsyncAwait,
  '@shopify/semaphore': shopifySemaphore,
  'p-limit': pLimit,
  'p-queue': pQueue,
  fastq,
  'async-lock': asyncLock,
  rwlock,
  effect: effectSemaphore,
};

/** The subjects of one version of a package. */
export function npmSubjects(name: string, version: string, module: unknown): Subject[] {
  return (npmAdapters[name]?.(module) ?? []).map((subject) => ({ ...subject, package: { name, version } }));
}
export { pinnedPackages, type PinnedPackage } from './pinnedPackages.ts';
