/** Primitives of JavaScript: promises, and what stands behind them. */

import type { Primitive } from 'heddle';
import { asyncMutex, asyncMutexForgetful } from './asyncMutex.ts';
import {
  asyncMutexPriority,
  asyncMutexSemaphore,
  asyncMutexTimeout,
  waitForUnlock,
} from './asyncMutexSemaphore.ts';
import { denoDisposedTwice, denoSemaphore } from './denoSemaphore.ts';
import { effect, effectBefore } from './effect.ts';
import { effectPartitioned } from './effectPartitioned.ts';
import { keyedMutex, keyedMutexEager } from './keyedMutex.ts';
import { asyncSema, naiveLimiter } from './limiters.ts';
import { promiseChain, promiseChainLate, promiseChainRejecting } from './promiseChain.ts';
import { awaitSemaphore, pLimit, semaphoreAsyncAwait, shopifySemaphore } from './promiseQueues.ts';
import { staleFile, staleFileRepaired } from './staleFile.ts';
import { webLocks, webLocksLeaking, webLocksSilent, webLocksStolen } from './webLocks.ts';

export const javascriptPrimitives: readonly Primitive[] = [
  naiveLimiter,
  asyncSema,
  awaitSemaphore,
  pLimit,
  semaphoreAsyncAwait,
  shopifySemaphore,
  asyncMutexForgetful,
  asyncMutex,
  asyncMutexSemaphore,
  asyncMutexPriority,
  asyncMutexTimeout,
  waitForUnlock,
  effectBefore,
  effect,
  effectPartitioned,
  webLocksSilent,
  webLocksLeaking,
  webLocks,
  webLocksStolen,
  denoSemaphore,
  denoDisposedTwice,
  keyedMutexEager,
  keyedMutex,
  promiseChain,
  promiseChainLate,
  promiseChainRejecting,
  staleFile,
  staleFileRepaired,
];
