import type { Monitor, MonitorSetup, Property } from '../core/monitor.ts';
import type { Subject } from './subject.ts';

/** Whether what a property asks is promised by the subject's model: order is not by every one, and some have no permits. */
export function isPromised({ name, appliesTo }: Property, { model }: Subject): boolean {
  return (name !== 'fifo' || model.isFifo) && appliesTo?.(model) !== false;
}

/** Whether a property says the same of an execution in which the threads have other names. */
export function isAlike({ name }: Property, monitor: Monitor, { model }: MonitorSetup): boolean {
  if (monitor.rename !== undefined || (monitor.onEvent === undefined && monitor.onQuiet === undefined))
    return true;
  return name === 'refinement' && model?.treatsThreadsAlike === true;
}
