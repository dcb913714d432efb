import {
  countsPermits,
  defineProperty,
  isGranted,
  isTaken,
  mayReject,
  type Model,
  type Monitor,
  type MonitorSetup,
  type VisibleEvent,
} from 'heddle';
import { depthAfter, isReentrant } from './reentry.ts';

/**
 * Holders never exceed the permits; in a mutex, two are never inside. Where the model lets threads share, a writer
 * is never inside with anybody; where it lets a thread come in again, it is inside until it has gone out as often.
 *
 * A holder is an operation that has returned a permit and has not given it back; a permit is given
 * back when its release is called, for another thread may rightly be served before the release
 * returns, and lent while an operation lasts that lends it, such as the wait of a monitor. Exact, for the
 * executions explored.
 */
export const safety = defineProperty({
  name: 'safety',
  title: 'Safety',
  violatedWhen: 'more permits are held than there are (in a mutex: two are inside)',
  appliesTo: isTaken,
  monitor: (setup) => {
    const { model } = setup;
    if (model === undefined || countsPermits(model)) return countingPermits(setup) as Monitor;
    return (isReentrant(model) ? reentering() : excluding(model)) as Monitor;
  },
});

function countingPermits({ permits, model }: MonitorSetup): Monitor<number | 'broken'> {
  /** Whether what was given at the call has not been accepted after all. */
  const isRejected = (event: VisibleEvent): boolean =>
    event.type === 'throw' &&
    event.invocation.effect === 'gives' &&
    mayReject(model?.operations[event.invocation.operation], event.thrown);
  return {
    // The permits that are left, or that it is broken: what comes after that shows nothing new.
    initial: permits,
    rename: (state) => state,
    onEvent: (left, event) => {
      if (left === 'broken') return { state: left };
      const { permits: count, thread, operation } = event.invocation;
      if (givesBack(event)) return { state: left + count };
      if (isRejected(event)) {
        if (left >= count) return { state: left - count };
        return {
          state: 'broken',
          violation: `T${thread}'s ${operation} is rejected although what it gave has been taken`,
        };
      }
      if (!takes(event)) return { state: left };
      if (left >= count) return { state: left - count };
      const taken = count === 1 ? 'a permit' : `${count} permits`;
      const rest = left === 0 ? 'none is' : left === 1 ? 'only one is' : `only ${left} are`;
      return {
        state: 'broken',
        violation: `T${thread}'s ${operation} returns ${taken} although ${rest} left`,
      };
    },
  };
}

/** Who is inside of those that may come in again, and how often it has. */
type Holder = { readonly thread: number; readonly depth: number };

function reentering(): Monitor<Holder | null | 'broken'> {
  return {
    initial: null,
    rename: (holder, nameOf) =>
      holder === null || holder === 'broken' ? holder : { ...holder, thread: nameOf(holder.thread) },
    onEvent: (holder, event) => {
      if (holder === 'broken') return { state: holder };
      const { thread, operation } = event.invocation;
      const isInside = holder !== null && holder.thread === thread;
      if (holder !== null && !isInside) {
        return takes(event)
          ? {
              state: 'broken',
              violation: `T${thread}'s ${operation} returns although T${holder.thread} is inside`,
            }
          : { state: holder };
      }
      const depth = depthAfter(holder?.depth ?? 0, event);
      return { state: depth === 0 ? null : { thread, depth } };
    },
  };
}

/** How many are inside, of those that share and of those that do not. */
type Inside = { readonly shared: number; readonly exclusive: number };

function excluding({ operations }: Model): Monitor<Inside | 'broken'> {
  return {
    initial: { shared: 0, exclusive: 0 },
    rename: (state) => state,
    onEvent: (inside, event) => {
      if (inside === 'broken') return { state: inside };
      const { thread, operation } = event.invocation;
      const holds = operations[operation]?.holds === 'shared' ? 'shared' : 'exclusive';
      if (givesBack(event)) return { state: { ...inside, [holds]: inside[holds] - 1 } };
      if (!takes(event)) return { state: inside };
      const isFree = inside.exclusive === 0 && (holds === 'shared' || inside.shared === 0);
      if (isFree) return { state: { ...inside, [holds]: inside[holds] + 1 } };
      const whom = inside.exclusive > 0 ? 'somebody is inside who keeps others out' : 'others are inside';
      return { state: 'broken', violation: `T${thread}'s ${operation} returns although ${whom}` };
    },
  };
}

function givesBack({ type, invocation: { effect } }: VisibleEvent): boolean {
  return type === 'call' && (effect === 'gives' || effect === 'lends');
}

/** Whether an operation ends with what it takes, or with what it has lent. */
function takes(event: VisibleEvent): boolean {
  const { effect } = event.invocation;
  if (effect === 'lends') return event.type === 'return' || event.type === 'throw';
  return event.type === 'return' && effect === 'takes' && isGranted(event.value);
}
