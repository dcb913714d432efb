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
      /** The thread that is inside, and how often it has come in; null and 0 when the mutex is free. */
      holder: number | null;
      depth: number;
      /** The threads whose requests are known and not granted, by number: their order is of no account. */
      waiting: readonly number[];
    },
    events: {} as PermitEvents | PermitEvent<'reject'>,
  },
  guards: {
    isNew: ({ context, event }) => !context.waiting.includes(event.thread),
    isWaiting: ({ context, event }) => context.waiting.includes(event.thread),
    isHolderAgain: ({ context, event }) =>
      context.holder === event.thread && context.waiting.includes(event.thread),
    // Whoever waits does nothing else before that is over.
    isLastOfHolder: ({ context: { holder, depth, waiting }, event: { thread } }) =>
      holder === thread && depth === 1 && !waiting.includes(thread),
    isHolder: ({ context: { holder, waiting }, event: { thread } }) =>
      holder === thread && !waiting.includes(thread),
    isNotHolder: ({ context: { holder, waiting }, event: { thread } }) =>
      holder !== thread && !waiting.includes(thread),
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
      depth: ({ context }) => context.depth + 1,
      waiting: ({ context, event }) => context.waiting.filter((thread) => thread !== event.thread),
    }),
    goOut: assign({ depth: ({ context }) => context.depth - 1 }),
    leave: assign({ holder: null, depth: 0 }),
    turnAway: () => {},
  },
}).createMachine({
  id: 'reentrantMutex',
  context: { holder: null, depth: 0, waiting: [] },
  initial: 'free',
  states: {
    free: {
      on: {
        request: { guard: 'isNew', actions: 'enlist' },
        grant: { guard: 'isWaiting', target: 'held', actions: 'enter' },
        withdraw: { guard: 'isWaiting', actions: 'delist' },
        reject: { guard: 'isNotHolder', actions: 'turnAway' },
      },
    },
    held: {
      on: {
        request: { guard: 'isNew', actions: 'enlist' },
        grant: { guard: 'isHolderAgain', actions: 'enter' },
        // Whoever is inside is never refused.
        refuse: { guard: 'isNotHolder', actions: 'turnAway' },
        withdraw: { guard: 'isWaiting', actions: 'delist' },
        release: [
          { guard: 'isLastOfHolder', target: 'free', actions: 'leave' },
          { guard: 'isHolder', actions: 'goOut' },
        ],
        reject: { guard: 'isNotHolder', actions: 'turnAway' },
      },
    },
  },
});

const client = (...plans: readonly string[]): Client => ({
  permits: 1,
  plans: plans.map((words) => planOf(words)),
});

const nested = 'acquire acquire release release';

/** A mutex that whoever is inside may acquire again, and that is free when it has been released as often. */
export const reentrantMutex = defineModel({
  name: 'reentrant-mutex',
  title: 'Reentrant mutex',
  promise:
    'At most one thread is inside, which may come in again, and has left when it has gone out as often; a release by another is an error.',
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: 1,
  input: () => undefined,
  // Whoever is inside may come in without end.
  isWithinTests: ({ depth }) => depth <= 2,
  operations: {
    acquire: { ...permitOperations.acquire, holds: 'reentrant' },
    tryAcquire: { ...permitOperations.tryAcquire, holds: 'reentrant' },
    timedAcquire: { ...permitOperations.timedAcquire, holds: 'reentrant' },
    release: { ...rejectableRelease, holds: 'reentrant' },
  },
  clients: [
    workload(2, 2, 1),
    workload(3, 1, 1),
    client(nested, 'acquire release'),
    client(nested, nested),
    client(nested, 'acquire release', 'acquire release'),
    // A release too many by one that was inside, and one by somebody who never was.
    client('acquire release post', 'acquire release'),
    client(nested, 'post acquire release'),
    client('acquire tryAcquire release release', 'tryAcquire release'),
    client('timedAcquire timedAcquire release release', 'acquire release'),
  ],
});
