/** The gallery: every primitive that comes with Heddle, the reference first. */

import type { Primitive } from 'heddle';
import { anyioLock30, anyioSemaphore, anyioSemaphore412 } from './async/anyio.ts';
import { asyncioLock34, asyncioLock362, asyncioLock365 } from './async/asyncioLock.ts';
import { callbackIdiom, callbackIdiomForgetful } from './async/callbackIdiom.ts';
import { stacklessReceivers, stacklessSenders } from './greenlet/stackless.ts';
import { curioSemaphore, trioSemaphore } from './async/kernelSemaphores.ts';
import { asyncMutex, asyncMutexForgetful } from './javascript/asyncMutex.ts';
import { effect, effectBefore } from './javascript/effect.ts';
import { keyedMutex, keyedMutexEager } from './javascript/keyedMutex.ts';
import { asyncSema, naiveLimiter } from './javascript/limiters.ts';
import { promiseChain, promiseChainLate, promiseChainRejecting } from './javascript/promiseChain.ts';
import { tornadoRepaired, tornadoSemaphore } from './async/tornado.ts';
import { twistedSemaphore } from './async/twisted.ts';
import { eventletQueue, eventletSet } from './greenlet/eventlet.ts';
import { gevent, geventNotifier } from './greenlet/gevent.ts';
import { anyio2 } from './async/anyio2.ts';
import { callbackIdiomDirect } from './async/callbackIdiomDirect.ts';
import { circuits } from './async/circuits.ts';
import { deferredFilesystemLock } from './async/deferredFilesystemLock.ts';
import { deferredQueue } from './async/deferredQueue.ts';
import { micropython, micropythonForgetful } from './async/micropython.ts';
import { tornadoLock } from './async/tornadoLock.ts';
import {
  concurrence,
  concurrenceExtended,
  concurrencePool,
  concurrencePoolClosing,
} from './greenlet/concurrence.ts';
import { eventlet2009, eventlet2009Stray, eventletWhile } from './greenlet/eventlet2009.ts';
import { gevent14 } from './greenlet/gevent14.ts';
import { geventAcrossThreads } from './greenlet/geventAcrossThreads.ts';
import { syncless } from './greenlet/syncless.ts';
import {
  asyncMutexPriority,
  asyncMutexSemaphore,
  asyncMutexTimeout,
  waitForUnlock,
} from './javascript/asyncMutexSemaphore.ts';
import { denoDisposedTwice, denoSemaphore } from './javascript/denoSemaphore.ts';
import { effectPartitioned } from './javascript/effectPartitioned.ts';
import { awaitSemaphore, pLimit, semaphoreAsyncAwait, shopifySemaphore } from './javascript/promiseQueues.ts';
import { staleFile, staleFileRepaired } from './javascript/staleFile.ts';
import { webLocks, webLocksLeaking, webLocksSilent, webLocksStolen } from './javascript/webLocks.ts';
import {
  anyioLimiter,
  anyioLimiter3,
  anyioLimiter4,
  anyioLimiterShared,
} from './async/anyioCapacityLimiter.ts';
import { asyncioCondition, asyncioCondition313, asyncioCondition34 } from './async/asyncioCondition.ts';
import { curioCondition, curioConditionCounting } from './async/curioCondition.ts';
import { trioCapacityLimiter, trioCapacityLimiterShared } from './async/trioCapacityLimiter.ts';
import { synclessPool, synclessPoolWaiting } from './greenlet/synclessPool.ts';
import { eventletCapped } from './greenlet/eventletCapped.ts';
import { bakery, bakeryWithoutChoosing } from './mutex/bakery.ts';
import { benaphore, benaphoreLeaving, eventBenaphore } from './mutex/benaphore.ts';
import { burnsLynch } from './mutex/burnsLynch.ts';
import { clh, clhKeepingNode } from './mutex/clh.ts';
import { dekker, doranThomas } from './mutex/dekker.ts';
import { drepper2, drepper2Forgetful, drepper3 } from './mutex/drepper.ts';
import { eisenbergMcGuire } from './mutex/eisenbergMcGuire.ts';
import { filter } from './mutex/filter.ts';
import { hyman } from './mutex/hyman.ts';
import { kessels } from './mutex/kessels.ts';
import { lamportFast } from './mutex/lamportFast.ts';
import { mcs, mcsLinkedFirst } from './mutex/mcs.ts';
import { peterson, petersonSwapped } from './mutex/peterson.ts';
import { szymanski } from './mutex/szymanski.ts';
import { testAndSet, testAndTestAndSet, testThenSet } from './mutex/testAndSet.ts';
import { ticket } from './mutex/ticket.ts';
import {
  asyncioSemaphore3105,
  asyncioSemaphore311,
  asyncioSemaphore313,
  asyncioSemaphore34,
  asyncioSemaphore35,
} from './async/asyncioSemaphore.ts';
import { barz } from './semaphore/barz.ts';
import { baton } from './semaphore/baton.ts';
import { conditionWakeups } from './semaphore/conditionWakeups.ts';
import {
  cleaning,
  gate,
  hemmendinger1988,
  kearns1988,
  kearnsRepaired,
  naive,
} from './semaphore/fromBinary.ts';
import { pythonThreading } from './semaphore/pythonThreading.ts';
import { reference } from './semaphore/reference.ts';
import { leakRepaired, waiterRemoved, wakeupPassedOn } from './semaphore/repairs.ts';

export { notPortedCooperative } from './notPortedCooperative.ts';
export { libraries2010 } from './libraries2010.ts';
export { studies } from './studies.ts';

export const gallery: readonly Primitive[] = [
  reference,
  leakRepaired,
  waiterRemoved,
  wakeupPassedOn,
  baton,
  naive,
  hemmendinger1988,
  kearns1988,
  kearnsRepaired,
  gate,
  ...cleaning,
  barz,
  conditionWakeups,
  pythonThreading,
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
  eventlet2009,
  eventlet2009Stray,
  eventletWhile,
  eventletSet,
  eventletQueue,
  eventletCapped,
  geventNotifier,
  gevent14,
  gevent,
  geventAcrossThreads,
  callbackIdiom,
  callbackIdiomForgetful,
  callbackIdiomDirect,
  circuits,
  stacklessReceivers,
  stacklessSenders,
  syncless,
  synclessPool,
  synclessPoolWaiting,
  concurrence,
  concurrenceExtended,
  concurrencePool,
  concurrencePoolClosing,
  asyncioLock34,
  asyncioLock362,
  asyncioLock365,
  asyncioCondition34,
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
  testAndSet,
  testAndTestAndSet,
  testThenSet,
  ticket,
  peterson,
  petersonSwapped,
  hyman,
  dekker,
  doranThomas,
  kessels,
  filter,
  bakery,
  bakeryWithoutChoosing,
  burnsLynch,
  szymanski,
  lamportFast,
  eisenbergMcGuire,
  mcs,
  mcsLinkedFirst,
  clh,
  clhKeepingNode,
  benaphore,
  benaphoreLeaving,
  eventBenaphore,
  drepper3,
  drepper2,
  drepper2Forgetful,
];
