/** The properties that come with Heddle, in the order of the reports. */

import type { Property } from 'heddle';
import { boundedBypass } from './boundedBypass.ts';
import { deadlockFreedom } from './deadlockFreedom.ts';
import { entriesAfterDoorway, overtakesAfterDoorway } from './doorway.ts';
import { failureFreedom } from './failureFreedom.ts';
import { fifo } from './fifo.ts';
import { abortRestoration, interruptRestorations } from './interruptRestoration.ts';
import { livelockFreedom } from './livelockFreedom.ts';
import { needlessWakeups } from './needlessWakeups.ts';
import { noLostWakeup } from './noLostWakeup.ts';
import { nonBlocking } from './nonBlocking.ts';
import { refinement } from './refinement.ts';
import { safety } from './safety.ts';
import { starvationFreedoms } from './starvationFreedom.ts';

export {
  abortRestoration,
  boundedBypass,
  deadlockFreedom,
  entriesAfterDoorway,
  failureFreedom,
  fifo,
  interruptRestorations,
  livelockFreedom,
  needlessWakeups,
  noLostWakeup,
  nonBlocking,
  overtakesAfterDoorway,
  refinement,
  safety,
  starvationFreedoms,
};

/** Those that are judged on executions that end, or up to some moment. */
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

/** Those that are judged on executions without end, with clients that repeat for ever. */
export const endlessProperties: readonly Property[] = [...starvationFreedoms, livelockFreedom, boundedBypass];

/** All that are judged. */
export const judgedProperties: readonly Property[] = [...properties, ...endlessProperties];

/** What is measured and not judged. */
export const measures: readonly Property[] = [needlessWakeups, entriesAfterDoorway, overtakesAfterDoorway];
