import { defineModel, planOf, type Client, type OperationContract } from 'heddle';
import { assign, setup } from 'xstate';

/** An event of the machine: every one says which thread it is about, and the item that it hands over, if it does. */
interface ChannelEvent<Type extends string> {
  type: Type;
  thread: number;
  item?: number;
}

const sorted = (threads: readonly number[], thread: number): readonly number[] =>
  [...threads, thread].toSorted((a, b) => a - b);
const without = (threads: readonly number[], thread: number): readonly number[] =>
  threads.filter((other) => other !== thread);

const machine = setup({
  types: {
    input: {} as { capacity: number },
    context: {} as {
      capacity: number;
      /** What has been put and not been taken, in the order of the putting. */
      items: readonly number[];
      /** The threads that want to put an item, and those that want to take one, by number: their order is of no account. */
      offering: readonly number[];
      asking: readonly number[];
    },
    events: {} as ChannelEvent<'offer'> | ChannelEvent<'put'> | ChannelEvent<'ask'> | ChannelEvent<'take'>,
  },
  guards: {
    isNew: ({ context: { offering, asking }, event: { thread } }) =>
      ![...offering, ...asking].includes(thread),
    fillsIt: ({ context: { capacity, items, offering }, event: { thread } }) =>
      offering.includes(thread) && items.length === capacity - 1,
    hasRoom: ({ context, event }) => context.offering.includes(event.thread),
    emptiesIt: ({ context: { items, asking }, event: { thread } }) =>
      asking.includes(thread) && items.length === 1,
    isThere: ({ context, event }) => context.asking.includes(event.thread),
  },
  actions: {
    offer: assign({ offering: ({ context, event }) => sorted(context.offering, event.thread) }),
    put: assign({
      items: ({ context, event }) => [...context.items, event.item ?? 0],
      offering: ({ context, event }) => without(context.offering, event.thread),
    }),
    ask: assign({ asking: ({ context, event }) => sorted(context.asking, event.thread) }),
    take: assign({
      items: ({ context }) => context.items.slice(1),
      asking: ({ context, event }) => without(context.asking, event.thread),
    }),
  },
}).createMachine({
  id: 'channel',
  context: ({ input }) => ({ capacity: input.capacity, items: [], offering: [], asking: [] }),
  initial: 'empty',
  states: {
    empty: {
      on: {
        offer: { guard: 'isNew', actions: 'offer' },
        ask: { guard: 'isNew', actions: 'ask' },
        put: [
          { guard: 'fillsIt', target: 'full', actions: 'put' },
          { guard: 'hasRoom', target: 'some', actions: 'put' },
        ],
      },
    },
    some: {
      on: {
        offer: { guard: 'isNew', actions: 'offer' },
        ask: { guard: 'isNew', actions: 'ask' },
        put: [
          { guard: 'fillsIt', target: 'full', actions: 'put' },
          { guard: 'hasRoom', actions: 'put' },
        ],
        take: [
          { guard: 'emptiesIt', target: 'empty', actions: 'take' },
          { guard: 'isThere', actions: 'take' },
        ],
      },
    },
    full: {
      on: {
        offer: { guard: 'isNew', actions: 'offer' },
        ask: { guard: 'isNew', actions: 'ask' },
        take: [
          { guard: 'emptiesIt', target: 'empty', actions: 'take' },
          { guard: 'isThere', target: 'some', actions: 'take' },
        ],
      },
    },
  },
});

const operations = {
  put: {
    effect: 'neither',
    patience: 'waits',
    waitsAfter: 'offer',
    courses: [{ end: 'granted', events: ['offer', 'put'] }],
  },
  take: {
    effect: 'neither',
    patience: 'waits',
    waitsAfter: 'ask',
    courses: [{ end: 'granted', events: ['ask', 'take'] }],
    answers: { at: 'take', from: ({ items }: { items: readonly number[] }) => items[0] },
  },
} as const satisfies Record<string, OperationContract>;

/** With one place and with two: two that put beside one that takes, one beside two, and two beside two. */
const clients: readonly Client[] = [
  { permits: 1, plans: [planOf('put:1 put:2 put:3'), planOf('take', 3)] },
  { permits: 1, plans: [planOf('put:1 put:2'), planOf('take'), planOf('take')] },
  { permits: 1, plans: [planOf('put:1'), planOf('put:2'), planOf('take', 2)] },
  { permits: 1, plans: [planOf('put:1'), planOf('put:2'), planOf('take'), planOf('take')] },
  { permits: 2, plans: [planOf('put:1 put:2'), planOf('put:3'), planOf('take', 3)] },
];

/** A bounded channel: a queue of items with so many places, as many as the client has permits. */
export const channel = defineModel({
  name: 'channel',
  title: 'Bounded channel',
  promise:
    'Items are taken in the order in which they were put; who finds no place, or no item, waits for one.',
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: Number.POSITIVE_INFINITY,
  input: ({ permits }) => ({ capacity: permits }),
  isWithinTests: () => true,
  operations,
  clients,
});
