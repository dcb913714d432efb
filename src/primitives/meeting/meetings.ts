/** Where threads wait for each other, or for something to happen: barriers, rendezvous, latches, events. */

import type { Primitive } from 'heddle';
import { barriers } from './barriers.ts';
import { events } from './event.ts';
import { follyBaton, follyBatonBlind } from './follyBaton.ts';
import { latches } from './latch.ts';
import { parlibBarriers } from './parlibBarrier.ts';
import { rendezvousWaitsFirst, semaphoreRendezvous } from './rendezvous.ts';

export const meetings: readonly Primitive[] = [
  ...barriers,
  ...parlibBarriers,
  semaphoreRendezvous,
  rendezvousWaitsFirst,
  ...latches,
  ...events,
  follyBaton,
  follyBatonBlind,
];
