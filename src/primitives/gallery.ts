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

/** Primitives of one kind. */
export interface Family {
  readonly title: string;
  readonly primitives: readonly Primitive[];
}

/** The kinds of primitives, in the order of the gallery; a broken one stands with its repaired twin. */
export const families: readonly Family[] = [
  { title: 'Semaphores', primitives: semaphores },
  { title: 'Mutexes', primitives: mutexes },
  { title: 'Readers and writers', primitives: readersWriters },
  { title: 'Barriers, rendezvous, latches and events', primitives: meetings },
  { title: 'Bounded buffers', primitives: channels },
  { title: 'Condition variables and monitors', primitives: conditions },
  { title: 'Sets', primitives: sets },
  { title: 'Language runtimes', primitives: runtimePrimitives },
  { title: 'Async libraries of Python', primitives: asyncPrimitives },
  { title: 'Green threads of Python', primitives: greenletPrimitives },
  { title: 'JavaScript', primitives: javascriptPrimitives },
];

export const gallery: readonly Primitive[] = families.flatMap(({ primitives }) => primitives);
