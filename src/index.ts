/**
 * Heddle's public door.
 *
 * A primitive is a class of generator methods over shared objects ({@link definePrimitive}); a client
 * says as data what threads do with it; a property is a pure monitor of what is visible from outside
 * ({@link defineProperty}); a model is an XState machine that a primitive claims to refine
 * ({@link defineModel}).
 */

// What primitives are written in.
export { binarySemaphore, type BinarySemaphore } from './program/objects/binarySemaphore.ts';
export { cell, type Cell } from './program/objects/cell.ts';
export { condition, type Condition } from './program/objects/condition.ts';
export { countingSemaphore, type CountingSemaphore } from './program/objects/countingSemaphore.ts';
export { deque, type Deque } from './program/objects/deque.ts';
export { eventLoop, type EventLoop } from './program/objects/eventLoop.ts';
export { futex, type Futex } from './program/objects/futex.ts';
export { future, type Future } from './program/objects/future.ts';
export { latch, type Latch } from './program/objects/latch.ts';
export { lock, type Lock } from './program/objects/lock.ts';
export { parkingPlace, type ParkingPlace } from './program/objects/parkingPlace.ts';
export { fresh } from './program/fresh.ts';
export { again, done, forgetting, loop, until } from './program/loop.ts';
export { interruptible, masked } from './program/mask.ts';
export { doorway } from './program/doorway.ts';
export { type Deadline } from './program/deadline.ts';
export { Interrupt } from './program/interrupt.ts';
export { OperationError } from './program/operationError.ts';
export { type Step } from './program/step.ts';
export { type Scheduling } from './program/turn.ts';
export { type Call, type Primitive, definePrimitive } from './program/primitive.ts';
export { type Study } from './program/study.ts';
export { type JudgedLibraries, type LibraryRow, type LibraryTable } from './program/libraryTable.ts';
export { type NotPorted } from './program/notPorted.ts';

// Clients, and the check itself.
export { defineConfig, type HeddleConfig } from './program/config.ts';
export { type Client, planOf, postings, workload } from './program/client.ts';
export { check, type CheckReport } from './judge/check.ts';
export { type CheckOptions } from './judge/checkOptions.ts';
export {
  checkProgram,
  type CheckProgramOptions,
  type OwnProgram,
  type ProgramReport,
} from './judge/checkProgram.ts';

// Further kinds of shared object.
export { blocked, fail, next, park } from './program/objectKind.ts';
export { defineObject } from './program/sharedObject.ts';

// Properties and models.
export { allOf, defineProperty } from './program/property.ts';
export { defineModel } from './program/model.ts';
export { refinementMonitor, sleepersMonitor, type Sleepers } from './automata/refinement.ts';
export { isGranted, type QuietMoment, type VisibleEvent, type Waiting } from './core/event.ts';
export { type Fairness } from './core/fairness.ts';
export { type EndlessRule, type Monitor, type MonitorSetup, type Property } from './core/monitor.ts';
export { interruptKindName, interruptKinds, type InterruptKind } from './core/schedule.ts';
export {
  countsPermits,
  isTaken,
  mayReject,
  waitsForReleases,
  type Model,
  type OperationContract,
} from './core/model.ts';
