/** The gallery: every primitive that comes with Heddle, the reference first. */

import type { Primitive } from 'heddle';
import { asyncPrimitives } from './async/asyncPrimitives.ts';
import { channels } from './channel/channels.ts';
import { conditions } from './condition/conditions.ts';
import { greenletPrimitives } from './greenlet/greenletPrimitives.ts';
import { javascriptPrimitives } from './javascript/javascriptPrimitives.ts';
import { meetings } from './meeting/meetings.ts';
import { mutexes } from './mutex/mutexes.ts';
import { readersWriters } from './readersWriter/readersWriters.ts';
import { runtimePrimitives } from './runtime/runtimePrimitives.ts';
import { semaphores } from './semaphore/semaphores.ts';
import { sets } from './set/sets.ts';

export { libraries2010 } from './libraries2010.ts';
export { notPorted } from './notPorted.ts';
export { studies } from './studies.ts';

export const gallery: readonly Primitive[] = [
  ...semaphores,
  ...mutexes,
  ...readersWriters,
  ...meetings,
  ...channels,
  ...conditions,
  ...sets,
  ...runtimePrimitives,
  ...asyncPrimitives,
  ...greenletPrimitives,
  ...javascriptPrimitives,
];
