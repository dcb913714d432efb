import { defineModel, planOf, type OperationContract } from 'heddle';
import { assign, setup } from 'xstate';

/** An event of the machine: every one says which thread it is about. */
interface SignalEvent<Type extends string> {
  type: Type;
  thread: number;
}

const machine = setup({
  types: {
    context: {} as {
      /** The threads that wait, by number: their order is of no account. */
      waiting: readonly number[];
    },
    events: {} as
      | SignalEvent<'set'>
      | SignalEvent<'ask'>
      | SignalEvent<'pass'>
      | SignalEvent<'seeSet'>
      | SignalEvent<'seeUnset'>,
  },
  guards: {
    // Whoever waits does nothing else.
    isNew: ({ context, event }) => !context.waiting.includes(event.thread),
    isWaiting: ({ context, event }) => context.waiting.includes(event.thread),
  },
  actions: {
    ask: assign({
      waiting: ({ context, event }) => [...context.waiting, event.thread].toSorted((a, b) => a - b),
    }),
    pass: assign({
      waiting: ({ context, event }) => context.waiting.filter((thread) => thread !== event.thread),
    }),
    nothing: () => {},
  },
}).createMachine({
  id: 'oneShotEvent',
  context: { waiting: [] },
  initial: 'unset',
  states: {
    unset: {
      on: {
        set: { guard: 'isNew', target: 'set' },
        ask: { guard: 'isNew', actions: 'ask' },
        seeUnset: { guard: 'isNew', actions: 'nothing' },
      },
    },
    set: {
      on: {
        set: { guard: 'isNew', actions: 'nothing' },
        ask: { guard: 'isNew', actions: 'ask' },
        pass: { guard: 'isWaiting', actions: 'pass' },
        seeSet: { guard: 'isNew', actions: 'nothing' },
      },
    },
  },
});

const operations = {
  set: {
    effect: 'neither',
    patience: 'never waits',
    courses: [{ end: 'granted', events: ['set'] }],
  },
  wait: {
    effect: 'neither',
    patience: 'waits',
    waitsAfter: 'ask',
    courses: [{ end: 'granted', events: ['ask', 'pass'] }],
  },
  isSet: {
    effect: 'neither',
    patience: 'never waits',
    courses: [
      { end: 'granted', events: ['seeSet'] },
      { end: 'refused', events: ['seeUnset'] },
    ],
  },
} as const satisfies Record<string, OperationContract>;

/** An event that happens once, and that any number of threads wait for. */
export const oneShotEvent = defineModel({
  name: 'one-shot-event',
  title: 'One-shot event',
  promise: 'Nobody passes before it has been set, and then everybody does, for ever.',
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: 1,
  input: () => undefined,
  isWithinTests: () => true,
  operations,
  clients: [
    { permits: 1, plans: [planOf('set'), planOf('wait wait'), planOf('wait')] },
    { permits: 1, plans: [planOf('set'), planOf('set'), planOf('wait')] },
    { permits: 1, plans: [planOf('set'), planOf('isSet isSet'), planOf('wait isSet')] },
  ],
});
