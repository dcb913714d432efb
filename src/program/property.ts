import type { Monitor, MonitorSetup, Property, Reaction } from '../core/monitor.ts';
import type { Value } from '../core/value.ts';

/** A property whose monitor's state has a type of its own. */
interface PropertyDefinition<State extends Value> extends Omit<Property, 'monitor'> {
  readonly monitor: (setup: MonitorSetup) => Monitor<State>;
}

/**
 * Declares a property.
 *
 * @example
 * const neverRefused = defineProperty({
 *   name: 'never-refused',
 *   title: 'Never refused',
 *   violatedWhen: 'a tryAcquire answers false',
 *   monitor: () => ({
 *     initial: null,
 *     onEvent: (state, event) =>
 *       event.type === 'return' && event.value === false
 *         ? { state, violation: `T${event.invocation.thread} was refused` }
 *         : { state },
 *   }),
 * });
 */
export function defineProperty<State extends Value = Value>(property: PropertyDefinition<State>): Property {
  // The engine hands a monitor no state but those that it answered itself.
  return property as unknown as Property;
}

/** The monitor that is violated when one of `parts` is, for the reason of the first that is. */
export function allOf(parts: readonly Property[], setup: MonitorSetup): Monitor {
  const monitors = parts.map(({ monitor }) => monitor(setup));

  const react = (
    states: Value,
    reactionOf: (monitor: Monitor, state: Value) => Reaction<Value> | undefined,
  ): Reaction<Value> => {
    const before = states as readonly Value[];
    const reactions = monitors.map(
      (monitor, index) => reactionOf(monitor, before[index]) ?? { state: before[index] },
    );
    const violation = reactions.find((reaction) => reaction.violation !== undefined)?.violation;
    const state = reactions.map((reaction) => reaction.state);
    return violation === undefined ? { state } : { state, violation };
  };

  return {
    initial: monitors.map(({ initial }) => initial),
    isWorsenedByMoments: monitors.every(
      (monitor) => monitor.onQuiet === undefined || monitor.isWorsenedByMoments === true,
    ),
    ...(monitors.every((monitor) => monitor.rename !== undefined)
      ? {
          rename: (states: Value, nameOf: (thread: number) => number) =>
            (states as readonly Value[]).map((state, index) => monitors[index]!.rename!(state, nameOf)),
        }
      : {}),
    onEvent: (states, event) => react(states, (monitor, state) => monitor.onEvent?.(state, event)),
    onQuiet: (states, moment) => react(states, (monitor, state) => monitor.onQuiet?.(state, moment)),
  };
}

/** Whether a property is about executions that end and that nobody interrupts. */
export function isOrdinary({ interrupts, endless }: Property): boolean {
  return interrupts === undefined && endless === undefined;
}
