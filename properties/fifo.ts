import {
  defineProperty,
  isGranted,
  isTaken,
  type Monitor,
  type MonitorSetup,
  type QuietMoment,
  type VisibleEvent,
} from 'heddle';
import { blindToReentry } from './reentry.ts';

/** What one thread's waiting has seen. */
type Place = {
  /** Whether it has waited at a quiet moment, in the call that it is in. */
  readonly isWaiting: boolean;
  /** The threads in a call that began after that moment. */
  readonly later: readonly number[];
  /** How many of those calls have been granted since. */
  readonly overtakers: number;
};

const nowhere: Place = { isWaiting: false, later: [], overtakers: 0 };

/**
 * First come, first served, as seen from outside: A waits at a quiet moment; B calls acquire after it
 * and is granted; at a later quiet moment A still waits, in the same call. Then B has bypassed A.
 *
 * The measure is the number of such B for one A, maximised over all executions: the bypass bound, 0
 * for a primitive that is fair in this sense. Who is inside and comes in again passes nobody. Exact for the client explored; it may grow with the
 * rounds.
 */
export const fifo = defineProperty({
  name: 'fifo',
  title: 'FIFO',
  violatedWhen: 'somebody who called after a waiter was waiting is granted, and the waiter waits still',
  measures: 'the most bypasses that one waiter suffers',
  appliesTo: isTaken,
  keepsHistory: true,
  monitor: (setup) => blindToReentry(passing(setup) as Monitor, setup),
});

function passing({ threads }: MonitorSetup): Monitor<readonly Place[]> {
  return {
    initial: Array.from({ length: threads }, () => nowhere),
    // A waiter that is seen to wait earlier, or more often, is overtaken no less.
    isWorsenedByMoments: true,
    rename: (places, nameOf) => {
      const renamed = [...places];
      places.forEach((place, thread) => {
        const later = place.later.map(nameOf).toSorted((a, b) => a - b);
        renamed[nameOf(thread)] = { ...place, later };
      });
      return renamed;
    },
    onEvent: (places, event) => ({ state: afterEvent(places, event) }),
    onQuiet: (places, moment) => {
      const state = afterMoment(places, moment);
      const worst = state.reduce((most, { overtakers }) => Math.max(most, overtakers), 0);
      if (worst === 0) return { state, measure: 0 };
      const victim = state.findIndex(({ overtakers }) => overtakers === worst);
      return {
        state,
        measure: worst,
        violation: `T${victim} still waits although ${worst === 1 ? 'an acquire' : `${worst} acquires`} that began after it was waiting ${worst === 1 ? 'has' : 'have'} been granted`,
      };
    },
  };
}

function afterEvent(places: readonly Place[], event: VisibleEvent): readonly Place[] {
  const { thread, effect } = event.invocation;
  if (effect !== 'takes' || event.type === 'doorway') return places;
  if (event.type === 'call') {
    return places.map((place) =>
      place.isWaiting ? { ...place, later: [...place.later, thread].toSorted((a, b) => a - b) } : place,
    );
  }
  const isServed = event.type === 'return' && isGranted(event.value);
  return places.map((place, index) => {
    if (index === thread) return nowhere;
    if (!place.later.includes(thread)) return place;
    return {
      isWaiting: true,
      later: place.later.filter((other) => other !== thread),
      overtakers: place.overtakers + (isServed ? 1 : 0),
    };
  });
}

function afterMoment(places: readonly Place[], { waiting }: QuietMoment): readonly Place[] {
  return places.map((place, index) => {
    const waits = waiting.some(({ thread, effect }) => thread === index && effect === 'takes');
    return waits && !place.isWaiting ? { ...nowhere, isWaiting: true } : place;
  });
}
