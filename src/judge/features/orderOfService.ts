/** Whom a release serves, of two that wait. */

import { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import { isGrant } from '../../core/event.ts';
import type { Monitor } from '../../core/monitor.ts';
import { timeless } from '../../explore/limits.ts';
import { noReductions, reducedSearch } from '../../explore/reducedSearch.ts';
import { planOf, type Client } from '../../program/client.ts';
import type { Circumstances } from '../../program/objectKind.ts';
import type { Primitive } from '../../program/primitive.ts';
import { programOf } from '../../program/program.ts';

/** T0 holds the permit and gives it back while T1 and T2 wait for it. */
export const twoWaiters: Client = {
  permits: 1,
  plans: [planOf('acquire release'), planOf('acquire'), planOf('acquire')],
};

/** Whom a release can serve: the one that has waited longest, the other one, or either. */
export type Order = 'the first' | 'the last' | 'either';

/** What was found, in so many states; no order where a limit stopped the search, or where it never came to that. */
export interface Service {
  readonly order: Order | undefined;
  readonly states: number;
  readonly isWhole: boolean;
}

type State = { readonly waiting: readonly number[]; readonly isGiven: boolean };

/** `violated` when the one that came first (or the one that came last) is served first. */
function served(place: 'first' | 'last'): Monitor<State> {
  return {
    initial: { waiting: [], isGiven: false },
    onQuiet: (state, { waiting }) => {
      const newcomers = waiting
        .map(({ thread }) => thread as number)
        .filter((thread) => !state.waiting.includes(thread));
      // Of two that are first seen waiting at one moment it is not known who came first.
      if (newcomers.length > 1) return { state: { waiting: [], isGiven: true } };
      return { state: state.isGiven ? state : { ...state, waiting: [...state.waiting, ...newcomers] } };
    },
    onEvent: (state, event) => {
      const { thread, effect } = event.invocation;
      if (event.type === 'call' && effect === 'gives') return { state: { ...state, isGiven: true } };
      if (!isGrant(event) || !state.isGiven || state.waiting.length < 2) return { state };
      const isWanted = thread === (place === 'first' ? state.waiting[0] : state.waiting[1]);
      const after = { waiting: [], isGiven: true };
      return isWanted ? { state: after, violation: `the ${place} is served` } : { state: after };
    },
  };
}

/** Exact, unless a limit is hit. */
export function orderOfService(
  primitive: Primitive,
  circumstances: Circumstances,
  statesMax: number,
): Service {
  const program = programOf(primitive, twoWaiters, circumstances);
  const tables = [new MonitorTable(served('first') as Monitor), new MonitorTable(served('last') as Monitor)];
  const { violations, stop, states } = reducedSearch(
    new Learner(program),
    tables,
    noReductions,
    { states: statesMax },
    timeless,
  );
  const [first, last] = violations.map((violation) => violation !== undefined);
  const isWhole = stop === undefined;
  // Of one that is not explored whole, either may turn out to be served.
  const only = isWhole ? (last === true ? 'the last' : first === true ? 'the first' : undefined) : undefined;
  return { order: first === true && last === true ? 'either' : only, states, isWhole };
}
