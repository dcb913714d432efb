import type { OperationContract } from 'heddle';

/** An event of a machine that hands out permits: every one says which thread it is about, and how many. */
export interface PermitEvent<Type extends string> {
  type: Type;
  thread: number;
  permits: number;
}

/** What can happen to a machine that hands out permits. */
export type PermitEvents =
  | PermitEvent<'request'>
  | PermitEvent<'grant'>
  | PermitEvent<'refuse'>
  | PermitEvent<'withdraw'>
  | PermitEvent<'release'>;

/**
 * The operations of everything that hands out permits, with the courses that they can take: a request
 * is granted or withdrawn, an attempt is granted at once or refused, a release always succeeds.
 */
export const permitOperations = {
  acquire: {
    effect: 'takes',
    patience: 'waits',
    waitsAfter: 'request',
    courses: [
      { end: 'granted', events: ['request', 'grant'] },
      { end: 'interrupted', events: [] },
      { end: 'interrupted', events: ['request', 'withdraw'] },
    ],
  },
  tryAcquire: {
    effect: 'takes',
    patience: 'never waits',
    courses: [
      { end: 'granted', events: ['request', 'grant'] },
      { end: 'refused', events: ['refuse'] },
      { end: 'interrupted', events: [] },
    ],
  },
  timedAcquire: {
    effect: 'takes',
    patience: 'waits until its deadline',
    waitsAfter: 'request',
    courses: [
      { end: 'granted', events: ['request', 'grant'] },
      { end: 'refused', events: ['request', 'withdraw'] },
      { end: 'interrupted', events: [] },
      { end: 'interrupted', events: ['request', 'withdraw'] },
    ],
  },
  release: {
    effect: 'gives',
    patience: 'never waits',
    courses: [{ end: 'granted', events: ['release'] }],
  },
} as const satisfies Record<string, OperationContract>;

/** A release that may end with an error of the primitive's own, and then gives nothing back. */
export const rejectableRelease = {
  effect: 'gives',
  patience: 'never waits',
  courses: [
    { end: 'granted', events: ['release'] },
    { end: 'rejected', events: ['reject'] },
  ],
} as const satisfies OperationContract;
