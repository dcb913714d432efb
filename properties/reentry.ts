import { isGranted, type Model, type Monitor, type MonitorSetup, type VisibleEvent } from 'heddle';

/** How deep each thread is inside, and what the monitor behind it remembers. */
type Watched = { readonly depths: readonly number[]; readonly seen: Monitor['initial'] };

/**
 * A monitor of who passes whom, which does not see a thread come in again where it is inside: that passes nobody.
 * Where no holder may do that, the monitor as it is.
 */
export function blindToReentry(monitor: Monitor, { model, threads }: MonitorSetup): Monitor {
  if (model === undefined || !isReentrant(model)) return monitor;
  const initial: Watched = { depths: Array.from({ length: threads }, () => 0), seen: monitor.initial };
  return {
    initial,
    isWorsenedByMoments: monitor.isWorsenedByMoments ?? false,
    rename: (state, nameOf) => {
      const { depths, seen } = state as Watched;
      const renamed = [...depths];
      depths.forEach((depth, thread) => (renamed[nameOf(thread)] = depth));
      return { depths: renamed, seen: monitor.rename!(seen, nameOf) };
    },
    onEvent: (state, event) => {
      const { depths, seen } = state as Watched;
      const { thread, effect } = event.invocation;
      const isAgain = effect === 'takes' && depths[thread]! > 0;
      const after = depths.with(thread, depthAfter(depths[thread]!, event));
      if (isAgain) return { state: { depths: after, seen } };
      const reaction = monitor.onEvent!(seen, event);
      return { ...reaction, state: { depths: after, seen: reaction.state } };
    },
    onQuiet: (state, moment) => {
      const { depths, seen } = state as Watched;
      const reaction = monitor.onQuiet!(seen, moment);
      return { ...reaction, state: { depths, seen: reaction.state } };
    },
  };
}

/** Whether who is inside may come in again. */
export function isReentrant({ operations }: Model): boolean {
  return Object.values(operations).some(({ holds }) => holds === 'reentrant');
}

/** How often a thread is inside after an event of its own: it goes out when its release is called. */
export function depthAfter(depth: number, event: VisibleEvent): number {
  const { effect } = event.invocation;
  if (event.type === 'call' && effect === 'gives') return Math.max(0, depth - 1);
  return event.type === 'return' && effect === 'takes' && isGranted(event.value) ? depth + 1 : depth;
}
