/** Mutual exclusion, from 1965 on. */

import type { Primitive } from 'heddle';
import { atomicsLock, atomicsLockNotifiesFirst } from './atomicsLocks.ts';
import { bakery, bakeryWithoutChoosing } from './bakery.ts';
import { benaphore, benaphoreLeaving, eventBenaphore } from './benaphore.ts';
import { burnsLynch } from './burnsLynch.ts';
import { clh, clhKeepingNode } from './clh.ts';
import { dekker, doranThomas } from './dekker.ts';
import { drepper1, drepper2, drepper2Forgetful, drepper3 } from './drepper.ts';
import { eisenbergMcGuire } from './eisenbergMcGuire.ts';
import { filter } from './filter.ts';
import { hemlock, hemlockUnacknowledged } from './hemlock.ts';
import { hyman } from './hyman.ts';
import { k42, k42Swap, k42SwapLateLink } from './k42.ts';
import { kessels } from './kessels.ts';
import { lamportFast } from './lamportFast.ts';
import { mcs, mcsLinkedFirst } from './mcs.ts';
import { morris } from './morris.ts';
import { peterson, petersonSwapped } from './peterson.ts';
import { rustFutex } from './rustFutex.ts';
import { pythonRLock, pythonRLockOwnerLast, pythonRLockUncounted } from './pythonRLock.ts';
import { szymanski } from './szymanski.ts';
import { testAndSet, testAndTestAndSet, testThenSet } from './testAndSet.ts';
import { ticket } from './ticket.ts';
import { udding } from './udding.ts';

export const mutexes: readonly Primitive[] = [
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
  k42,
  k42Swap,
  k42SwapLateLink,
  hemlock,
  hemlockUnacknowledged,
  morris,
  udding,
  benaphore,
  benaphoreLeaving,
  eventBenaphore,
  drepper1,
  drepper3,
  drepper2,
  drepper2Forgetful,
  rustFutex,
  pythonRLock,
  pythonRLockUncounted,
  pythonRLockOwnerLast,
  atomicsLock,
  atomicsLockNotifiesFirst,
];
