import { defineModel, planOf, type Client, type OperationContract } from 'heddle';
import { assign, setup } from 'xstate';

/** Who is let in first. */
type Preference = 'none' | 'readers' | 'writers';

/** An event of the machine: every one says which thread it is about. */
interface AccessEvent<Type extends string> {
  type: Type;
  thread: number;
}

const sorted = (threads: readonly number[], thread: number): readonly number[] =>
  [...threads, thread].toSorted((a, b) => a - b);
const without = (threads: readonly number[], thread: number): readonly number[] =>
  threads.filter((other) => other !== thread);

/** In every state somebody may come. */
const asking = {
  askToRead: { guard: 'isNew', actions: 'askToRead' },
  askToWrite: { guard: 'isNew', actions: 'askToWrite' },
} as const;

const machine = setup({
  types: {
    input: {} as { preference: Preference },
    context: {} as {
      preference: Preference;
      /** The threads that read, and the one that writes; null when nobody does. */
      reading: readonly number[];
      writing: number | null;
      /** The threads that have asked to, by number: their order is of no account. */
      askingToRead: readonly number[];
      askingToWrite: readonly number[];
    },
    events: {} as
      | AccessEvent<'askToRead'>
      | AccessEvent<'askToWrite'>
      | AccessEvent<'beginRead'>
      | AccessEvent<'passWriters'>
      | AccessEvent<'beginWrite'>
      | AccessEvent<'endRead'>
      | AccessEvent<'endWrite'>,
  },
  guards: {
    // Whoever is inside must not ask again, and nobody asks twice.
    isNew: ({ context: { reading, writing, askingToRead, askingToWrite }, event: { thread } }) =>
      ![...reading, writing, ...askingToRead, ...askingToWrite].includes(thread),
    // With a preference for readers no writer that waits is in the way, and else every one.
    mayRead: ({ context: { preference, askingToRead, askingToWrite }, event: { thread } }) =>
      askingToRead.includes(thread) && (preference === 'readers' || askingToWrite.length === 0),
    mayPassWriters: ({ context: { preference, askingToRead, askingToWrite }, event: { thread } }) =>
      askingToRead.includes(thread) && preference === 'none' && askingToWrite.length > 0,
    mayWrite: ({ context, event }) => context.askingToWrite.includes(event.thread),
    isLastReader: ({ context: { reading }, event: { thread } }) =>
      reading.length === 1 && reading[0] === thread,
    isReader: ({ context, event }) => context.reading.includes(event.thread),
    isWriter: ({ context, event }) => context.writing === event.thread,
  },
  actions: {
    askToRead: assign({ askingToRead: ({ context, event }) => sorted(context.askingToRead, event.thread) }),
    askToWrite: assign({
      askingToWrite: ({ context, event }) => sorted(context.askingToWrite, event.thread),
    }),
    read: assign({
      reading: ({ context, event }) => sorted(context.reading, event.thread),
      askingToRead: ({ context, event }) => without(context.askingToRead, event.thread),
    }),
    write: assign({
      writing: ({ event }) => event.thread,
      askingToWrite: ({ context, event }) => without(context.askingToWrite, event.thread),
    }),
    leaveReading: assign({ reading: ({ context, event }) => without(context.reading, event.thread) }),
    leaveWriting: assign({ writing: null }),
  },
}).createMachine({
  id: 'readersWriter',
  context: ({ input }) => ({
    preference: input.preference,
    reading: [],
    writing: null,
    askingToRead: [],
    askingToWrite: [],
  }),
  initial: 'free',
  states: {
    free: {
      on: {
        ...asking,
        beginRead: { guard: 'mayRead', target: 'reading', actions: 'read' },
        passWriters: { guard: 'mayPassWriters', target: 'reading', actions: 'read' },
        beginWrite: { guard: 'mayWrite', target: 'writing', actions: 'write' },
      },
    },
    reading: {
      on: {
        ...asking,
        beginRead: { guard: 'mayRead', actions: 'read' },
        passWriters: { guard: 'mayPassWriters', actions: 'read' },
        endRead: [
          { guard: 'isLastReader', target: 'free', actions: 'leaveReading' },
          { guard: 'isReader', actions: 'leaveReading' },
        ],
      },
    },
    writing: {
      on: { ...asking, endWrite: { guard: 'isWriter', target: 'free', actions: 'leaveWriting' } },
    },
  },
});

const operations = {
  acquireRead: {
    effect: 'takes',
    holds: 'shared',
    patience: 'waits',
    waitsAfter: 'askToRead',
    courses: [
      { end: 'granted', events: ['askToRead', 'beginRead'] },
      { end: 'granted', events: ['askToRead', 'passWriters'] },
    ],
  },
  acquireWrite: {
    effect: 'takes',
    holds: 'exclusive',
    patience: 'waits',
    waitsAfter: 'askToWrite',
    courses: [{ end: 'granted', events: ['askToWrite', 'beginWrite'] }],
  },
  releaseRead: {
    effect: 'gives',
    holds: 'shared',
    patience: 'never waits',
    courses: [{ end: 'granted', events: ['endRead'] }],
  },
  releaseWrite: {
    effect: 'gives',
    holds: 'exclusive',
    patience: 'never waits',
    courses: [{ end: 'granted', events: ['endWrite'] }],
  },
} as const satisfies Record<string, OperationContract>;

const reader = 'acquireRead releaseRead';
const writer = 'acquireWrite releaseWrite';

/** Two of a kind beside one of the other; and one of each kind that come again. */
const clients: readonly Client[] = [
  { permits: 1, plans: [planOf(reader, 2), planOf(writer, 2)] },
  { permits: 1, plans: [planOf(reader), planOf(reader), planOf(writer)] },
  { permits: 1, plans: [planOf(reader), planOf(writer), planOf(writer)] },
];

function readersWriterWith(preference: Preference, title: string, promise: string) {
  return defineModel({
    name: preference === 'none' ? 'readers-writer' : `readers-writer-${preference}-first`,
    title,
    promise,
    treatsThreadsAlike: true,
    isFifo: false,
    machine,
    permitsMax: 1,
    input: () => ({ preference }),
    isWithinTests: () => true,
    operations,
    // A reader may pass those that wait to write, and need not.
    unowed: ['passWriters'],
    clients,
  });
}

/** A readers-writer lock that promises nothing of who is let in first. */
export const readersWriter = readersWriterWith(
  'none',
  'Readers-writer lock',
  'Any number of threads read at once, and who writes is alone; no reader waits while nobody writes or waits to.',
);

/** A readers-writer lock whose readers wait for a writer that is inside, and for no other. Source: CourtoisHeymansParnas1971, problem 1. */
export const readersFirst = readersWriterWith(
  'readers',
  'Readers-writer lock, readers first',
  'Any number of threads read at once, and who writes is alone; no reader waits while nobody writes.',
);

/** A readers-writer lock that lets no reader in while somebody waits to write. Source: CourtoisHeymansParnas1971, problem 2. */
export const writersFirst = readersWriterWith(
  'writers',
  'Readers-writer lock, writers first',
  'Any number of threads read at once, and who writes is alone; nobody begins to read while somebody waits to write.',
);
