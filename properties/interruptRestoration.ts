import {
  defineProperty,
  interruptKindName,
  interruptKinds,
  type InterruptKind,
  type Monitor,
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
 * and shows as a breach of safety.
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
    monitor: (setup) => allOf(partsFor(setup), setup),
  });
}

function partsFor({ model }: MonitorSetup): readonly Property[] {
  const always = [safety, nonBlocking, deadlockFreedom, noLostWakeup, failureFreedom];
  return model?.isFifo === true ? [...always, fifo] : always;
}

/** Violated when one of its parts is, for the reason of the first that is. */
function allOf(parts: readonly Property[], setup: MonitorSetup): Monitor {
  const monitors = parts.map(({ monitor }) => monitor(setup));
  type States = readonly Monitor['initial'][];

  const react = (
    states: States,
    one: (monitor: Monitor, state: Monitor['initial']) => ReturnType<NonNullable<Monitor['onEvent']>>,
  ) => {
    const reactions = monitors.map((monitor, index) => one(monitor, states[index]));
    const violation = reactions.find((reaction) => reaction.violation !== undefined)?.violation;
    const state: States = reactions.map((reaction) => reaction.state);
    return violation === undefined ? { state } : { state, violation };
  };

  return {
    initial: monitors.map(({ initial }) => initial),
    onEvent: (states, event) =>
      react(states as States, (monitor, state) => monitor.onEvent?.(state, event) ?? { state }),
    onQuiet: (states, moment) =>
      react(states as States, (monitor, state) => monitor.onQuiet?.(state, moment) ?? { state }),
  };
}

/** One property for each kind of interrupt. */
export const interruptRestorations: readonly Property[] = interruptKinds.map(interruptRestoration);
