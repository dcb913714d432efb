import { defineModel, planOf, workload, type Client } from 'heddle';
import { assign, setup } from 'xstate';
import {
  permitOperations,
  rejectableRelease,
  type PermitEvent,
  type PermitEvents,
} from './permitOperations.ts';

const machine = setup({
  types: {
    input: {} as { permits: number },
    context: {} as {
      /** Permits that nobody holds, and the most that there may be of them: those at the start. */
      free: number;
      bound: number;
      /** The threads whose requests are known and not granted, by number: their order is of no account. */
      waiting: readonly number[];
    },
    events: {} as PermitEvents | PermitEvent<'reject'>,
  },
  guards: {
    hasNone: ({ context }) => context.free === 0,
    isNew: ({ context, event }) => !context.waiting.includes(event.thread),
    isWaiting: ({ context, event }) => context.waiting.includes(event.thread),
    isGrantable: ({ context, event }) =>
      context.waiting.includes(event.thread) && context.free >= event.permits,
    takesTheLast: ({ context, event }) =>
      context.waiting.includes(event.thread) && context.free === event.permits,
    asksForMore: ({ context, event }) => context.free < event.permits,
    isWithinBound: ({ context, event }) => context.free + event.permits <= context.bound,
    isBeyondBound: ({ context, event }) => context.free + event.permits > context.bound,
  },
  actions: {
    enlist: assign({
      waiting: ({ context, event }) => [...context.waiting, event.thread].toSorted((a, b) => a - b),
    }),
    delist: assign({
      waiting: ({ context, event }) => context.waiting.filter((thread) => thread !== event.thread),
    }),
    take: assign({
      free: ({ context, event }) => context.free - event.permits,
      waiting: ({ context, event }) => context.waiting.filter((thread) => thread !== event.thread),
    }),
    giveBack: assign({ free: ({ context, event }) => context.free + event.permits }),
    turnAway: () => {},
  },
}).createMachine({
  id: 'boundedSemaphore',
  context: ({ input }) => ({ free: input.permits, bound: input.permits, waiting: [] }),
  initial: 'made',
  states: {
    made: { always: [{ guard: 'hasNone', target: 'exhausted' }, { target: 'available' }] },
    available: {
      on: {
        request: { guard: 'isNew', actions: 'enlist' },
        grant: [
          { guard: 'takesTheLast', target: 'exhausted', actions: 'take' },
          { guard: 'isGrantable', actions: 'take' },
        ],
        refuse: { guard: 'asksForMore', actions: 'turnAway' },
        withdraw: { guard: 'isWaiting', actions: 'delist' },
        release: { guard: 'isWithinBound', actions: 'giveBack' },
        reject: { guard: 'isBeyondBound', actions: 'turnAway' },
      },
    },
    exhausted: {
      on: {
        request: { guard: 'isNew', actions: 'enlist' },
        refuse: { actions: 'turnAway' },
        withdraw: { guard: 'isWaiting', actions: 'delist' },
        release: { guard: 'isWithinBound', target: 'available', actions: 'giveBack' },
        reject: { guard: 'isBeyondBound', actions: 'turnAway' },
      },
    },
  },
});

const client = (permits: number, ...plans: readonly string[]): Client => ({
  permits,
  plans: plans.map((words) => planOf(words)),
});

/** A semaphore that rejects the release that would make more free permits than there were at the start. */
export const boundedSemaphore = defineModel({
  name: 'bounded-semaphore',
  title: 'Bounded semaphore',
  promise:
    'There are never more free permits than at the start: a release beyond that is an error, and changes nothing.',
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: Number.POSITIVE_INFINITY,
  input: ({ permits }) => ({ permits }),
  isWithinTests: () => true,
  operations: {
    ...permitOperations,
    release: rejectableRelease,
  },
  clients: [
    workload(2, 2, 1),
    workload(3, 1, 1),
    workload(3, 2, 1),
    workload(4, 1, 2),
    // A release too many, from outside: it is accepted while the other is inside, whose own is then one too many.
    client(1, 'acquire release', 'post'),
    client(1, 'acquire release', 'acquire release', 'post'),
    // Two at once, with room for one; who comes after them must find one permit.
    client(1, 'acquire', 'post acquire', 'post acquire'),
    client(2, 'acquire release', 'acquire release', 'post post'),
    client(1, 'tryAcquire release', 'acquire release', 'post'),
    client(1, 'timedAcquire release', 'acquire release', 'post'),
    client(1, 'timedAcquire release', 'timedAcquire release', 'acquire release'),
  ],
});
