/** The gallery: every primitive that comes with Heddle, the reference first. */

import type { Primitive } from 'heddle';
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
} from './semaphore/asyncioSemaphore.ts';
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
