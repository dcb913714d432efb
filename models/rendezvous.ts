import { defineModel, planOf, type OperationContract } from 'heddle';
import { assign, setup } from 'xstate';

/** An event of the machine: every one says which thread it is about. */
interface MeetingEvent<Type extends string> {
  type: Type;
  thread: number;
}

const sorted = (threads: readonly number[], thread: number): readonly number[] =>
  [...threads, thread].toSorted((a, b) => a - b);
const without = (threads: readonly number[], thread: number): readonly number[] =>
  threads.filter((other) => other !== thread);

const machine = setup({
  types: {
    context: {} as {
      /** The threads that have come as A, and as B, and have not gone on, by number: their order is of no account. */
      here: { readonly a: readonly number[]; readonly b: readonly number[] };
      /** How many may go on as A, and as B: for each that has come as the other. */
      free: { readonly a: number; readonly b: number };
    },
    events: {} as
      | MeetingEvent<'comeAsA'>
      | MeetingEvent<'comeAsB'>
      | MeetingEvent<'goAsA'>
      | MeetingEvent<'goAsB'>,
  },
  guards: {
    isNew: ({ context: { here }, event: { thread } }) => ![...here.a, ...here.b].includes(thread),
    hasMetB: ({ context: { here, free }, event }) => here.a.includes(event.thread) && free.a > 0,
    hasMetA: ({ context: { here, free }, event }) => here.b.includes(event.thread) && free.b > 0,
  },
  actions: {
    comeAsA: assign({
      here: ({ context: { here }, event }) => ({ ...here, a: sorted(here.a, event.thread) }),
      free: ({ context: { free } }) => ({ ...free, b: free.b + 1 }),
    }),
    comeAsB: assign({
      here: ({ context: { here }, event }) => ({ ...here, b: sorted(here.b, event.thread) }),
      free: ({ context: { free } }) => ({ ...free, a: free.a + 1 }),
    }),
    goAsA: assign({
      here: ({ context: { here }, event }) => ({ ...here, a: without(here.a, event.thread) }),
      free: ({ context: { free } }) => ({ ...free, a: free.a - 1 }),
    }),
    goAsB: assign({
      here: ({ context: { here }, event }) => ({ ...here, b: without(here.b, event.thread) }),
      free: ({ context: { free } }) => ({ ...free, b: free.b - 1 }),
    }),
  },
}).createMachine({
  id: 'rendezvous',
  context: { here: { a: [], b: [] }, free: { a: 0, b: 0 } },
  initial: 'open',
  states: {
    open: {
      on: {
        comeAsA: { guard: 'isNew', actions: 'comeAsA' },
        comeAsB: { guard: 'isNew', actions: 'comeAsB' },
        goAsA: { guard: 'hasMetB', actions: 'goAsA' },
        goAsB: { guard: 'hasMetA', actions: 'goAsB' },
      },
    },
  },
});

const operations = {
  meetAsA: {
    effect: 'neither',
    patience: 'waits',
    waitsAfter: 'comeAsA',
    courses: [{ end: 'granted', events: ['comeAsA', 'goAsA'] }],
  },
  meetAsB: {
    effect: 'neither',
    patience: 'waits',
    waitsAfter: 'comeAsB',
    courses: [{ end: 'granted', events: ['comeAsB', 'goAsB'] }],
  },
} as const satisfies Record<string, OperationContract>;

/** A rendezvous of two kinds of threads, A and B, that can be used again and again. */
export const rendezvous = defineModel({
  name: 'rendezvous',
  title: 'Rendezvous',
  promise: 'Nobody goes on before one of the other kind has come for it, and then both do.',
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: 1,
  input: () => undefined,
  isWithinTests: () => true,
  operations,
  clients: [
    { permits: 1, plans: [planOf('meetAsA', 3), planOf('meetAsB', 3)] },
    { permits: 1, plans: [planOf('meetAsA'), planOf('meetAsA'), planOf('meetAsB', 2)] },
    { permits: 1, plans: [planOf('meetAsA meetAsB'), planOf('meetAsB meetAsA')] },
  ],
});
