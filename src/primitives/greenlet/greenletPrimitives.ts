/** Primitives of green threads: greenlets, tasklets. */

import type { Primitive } from 'heddle';
import { concurrence, concurrenceExtended, concurrencePool, concurrencePoolClosing } from './concurrence.ts';
import { eventletBounded, eventletQueue, eventletSet } from './eventlet.ts';
import { eventlet2009, eventlet2009Stray, eventletWhile } from './eventlet2009.ts';
import { eventletCapped } from './eventletCapped.ts';
import { gevent, geventNotifier } from './gevent.ts';
import { gevent14 } from './gevent14.ts';
import { geventAcrossThreads } from './geventAcrossThreads.ts';
import { stacklessReceivers, stacklessSenders } from './stackless.ts';
import { syncless } from './syncless.ts';
import { synclessPool, synclessPoolWaiting } from './synclessPool.ts';

export const greenletPrimitives: readonly Primitive[] = [
  eventlet2009,
  eventlet2009Stray,
  eventletWhile,
  eventletSet,
  eventletQueue,
  eventletBounded,
  eventletCapped,
  geventNotifier,
  gevent14,
  gevent,
  geventAcrossThreads,
  stacklessReceivers,
  stacklessSenders,
  syncless,
  synclessPool,
  synclessPoolWaiting,
  concurrence,
  concurrenceExtended,
  concurrencePool,
  concurrencePoolClosing,
];
