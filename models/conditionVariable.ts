import { defineModel, planOf, type Client, type OperationContract } from 'heddle';
import { assign, setup } from 'xstate';
import { withoutThread, withThread, type MonitorEvent } from './monitorEvents.ts';

/** Whoever is known already does nothing else before that is over. */
const request = { guard: 'isNew', actions: 'request' } as const;

/** A sleeper wakes of its own accord. */
const stir = { guard: 'mayStir', actions: 'wake' } as const;

const machine = setup({
  types: {
    input: {} as { hasSpuriousWakeups: boolean },
    context: {} as {
      hasSpuriousWakeups: boolean;
      /** The thread that has the lock; null when nobody has. */
      holder: number | null;
      /** The threads that want the lock, that sleep on the condition, and that have been woken and want the lock again. */
      entering: readonly number[];
      sleeping: readonly number[];
      woken: readonly number[];
    },
    events: {} as
      | MonitorEvent<'request'>
      | MonitorEvent<'grant'>
      | MonitorEvent<'leave'>
      | MonitorEvent<'sleep'>
      | MonitorEvent<'wake'>
      | MonitorEvent<'stir'>
      | MonitorEvent<'resume'>
      | MonitorEvent<'signal'>
      | MonitorEvent<'broadcast'>,
  },
  guards: {
    isNew: ({ context: { holder, entering, sleeping, woken }, event: { thread } }) =>
      ![holder, ...entering, ...sleeping, ...woken].includes(thread),
    isEntering: ({ context, event }) => context.entering.includes(event.thread),
    isWoken: ({ context, event }) => context.woken.includes(event.thread),
    isHolder: ({ context, event }) => context.holder === event.thread,
    isAsleep: ({ context, event }) => context.sleeping.includes(event.thread),
    mayStir: ({ context: { hasSpuriousWakeups, sleeping }, event: { thread } }) =>
      hasSpuriousWakeups && sleeping.includes(thread),
    isAwake: ({ context: { entering, sleeping, woken }, event: { thread } }) =>
      ![...entering, ...sleeping, ...woken].includes(thread),
    wakesSomebody: ({ context: { entering, sleeping, woken }, event: { thread } }) =>
      sleeping.length > 0 && ![...entering, ...sleeping, ...woken].includes(thread),
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
    wake: assign({
      sleeping: ({ context, event }) => withoutThread(context.sleeping, event.thread),
      woken: ({ context, event }) => withThread(context.woken, event.thread),
    }),
    wakeAll: assign({
      sleeping: [],
      woken: ({ context: { sleeping, woken } }) => [...sleeping, ...woken].toSorted((a, b) => a - b),
    }),
    resume: assign({
      holder: ({ event }) => event.thread,
      woken: ({ context, event }) => withoutThread(context.woken, event.thread),
    }),
    nothing: () => {},
  },
}).createMachine({
  id: 'conditionVariable',
  context: ({ input: { hasSpuriousWakeups } }) => ({
    hasSpuriousWakeups,
    holder: null,
    entering: [],
    sleeping: [],
    woken: [],
  }),
  initial: 'free',
  states: {
    free: {
      on: {
        request,
        stir,
        grant: { guard: 'isEntering', target: 'held', actions: 'enter' },
        resume: { guard: 'isWoken', target: 'held', actions: 'resume' },
        signal: [
          { guard: 'wakesSomebody', target: 'signalledFree' },
          { guard: 'isAwake', actions: 'nothing' },
        ],
        broadcast: { guard: 'isAwake', actions: 'wakeAll' },
      },
    },
    held: {
      on: {
        request,
        stir,
        leave: { guard: 'isHolder', target: 'free', actions: 'leave' },
        sleep: { guard: 'isHolder', target: 'free', actions: 'sleep' },
        signal: [
          { guard: 'wakesSomebody', target: 'signalledHeld' },
          { guard: 'isAwake', actions: 'nothing' },
        ],
        broadcast: { guard: 'isAwake', actions: 'wakeAll' },
      },
    },
    // A signal takes one of those that sleep at that moment, whichever, and nothing comes in between.
    signalledFree: { on: { wake: { guard: 'isAsleep', target: 'free', actions: 'wake' } } },
    signalledHeld: { on: { wake: { guard: 'isAsleep', target: 'held', actions: 'wake' } } },
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
    waitsAfter: ['sleep', 'wake'],
    courses: [
      { end: 'granted', events: ['sleep', 'wake', 'resume'] },
      // A broadcast wakes all at once.
      { end: 'granted', events: ['sleep', 'resume'] },
    ],
  },
  signal: {
    effect: 'neither',
    patience: 'never waits',
    courses: [{ end: 'granted', events: ['signal'] }],
  },
  broadcast: {
    effect: 'neither',
    patience: 'never waits',
    courses: [{ end: 'granted', events: ['broadcast'] }],
  },
} as const satisfies Record<string, OperationContract>;

const waiter = 'enter wait leave';

/** The signals come from inside the lock, as every condition variable must allow, and from outside it. */
const clients: readonly Client[] = [
  { permits: 1, plans: [planOf(waiter), planOf('enter signal leave')] },
  { permits: 1, plans: [planOf(waiter), planOf(waiter), planOf('enter signal leave', 2)] },
  { permits: 1, plans: [planOf(waiter), planOf(waiter), planOf('enter broadcast leave')] },
  { permits: 1, plans: [planOf(waiter), planOf(waiter), planOf('signal signal')] },
  { permits: 1, plans: [planOf(waiter), planOf(waiter), planOf('broadcast')] },
];

const common = {
  treatsThreadsAlike: true,
  isFifo: false,
  machine,
  permitsMax: 1,
  isWithinTests: () => true,
  clients,
};

/** A lock with a condition variable of Mesa's. Source: LampsonRedell1980, section 3. */
export const conditionVariable = defineModel({
  ...common,
  name: 'condition-variable',
  title: 'Condition variable',
  promise:
    'A signal wakes one of those that sleep when it comes, and nobody else; whoever is woken takes the lock again, beside newcomers.',
  input: () => ({ hasSpuriousWakeups: false }),
  operations,
});

/** The same where a sleeper may also wake for no reason, as POSIX allows. */
export const spuriousConditionVariable = defineModel({
  ...common,
  name: 'spurious-condition-variable',
  title: 'Condition variable with spurious wake-ups',
  promise:
    'A signal wakes one at least of those that sleep when it comes; a sleeper may also wake for no reason. Whoever is woken takes the lock again, beside newcomers.',
  input: () => ({ hasSpuriousWakeups: true }),
  operations: {
    ...operations,
    wait: {
      ...operations.wait,
      waitsAfter: [...operations.wait.waitsAfter, 'stir'],
      courses: [...operations.wait.courses, { end: 'granted', events: ['sleep', 'stir', 'resume'] }],
    },
  },
  unowed: ['stir'],
});
