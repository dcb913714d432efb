import { defineModel, planOf, type OperationContract } from 'heddle';
import { assign, setup } from 'xstate';

/** An event of the machine: every one says which thread it is about. */
interface LatchEvent<Type extends string> {
  type: Type;
  thread: number;
}

const machine = setup({
  types: {
    input: {} as { count: number },
    context: {} as {
      /** How often it must still be counted down. */
      count: number;
      /** The threads that wait, by number: their order is of no account. */
      waiting: readonly number[];
    },
    events: {} as LatchEvent<'countDown'> | LatchEvent<'ask'> | LatchEvent<'pass'>,
  },
  guards: {
    isOpen: ({ context }) => context.count === 0,
    // Whoever waits does nothing else.
    isLast: ({ context, event }) => context.count === 1 && !context.waiting.includes(event.thread),
    isNew: ({ context, event }) => !context.waiting.includes(event.thread),
    isWaiting: ({ context, event }) => context.waiting.includes(event.thread),
  },
  actions: {
    countDown: assign({ count: ({ context }) => context.count - 1 }),
    ask: assign({
      waiting: ({ context, event }) => [...context.waiting, event.thread].toSorted((a, b) => a - b),
    }),
    pass: assign({
      waiting: ({ context, event }) => context.waiting.filter((thread) => thread !== event.thread),
    }),
    nothing: () => {},
  },
}).createMachine({
  id: 'countdownLatch',
  context: ({ input }) => ({ count: input.count, waiting: [] }),
  initial: 'made',
  states: {
    made: { always: [{ guard: 'isOpen', target: 'open' }, { target: 'closed' }] },
    closed: {
      on: {
        countDown: [
          { guard: 'isLast', target: 'open', actions: 'countDown' },
          { guard: 'isNew', actions: 'countDown' },
        ],
        ask: { guard: 'isNew', actions: 'ask' },
      },
    },
    open: {
      on: {
        // Once it is open it stays so.
        countDown: { guard: 'isNew', actions: 'nothing' },
        ask: { guard: 'isNew', actions: 'ask' },
        pass: { guard: 'isWaiting', actions: 'pass' },
      },
    },
  },
});

const operations = {
  countDown: {
    effect: 'neither',
    patience: 'never waits',
    courses: [{ end: 'granted', events: ['countDown'] }],
  },
  wait: {
    effect: 'neither',
    patience: 'waits',
    waitsAfter: 'ask',
    courses: [{ end: 'granted', events: ['ask', 'pass'] }],
  },
} as const satisfies Record<string, OperationContract>;

/** A latch that opens when it has been counted down, from as many as the client has permits. */
export const countdownLatch = defineModel({
  name: 'countdown-latch',
  title: 'Countdown latch',
  promise: 'Nobody passes before it has been counted down to 0, and then everybody does.',
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: Number.POSITIVE_INFINITY,
  input: ({ permits }) => ({ count: permits }),
  isWithinTests: () => true,
  operations,
  clients: [
    { permits: 2, plans: [planOf('countDown'), planOf('countDown'), planOf('wait')] },
    { permits: 1, plans: [planOf('countDown'), planOf('wait wait'), planOf('wait')] },
    // One more than was asked for, and one who comes when it is open.
    { permits: 2, plans: [planOf('countDown', 2), planOf('countDown wait'), planOf('wait')] },
  ],
});
