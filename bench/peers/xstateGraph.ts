/** W1a as transition logic of XState, all of whose states `xstate/graph` visits. */

import { fromTransition } from 'xstate';
import { getAdjacencyMap } from 'xstate/graph';
import type { Done, Parameters } from '../job.ts';
import type { Size } from '../peerPrograms.ts';

interface State {
  readonly at: readonly Place[];
  readonly round: readonly number[];
  /** Of each thread: the one whose lock it has taken off the queue, or -1. */
  readonly waiter: readonly number[];
  /** Of each thread: whether its waiter's lock is held. */
  readonly held: readonly boolean[];
  readonly internal: boolean;
  readonly value: number;
  readonly queue: readonly number[];
  readonly inside: number;
}

type Place =
  | 'enter'
  | 'test'
  | 'wait'
  | 'sleep'
  | 'retry'
  | 'taken'
  | 'come in'
  | 'look'
  | 'go out'
  | 'leave'
  | 'give'
  | 'wake'
  | 'end round'
  | 'end';

/** What a step changes besides the place of its thread; undefined where it is blocked. */
type Effect = readonly [next: Place, change: Partial<State>] | undefined;

/** One step of thread `me`. */
function effectOf(state: State, me: number, { rounds, permits }: Size): Effect {
  const locked = { internal: true };
  const unlocked = { internal: false };
  switch (state.at[me]!) {
    case 'enter':
    case 'retry':
      return state.internal ? undefined : ['test', locked];
    case 'test':
      return state.value > 0
        ? ['taken', { value: state.value - 1 }]
        : ['wait', { held: state.held.with(me, true), queue: [...state.queue, me] }];
    case 'wait':
      return ['sleep', unlocked];
    case 'sleep':
      return state.held[me]! ? undefined : ['retry', {}];
    case 'taken':
      return ['come in', unlocked];
    case 'come in':
      return ['look', { inside: state.inside + 1 }];
    case 'look':
      if (state.inside > permits) throw new Error('too many are inside');
      return ['go out', {}];
    case 'go out':
      return ['leave', { inside: state.inside - 1 }];
    case 'leave':
      return state.internal ? undefined : ['give', locked];
    case 'give': {
      const [first, ...queue] = state.queue;
      const value = state.value + 1;
      return first === undefined
        ? ['end round', { value }]
        : ['wake', { value, queue, waiter: state.waiter.with(me, first) }];
    }
    case 'wake':
      return [
        'end round',
        { held: state.held.with(state.waiter[me]!, false), waiter: state.waiter.with(me, -1) },
      ];
    case 'end round': {
      const round = state.round[me]! + 1;
      return [round === rounds ? 'end' : 'enter', { ...unlocked, round: state.round.with(me, round) }];
    }
    case 'end':
      return undefined;
  }
}

/** Visits every state, and every step from each. */
export function run(size: Parameters): Done {
  const { threads, permits } = size;
  const forEach = <Thing>(thing: Thing): Thing[] => Array.from({ length: threads }, () => thing);
  const startedAt = performance.now();
  const logic = fromTransition(
    (state: State, { me }: { type: 'step'; me: number }): State => {
      const effect = effectOf(state, me, size);
      return effect === undefined ? state : { ...state, ...effect[1], at: state.at.with(me, effect[0]) };
    },
    {
      at: forEach<Place>('enter'),
      round: forEach(0),
      waiter: forEach(-1),
      held: forEach(false),
      internal: false,
      value: permits,
      queue: [],
      inside: 0,
    },
  );
  const events = Array.from({ length: threads }, (_, me) => ({ type: 'step' as const, me }));
  const map = getAdjacencyMap(logic, { events });
  const entries = Object.values(map);
  let transitions = 0;
  for (const { state, transitions: from } of entries) {
    // A thread that is blocked leaves the state as it is.
    for (const { state: to } of Object.values<{ readonly state: typeof state }>(from))
      if (to.context !== state.context) transitions++;
  }
  return { count: entries.length, transitions, coreMs: performance.now() - startedAt };
}
