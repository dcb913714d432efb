import { defineModel, planOf, type Client, type OperationContract } from 'heddle';
import { assign, setup } from 'xstate';

/** An event of the machine: every one says which thread it is about. */
interface MeetingEvent<Type extends string> {
  type: Type;
  thread: number;
}

const machine = setup({
  types: {
    input: {} as { parties: number },
    context: {} as {
      /** How many must come before anybody goes on. */
      parties: number;
      /** The threads that have come, and wait for the others, by number: their order is of no account. */
      arrived: readonly number[];
      /** Those of the last round that may go on, and have not gone yet. */
      leaving: readonly number[];
    },
    events: {} as MeetingEvent<'arrive'> | MeetingEvent<'depart'>,
  },
  guards: {
    isLastToCome: ({ context: { parties, arrived, leaving }, event: { thread } }) =>
      ![...arrived, ...leaving].includes(thread) && arrived.length === parties - 1,
    isNew: ({ context: { arrived, leaving }, event: { thread } }) =>
      ![...arrived, ...leaving].includes(thread),
    isLastToLeave: ({ context: { leaving }, event: { thread } }) =>
      leaving.length === 1 && leaving[0] === thread,
    mayLeave: ({ context, event }) => context.leaving.includes(event.thread),
  },
  actions: {
    join: assign({
      arrived: ({ context, event }) => [...context.arrived, event.thread].toSorted((a, b) => a - b),
    }),
    openFor: assign({
      arrived: [],
      leaving: ({ context, event }) => [...context.arrived, event.thread].toSorted((a, b) => a - b),
    }),
    leave: assign({
      leaving: ({ context, event }) => context.leaving.filter((thread) => thread !== event.thread),
    }),
  },
}).createMachine({
  id: 'barrier',
  context: ({ input }) => ({ parties: input.parties, arrived: [], leaving: [] }),
  initial: 'closed',
  states: {
    closed: {
      on: {
        arrive: [
          { guard: 'isLastToCome', target: 'open', actions: 'openFor' },
          { guard: 'isNew', actions: 'join' },
        ],
      },
    },
    // Whoever has left may come again while others are still on their way out, and waits for the next round.
    open: {
      on: {
        arrive: { guard: 'isNew', actions: 'join' },
        depart: [
          { guard: 'isLastToLeave', target: 'closed', actions: 'leave' },
          { guard: 'mayLeave', actions: 'leave' },
        ],
      },
    },
  },
});

const operations = {
  arrive: {
    effect: 'neither',
    patience: 'waits',
    waitsAfter: 'arrive',
    courses: [{ end: 'granted', events: ['arrive', 'depart'] }],
  },
} as const satisfies Record<string, OperationContract>;

const meeting = (parties: number, rounds: number): Client => ({
  permits: 1,
  plans: Array.from({ length: parties }, () => planOf('arrive', rounds)),
});

/** A barrier for all threads of the client, that can be used again and again. */
export const barrier = defineModel({
  name: 'barrier',
  title: 'Cyclic barrier',
  promise: 'Nobody goes on before all have come, in each round anew, and then everybody does.',
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: 1,
  input: ({ threads }) => ({ parties: threads }),
  isWithinTests: () => true,
  operations,
  // A third round is where a barrier that swings to and fro shows that it has come back to where it was.
  clients: [meeting(2, 3), meeting(3, 1), meeting(3, 2)],
});
