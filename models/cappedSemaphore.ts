import { defineModel } from 'heddle';
import { assign, setup } from 'xstate';
import { permitOperations, type PermitEvent, type PermitEvents } from './permitOperations.ts';

const sorted = (threads: readonly number[]): readonly number[] => threads.toSorted((a, b) => a - b);
const without = (threads: readonly number[], thread: number): readonly number[] =>
  threads.filter((other) => other !== thread);

const machine = setup({
  types: {
    input: {} as { permits: number; limit: number },
    context: {} as {
      /** Permits that nobody holds, and the most that there may be of them. */
      free: number;
      limit: number;
      /** The threads that ask for a permit, and those that offer one, by number: their order is of no account. */
      asking: readonly number[];
      offering: readonly number[];
    },
    events: {} as PermitEvents | PermitEvent<'offer'>,
  },
  guards: {
    isNew: ({ context, event }) => !context.asking.includes(event.thread),
    isAsking: ({ context, event }) => context.asking.includes(event.thread),
    isGrantable: ({ context, event }) => context.asking.includes(event.thread) && context.free > 0,
    hasNone: ({ context }) => context.free === 0,
    isNewOffer: ({ context, event }) => !context.offering.includes(event.thread),
    hasRoom: ({ context, event }) => context.offering.includes(event.thread) && context.free < context.limit,
  },
  actions: {
    ask: assign({ asking: ({ context, event }) => sorted([...context.asking, event.thread]) }),
    stopAsking: assign({ asking: ({ context, event }) => without(context.asking, event.thread) }),
    take: assign({
      free: ({ context }) => context.free - 1,
      asking: ({ context, event }) => without(context.asking, event.thread),
    }),
    offer: assign({ offering: ({ context, event }) => sorted([...context.offering, event.thread]) }),
    giveBack: assign({
      free: ({ context }) => context.free + 1,
      offering: ({ context, event }) => without(context.offering, event.thread),
    }),
    turnAway: () => {},
  },
}).createMachine({
  id: 'cappedSemaphore',
  context: ({ input }) => ({ free: input.permits, limit: input.limit, asking: [], offering: [] }),
  initial: 'open',
  states: {
    open: {
      on: {
        request: { guard: 'isNew', actions: 'ask' },
        grant: { guard: 'isGrantable', actions: 'take' },
        refuse: { guard: 'hasNone', actions: 'turnAway' },
        withdraw: { guard: 'isAsking', actions: 'stopAsking' },
        offer: { guard: 'isNewOffer', actions: 'offer' },
        release: { guard: 'hasRoom', actions: 'giveBack' },
      },
    },
  },
});

/** A semaphore that has a limit: who finds no permit waits, and who would make more than the limit waits too. */
export const cappedSemaphore = defineModel({
  name: 'capped-semaphore',
  title: 'Capped semaphore',
  promise: 'There are never more free permits than the limit; who would take or give one too many waits.',
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: Number.POSITIVE_INFINITY,
  input: ({ permits }) => ({ permits, limit: Math.max(permits, 1) }),
  isWithinTests: () => true,
  operations: {
    ...permitOperations,
    release: {
      effect: 'gives',
      patience: 'waits',
      waitsAfter: 'offer',
      courses: [{ end: 'granted', events: ['offer', 'release'] }],
    },
  },
});
