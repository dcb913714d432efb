import { defineModel } from 'heddle';
import { assign, setup } from 'xstate';

/** A counter: each increment is answered with a number that nobody else is answered with. */
export const counterModel = defineModel({
  name: 'counter',
  title: 'Counter',
  promise: 'Every increment counts.',
  machine: setup({
    types: { context: {} as { count: number }, events: {} as { type: 'add' } },
    actions: { count: assign({ count: ({ context }) => context.count + 1 }) },
  }).createMachine({
    id: 'counter',
    context: { count: 0 },
    initial: 'counting',
    states: { counting: { on: { add: { actions: 'count' } } } },
  }),
  operations: {
    increment: { effect: 'neither', patience: 'never waits', courses: [{ end: 'granted', events: ['add'] }] },
  },
  isFifo: false,
  permitsMax: 1,
  input: () => undefined,
  isWithinTests: ({ count }: { count: number }) => count < 4,
});
