import { defineModel, planOf, type OperationContract } from 'heddle';
import { assign, setup } from 'xstate';
import { withoutThread, withThread, type MonitorEvent } from './monitorEvents.ts';

const request = { guard: 'isNew', actions: 'request' } as const;

const machine = setup({
  types: {
    context: {} as {
      /** The thread that is inside; null when nobody is. */
      holder: number | null;
      /** The threads that want to enter, that sleep on the condition, and that have signalled and want to go on. */
      entering: readonly number[];
      sleeping: readonly number[];
      urgent: readonly number[];
    },
    events: {} as
      | MonitorEvent<'request'>
      | MonitorEvent<'grant'>
      | MonitorEvent<'leave'>
      | MonitorEvent<'sleep'>
      | MonitorEvent<'wake'>
      | MonitorEvent<'signal'>
      | MonitorEvent<'signalNobody'>
      | MonitorEvent<'regain'>,
  },
  guards: {
    isNew: ({ context: { holder, entering, sleeping, urgent }, event: { thread } }) =>
      ![holder, ...entering, ...sleeping, ...urgent].includes(thread),
    // Whoever has signalled goes before all that are outside.
    mayEnter: ({ context: { entering, urgent }, event: { thread } }) =>
      entering.includes(thread) && urgent.length === 0,
    isUrgent: ({ context, event }) => context.urgent.includes(event.thread),
    isHolder: ({ context, event }) => context.holder === event.thread,
    isAsleep: ({ context, event }) => context.sleeping.includes(event.thread),
    wakesSomebody: ({ context, event }) => context.holder === event.thread && context.sleeping.length > 0,
    wakesNobody: ({ context, event }) => context.holder === event.thread && context.sleeping.length === 0,
  },
  actions: {
    request: assign({ entering: ({ context, event }) => withThread(context.entering, event.thread) }),
    enter: assign({
      holder: ({ event }) => event.thread,
      entering: ({ context, event }) => withoutThread(context.entering, event.thread),
    }),
    leave: assign({ holder: null }),
    sleep: assign({
      holder: null,
      sleeping: ({ context, event }) => withThread(context.sleeping, event.thread),
    }),
    handOver: assign({
      holder: null,
      urgent: ({ context, event }) => withThread(context.urgent, event.thread),
    }),
    wake: assign({
      holder: ({ event }) => event.thread,
      sleeping: ({ context, event }) => withoutThread(context.sleeping, event.thread),
    }),
    regain: assign({
      holder: ({ event }) => event.thread,
      urgent: ({ context, event }) => withoutThread(context.urgent, event.thread),
    }),
    nothing: () => {},
  },
}).createMachine({
  id: 'hoareMonitor',
  context: { holder: null, entering: [], sleeping: [], urgent: [] },
  initial: 'free',
  states: {
    free: {
      on: {
        request,
        grant: { guard: 'mayEnter', target: 'held', actions: 'enter' },
        regain: { guard: 'isUrgent', target: 'held', actions: 'regain' },
      },
    },
    held: {
      on: {
        request,
        leave: { guard: 'isHolder', target: 'free', actions: 'leave' },
        sleep: { guard: 'isHolder', target: 'free', actions: 'sleep' },
        signal: { guard: 'wakesSomebody', target: 'handingOver', actions: 'handOver' },
        signalNobody: { guard: 'wakesNobody', actions: 'nothing' },
      },
    },
    // Nobody comes in between who signals and who is woken.
    handingOver: { on: { wake: { guard: 'isAsleep', target: 'held', actions: 'wake' } } },
  },
});

const operations = {
  enter: {
    effect: 'takes',
    holds: 'exclusive',
    patience: 'waits',
    waitsAfter: 'request',
    courses: [{ end: 'granted', events: ['request', 'grant'] }],
  },
  leave: {
    effect: 'gives',
    holds: 'exclusive',
    patience: 'never waits',
    courses: [{ end: 'granted', events: ['leave'] }],
  },
  wait: {
    effect: 'lends',
    holds: 'exclusive',
    patience: 'waits',
    waitsAfter: 'sleep',
    courses: [{ end: 'granted', events: ['sleep', 'wake'] }],
  },
  signal: {
    effect: 'lends',
    holds: 'exclusive',
    patience: 'waits',
    waitsAfter: 'signal',
    courses: [
      { end: 'granted', events: ['signal', 'regain'] },
      { end: 'granted', events: ['signalNobody'] },
    ],
  },
} as const satisfies Record<string, OperationContract>;

const waiter = 'enter wait leave';
const signaller = 'enter signal leave';

/** A monitor of Hoare's with one condition. Source: Hoare1974, section 2. */
export const hoareMonitor = defineModel({
  name: 'hoare-monitor',
  title: "Hoare's monitor",
  promise:
    'A signal hands the monitor over to one of those that sleep, at once; whoever has signalled goes on before anybody enters.',
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: 1,
  input: () => undefined,
  isWithinTests: () => true,
  operations,
  clients: [
    { permits: 1, plans: [planOf(waiter), planOf(signaller)] },
    { permits: 1, plans: [planOf(waiter), planOf(waiter), planOf(signaller, 2)] },
    { permits: 1, plans: [planOf(waiter), planOf(signaller), planOf('enter leave', 2)] },
    // Two that have signalled, one after the other, before either has gone on.
    { permits: 1, plans: [planOf(waiter), planOf('enter wait signal leave'), planOf(signaller)] },
  ],
});
