import { defineModel } from 'heddle';
import { assign, setup } from 'xstate';
import { permitOperations, type PermitEvents } from './permitOperations.ts';

const machine = setup({
  types: {
    input: {} as { permits: number },
    context: {} as {
      /** The thread that is inside; null when the mutex is free. */
      holder: number | null;
      /** The threads whose requests are known and not granted, by number: their order is of no account. */
      waiting: readonly number[];
    },
    events: {} as PermitEvents,
  },
  guards: {
    // Whoever is inside must not ask again: it is no reentrant mutex.
    isNew: ({ context, event }) => context.holder !== event.thread && !context.waiting.includes(event.thread),
    isWaiting: ({ context, event }) => context.waiting.includes(event.thread),
    isHolder: ({ context, event }) => context.holder === event.thread,
  },
  actions: {
    enlist: assign({
      waiting: ({ context, event }) => [...context.waiting, event.thread].toSorted((a, b) => a - b),
    }),
    delist: assign({
      waiting: ({ context, event }) => context.waiting.filter((thread) => thread !== event.thread),
    }),
    enter: assign({
      holder: ({ event }) => event.thread,
      waiting: ({ context, event }) => context.waiting.filter((thread) => thread !== event.thread),
    }),
    leave: assign({ holder: null }),
    turnAway: () => {},
  },
}).createMachine({
  id: 'mutex',
  context: { holder: null, waiting: [] },
  initial: 'free',
  states: {
    free: {
      on: {
        request: { guard: 'isNew', actions: 'enlist' },
        grant: { guard: 'isWaiting', target: 'held', actions: 'enter' },
        withdraw: { guard: 'isWaiting', actions: 'delist' },
      },
    },
    held: {
      on: {
        request: { guard: 'isNew', actions: 'enlist' },
        refuse: { actions: 'turnAway' },
        withdraw: { guard: 'isWaiting', actions: 'delist' },
        release: { guard: 'isHolder', target: 'free', actions: 'leave' },
      },
    },
  },
});

/** A mutex: one thread inside at a time, and only that one may release. Source: Dijkstra1965, section 2. */
export const mutex = defineModel({
  name: 'mutex',
  title: 'Mutex',
  promise: 'At most one thread is inside, and only that one may let the next one in.',
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: 1,
  input: () => undefined,
  isWithinTests: () => true,
  operations: permitOperations,
});
