import { defineModel } from 'heddle';
import { assign, setup } from 'xstate';
import { permitOperations, type PermitEvents } from './permitOperations.ts';

const machine = setup({
  types: {
    input: {} as { permits: number },
    context: {} as {
      /** Permits that nobody holds. */
      free: number;
      /** The threads whose requests are known and not granted, in the order of their coming. */
      queue: readonly number[];
    },
    events: {} as PermitEvents,
  },
  guards: {
    hasNone: ({ context }) => context.free === 0,
    isNew: ({ context, event }) => !context.queue.includes(event.thread),
    isWaiting: ({ context, event }) => context.queue.includes(event.thread),
    isFirst: ({ context, event }) => context.queue[0] === event.thread && context.free >= event.permits,
    isFirstAndTakesTheLast: ({ context, event }) =>
      context.queue[0] === event.thread && context.free === event.permits,
    isBehindSomebody: ({ context, event }) => context.queue.length > 0 || context.free < event.permits,
  },
  actions: {
    enqueue: assign({ queue: ({ context, event }) => [...context.queue, event.thread] }),
    dequeue: assign({
      queue: ({ context, event }) => context.queue.filter((thread) => thread !== event.thread),
    }),
    take: assign({
      free: ({ context, event }) => context.free - event.permits,
      queue: ({ context }) => context.queue.slice(1),
    }),
    giveBack: assign({ free: ({ context, event }) => context.free + event.permits }),
    turnAway: () => {},
  },
}).createMachine({
  id: 'fifoSemaphore',
  context: ({ input }) => ({ free: input.permits, queue: [] }),
  initial: 'made',
  states: {
    made: { always: [{ guard: 'hasNone', target: 'exhausted' }, { target: 'available' }] },
    available: {
      on: {
        request: { guard: 'isNew', actions: 'enqueue' },
        grant: [
          { guard: 'isFirstAndTakesTheLast', target: 'exhausted', actions: 'take' },
          { guard: 'isFirst', actions: 'take' },
        ],
        refuse: { guard: 'isBehindSomebody', actions: 'turnAway' },
        withdraw: { guard: 'isWaiting', actions: 'dequeue' },
        release: { actions: 'giveBack' },
      },
    },
    exhausted: {
      on: {
        request: { guard: 'isNew', actions: 'enqueue' },
        refuse: { actions: 'turnAway' },
        withdraw: { guard: 'isWaiting', actions: 'dequeue' },
        release: { target: 'available', actions: 'giveBack' },
      },
    },
  },
});

/** A counting semaphore that serves its waiters first come, first served. */
export const fifoSemaphore = defineModel({
  name: 'fifo-semaphore',
  title: 'FIFO semaphore',
  promise: 'Holders never exceed the permits, and nobody is served before one who waited already.',
  treatsThreadsAlike: true,
  isFifo: true,
  machine,
  permitsMax: Number.POSITIVE_INFINITY,
  input: ({ permits }) => ({ permits }),
  // Releases without end would add permits without end.
  isWithinTests: ({ free }, { permits }) => free <= permits,
  operations: permitOperations,
});
