/** The properties that come with Heddle, in the order of the reports. */

import type { Property } from 'heddle';
import { deadlockFreedom } from './deadlockFreedom.ts';
import { failureFreedom } from './failureFreedom.ts';
import { fifo } from './fifo.ts';
import { interruptRestorations } from './interruptRestoration.ts';
import { noLostWakeup } from './noLostWakeup.ts';
import { nonBlocking } from './nonBlocking.ts';
import { refinement } from './refinement.ts';
import { safety } from './safety.ts';

export {
  deadlockFreedom,
  failureFreedom,
  fifo,
  interruptRestorations,
  noLostWakeup,
  nonBlocking,
  refinement,
  safety,
};

/** All of them. */
export const properties: readonly Property[] = [
  safety,
  noLostWakeup,
  nonBlocking,
  deadlockFreedom,
  fifo,
  refinement,
  failureFreedom,
  ...interruptRestorations,
];
