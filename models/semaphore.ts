import { defineModel } from 'heddle';
import { assign, setup } from 'xstate';
import { permitOperations, type PermitEvents } from './permitOperations.ts';

const machine = setup({
  types: {
    input: {} as { permits: number },
    context: {} as {
      /** Permits that nobody holds. */
      free: number;
      /** The threads whose requests are known and not granted, by number: their order is of no account. */
      waiting: readonly number[];
    },
    events: {} as PermitEvents,
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
  id: 'semaphore',
  context: ({ input }) => ({ free: input.permits, waiting: [] }),
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
        release: { actions: 'giveBack' },
      },
    },
    exhausted: {
      on: {
        request: { guard: 'isNew', actions: 'enlist' },
        refuse: { actions: 'turnAway' },
        withdraw: { guard: 'isWaiting', actions: 'delist' },
        release: { target: 'available', actions: 'giveBack' },
      },
    },
  },
});

/** A counting semaphore that serves its waiters in any order. Source: Dijkstra1965, section 4. */
export const semaphore = defineModel({
  name: 'semaphore',
  title: 'Semaphore',
  promise: 'Holders never exceed the permits; whoever waits may be served in any order.',
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: Number.POSITIVE_INFINITY,
  input: ({ permits }) => ({ permits }),
  // Releases without end would add permits without end.
  isWithinTests: ({ free }, { permits }) => free <= permits,
  operations: permitOperations,
});
