import { interruptKinds, planOf, type Client } from 'heddle';

/** A primitive with one thing wrong, and what the reader is to bring about. */
export interface Lesson {
  /** Kebab case; in links and in what the browser keeps. */
  readonly id: string;
  readonly title: string;
  /** One line. */
  readonly goal: string;
  /** What the threads do and what the code is about, for somebody who sees it for the first time. */
  readonly about: string;
  /** The file below `lessons/code` that defines the broken primitive; the repaired one is beside it. */
  readonly file: string;
  readonly client: Client;
  /** The property, or the goal, that is violated when the goal is reached. */
  readonly rule: string;
  /** From a nudge to a way. */
  readonly hints: readonly [string, string, string];
  /** What it was, told when it is solved. */
  readonly what: readonly string[];
  /** Where it has happened. */
  readonly history: string;
  /** How it is repaired, in a sentence. */
  readonly repair: string;
  readonly exercise: {
    readonly task: string;
    /** What the mended code is checked for. */
    readonly properties: readonly string[];
    /** With which clients; the default ones of the primitive if none are named. */
    readonly clients?: readonly Client[];
  };
}

/** Threads that do the same, with one permit; a second round is a second chance. */
export function threads(count: number, does: string, rounds = 1): Client {
  return { permits: 1, plans: Array.from({ length: count }, () => planOf(does, rounds)) };
}

/** Threads that each do something of their own, once. */
export function each(permits: number, ...plans: readonly string[]): Client {
  return { permits, plans: plans.map((does) => planOf(does)) };
}

/** With one interrupt, of somebody who is blocked, before the step takes effect. */
export function interrupted(client: Client): Client {
  const kind = interruptKinds.find(({ effect, position }) => effect === 'before' && position === 'blocked')!;
  return { ...client, interrupts: { kind, budget: 1 } };
}
