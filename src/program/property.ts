import type { Monitor, MonitorSetup, Property } from '../core/monitor.ts';
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
export function defineProperty<State extends Value = Value>(
  property: PropertyDefinition<State>,
): Property {
  // The engine hands a monitor no state but those that it answered itself.
  return property as unknown as Property;
}
