import { defineModel, planOf, type Client, type OperationContract } from 'heddle';
import { assign, setup } from 'xstate';

/** An event of the machine: every one says which thread it is about, and the item that it is about. */
interface SetEvent<Type extends string> {
  type: Type;
  thread: number;
  item?: number;
}

const machine = setup({
  types: {
    context: {} as {
      /** What has been added, by number. */
      members: readonly number[];
    },
    events: {} as SetEvent<'enter'> | SetEvent<'meet'>,
  },
  guards: {
    isNew: ({ context, event }) => !context.members.includes(event.item ?? 0),
    isKnown: ({ context, event }) => context.members.includes(event.item ?? 0),
  },
  actions: {
    enter: assign({
      members: ({ context, event }) => [...context.members, event.item ?? 0].toSorted((a, b) => a - b),
    }),
    nothing: () => {},
  },
}).createMachine({
  id: 'visitedSet',
  context: { members: [] },
  initial: 'open',
  states: {
    open: {
      on: {
        enter: { guard: 'isNew', actions: 'enter' },
        meet: { guard: 'isKnown', actions: 'nothing' },
      },
    },
  },
});

const operations = {
  add: {
    effect: 'neither',
    patience: 'never waits',
    courses: [
      { end: 'granted', events: ['enter'] },
      { end: 'refused', events: ['meet'] },
    ],
  },
} as const satisfies Record<string, OperationContract>;

/** The same item twice, different items that meet in the table, and both. */
const clients: readonly Client[] = [
  { permits: 1, plans: [planOf('add:1'), planOf('add:1')] },
  { permits: 1, plans: [planOf('add:1 add:3'), planOf('add:3 add:1')] },
  { permits: 1, plans: [planOf('add:1'), planOf('add:3'), planOf('add:1')] },
  { permits: 1, plans: [planOf('add:1 add:2'), planOf('add:2 add:3'), planOf('add:3')] },
];

/** A set to which threads add: of those that add the same item, one is told that it was new. */
export const visitedSet = defineModel({
  name: 'visited-set',
  title: 'Visited set',
  promise:
    'Of all that add the same item, one alone is told that it is new, and it is in the set from then on.',
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: 1,
  input: () => undefined,
  isWithinTests: () => true,
  operations,
  clients,
});
