import {
  allOf,
  defineProperty,
  interruptKindName,
  interruptKinds,
  isTaken,
  type InterruptKind,
  type MonitorSetup,
  type Property,
} from 'heddle';
import { deadlockFreedom } from './deadlockFreedom.ts';
import { failureFreedom } from './failureFreedom.ts';
import { fifo } from './fifo.ts';
import { noLostWakeup } from './noLostWakeup.ts';
import { nonBlocking } from './nonBlocking.ts';
import { safety } from './safety.ts';

/**
 * After an interrupt, at any position of an acquire at which this kind may come, everything is as if
 * that acquire had never been called: none of the properties above fails, and the primitive, probed
 * when all is done, offers just the permits that it has. A permit that the interrupted call kept is
 * one too few for the probe, and shows as a lost wakeup; one that it gave back twice is one too many,
 * and shows as a breach of safety. What fails with the same client without an interrupt is not held
 * against the interrupt.
 *
 * First come, first served is part of it where the model promises it. Exact, for the executions explored.
 */
function interruptRestoration(kind: InterruptKind): Property {
  const when = kind.position === 'blocked' ? 'while it is blocked' : 'anywhere in it';
  const effect =
    kind.effect === 'before'
      ? 'before the pending step takes effect'
      : 'after the step has taken effect, in place of its result';
  return defineProperty({
    name: `interrupt-${interruptKindName(kind)}`,
    title: `Interrupt ${effect}, ${kind.position === 'blocked' ? 'blocked only' : 'anywhere'}`,
    violatedWhen: `an acquire is interrupted ${when}, ${effect}, and the primitive is not as if it had never been called`,
    interrupts: kind,
    appliesTo: isTaken,
    parts: partsFor,
    monitor: (setup) => allOf(partsFor(setup), setup),
  });
}

function partsFor({ model }: MonitorSetup): readonly Property[] {
  const always = [safety, nonBlocking, deadlockFreedom, noLostWakeup, failureFreedom];
  return model?.isFifo === true ? [...always, fifo] : always;
}

/** One property for each kind of interrupt. */
export const interruptRestorations: readonly Property[] = interruptKinds.map(interruptRestoration);

/**
 * The same for code made of promises, where an interrupt is an abort of a pending acquire, at any moment
 * before its caller has learned what came of it.
 */
export const abortRestoration: Property = defineProperty({
  name: 'abort-restoration',
  title: 'Restoration after an abort',
  violatedWhen: 'a pending acquire is aborted, and the primitive is not as if it had never been called',
  interrupts: interruptKinds[0]!,
  parts: partsFor,
  monitor: (setup) => allOf(partsFor(setup), setup),
});
