/** Primitives of event loops and of coroutines, in Python. */

import type { Primitive } from 'heddle';
import { anyioLock30, anyioSemaphore, anyioSemaphore412 } from './anyio.ts';
import { anyio2 } from './anyio2.ts';
import {
  anyioLimiter,
  anyioLimiter3,
  anyioLimiter4,
  anyioLimiterOnBehalf,
  anyioLimiterShared,
} from './anyioCapacityLimiter.ts';
import {
  asyncioCondition,
  asyncioCondition313,
  asyncioCondition34,
  asyncioCondition352,
} from './asyncioCondition.ts';
import { asyncioLock34, asyncioLock353, asyncioLock362, asyncioLock365 } from './asyncioLock.ts';
import {
  asyncioSemaphore3105,
  asyncioSemaphore311,
  asyncioSemaphore313,
  asyncioSemaphore34,
  asyncioSemaphore35,
} from './asyncioSemaphore.ts';
import { callbackIdiom, callbackIdiomForgetful } from './callbackIdiom.ts';
import { callbackIdiomDirect } from './callbackIdiomDirect.ts';
import { circuits } from './circuits.ts';
import { curioCondition, curioConditionCounting } from './curioCondition.ts';
import { deferredFilesystemLock } from './deferredFilesystemLock.ts';
import { deferredQueue } from './deferredQueue.ts';
import { curioSemaphore, trioSemaphore } from './kernelSemaphores.ts';
import { micropython, micropythonForgetful } from './micropython.ts';
import { tornadoRepaired, tornadoSemaphore } from './tornado.ts';
import { tornadoLock } from './tornadoLock.ts';
import { trioCapacityLimiter, trioCapacityLimiterShared } from './trioCapacityLimiter.ts';
import { twistedSemaphore } from './twisted.ts';

export const asyncPrimitives: readonly Primitive[] = [
  asyncioSemaphore34,
  asyncioSemaphore35,
  asyncioSemaphore3105,
  asyncioSemaphore311,
  asyncioSemaphore313,
  tornadoSemaphore,
  tornadoRepaired,
  tornadoLock,
  twistedSemaphore,
  deferredQueue,
  deferredFilesystemLock,
  callbackIdiom,
  callbackIdiomForgetful,
  callbackIdiomDirect,
  circuits,
  asyncioLock34,
  asyncioLock353,
  asyncioLock362,
  asyncioLock365,
  asyncioCondition34,
  asyncioCondition352,
  asyncioCondition,
  asyncioCondition313,
  trioSemaphore,
  trioCapacityLimiter,
  trioCapacityLimiterShared,
  curioSemaphore,
  curioCondition,
  curioConditionCounting,
  micropythonForgetful,
  micropython,
  anyio2,
  anyioLock30,
  anyioSemaphore412,
  anyioSemaphore,
  anyioLimiter3,
  anyioLimiter4,
  anyioLimiter,
  anyioLimiterShared,
  anyioLimiterOnBehalf,
];
