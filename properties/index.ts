/** The properties that come with Heddle, in the order of the reports. */

import type { Property } from 'heddle';
import { deadlockFreedom } from './deadlockFreedom.ts';
import { entriesAfterDoorway, overtakesAfterDoorway } from './doorway.ts';
import { failureFreedom } from './failureFreedom.ts';
import { fifo } from './fifo.ts';
import { abortRestoration, interruptRestorations } from './interruptRestoration.ts';
import { needlessWakeups } from './needlessWakeups.ts';
import { noLostWakeup } from './noLostWakeup.ts';
import { nonBlocking } from './nonBlocking.ts';
import { refinement } from './refinement.ts';
import { safety } from './safety.ts';

export {
  abortRestoration,
  deadlockFreedom,
  entriesAfterDoorway,
  failureFreedom,
  fifo,
  interruptRestorations,
  needlessWakeups,
  noLostWakeup,
  nonBlocking,
  overtakesAfterDoorway,
  refinement,
  safety,
};

/** All that are judged. */
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

/** All that are judged of code made of promises. */
export const promiseProperties: readonly Property[] = [
  ...properties.filter(({ interrupts }) => interrupts === undefined),
  abortRestoration,
];

/** What is measured and not judged. */
export const measures: readonly Property[] = [needlessWakeups, entriesAfterDoorway, overtakesAfterDoorway];
