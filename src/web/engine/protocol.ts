/** What the page and its engine, which runs in a worker, say to each other: plain data both ways. */

import type { Action, Choice, InterruptKindName } from '../../core/schedule.ts';
import type { Strength } from '../../program/objectKind.ts';
import type { Scheduling } from '../../program/turn.ts';
import type { Recording } from '../../report/recording/recording.ts';

/** A primitive in a text that somebody may have edited. */
export interface Subject {
  /** The file that defines it, as the page knows it: `semaphore/reference.ts`. */
  readonly file: string;
  /** Its text, where that is not the one that the page came with. */
  readonly text?: string | undefined;
  /** Which of its primitives; the first that it exports if there is none of that name. */
  readonly name?: string | undefined;
}

/** What the threads do. */
export interface ClientSettings {
  /** Of each thread, in the words that plans are written in: `acquire release`. */
  readonly plans: readonly { readonly does: string; readonly rounds: number | 'forever' }[];
  readonly permits: number;
  readonly interrupts?: { readonly kind: InterruptKindName; readonly budget: number } | undefined;
  readonly isProbed?: boolean | undefined;
}

/** One execution in progress. */
export interface Position {
  readonly subject: Subject;
  readonly client: ClientSettings;
  readonly strength: Strength;
  /** As the primitive has it if nothing is said. */
  readonly scheduling?: Scheduling | undefined;
  /** The property that is watched. */
  readonly rule: string;
  readonly choices: readonly Choice[];
}

/** What the page asks for. */
export type Question =
  | { readonly ask: 'catalogue' }
  | {
      readonly ask: 'check';
      readonly subject: Subject;
      /** The default ones of the primitive if there are none. */
      readonly clients: readonly ClientSettings[] | undefined;
      readonly strength: Strength;
      readonly scheduling?: Scheduling | undefined;
      readonly properties: readonly string[];
    }
  | ({ readonly ask: 'play'; readonly wantsInsight: boolean } & Position)
  | ({ readonly ask: 'outlook' } & Position);

/** A primitive that comes with the page. */
export interface CatalogueEntry {
  readonly name: string;
  readonly title: string;
  readonly file: string;
  readonly model: string;
  readonly violates: readonly string[];
  readonly operations: readonly string[];
  readonly threadsMax: number;
  readonly permitsMax: number;
  /** What it is played with where the client before calls what it does not have. */
  readonly firstClient: ClientSettings;
}

/** Something that can be written in a primitive, for the editor's completion. */
export interface Completion {
  readonly label: string;
  readonly detail: string;
  readonly info: string;
  /** Whether it stands after a dot. */
  readonly isMember: boolean;
}

/** What comes with the page. */
export interface Catalogue {
  readonly entries: readonly CatalogueEntry[];
  readonly sources: Readonly<Record<string, string>>;
  readonly properties: readonly {
    readonly name: string;
    readonly title: string;
    readonly violatedWhen: string;
    /** Properties of the same search are decided by one search. */
    readonly search: string;
  }[];
  readonly completions: readonly Completion[];
}

/** The verdict on one property. */
export interface CheckedProperty {
  readonly property: string;
  readonly title: string;
  readonly verdict: 'holds' | 'violated' | 'unknown';
  /** States over all clients. */
  readonly states: number;
  /** Why it is violated, or which limit was hit. */
  readonly why: string;
  /** The failing schedule, ready to be played. */
  readonly failure?: {
    readonly client: ClientSettings;
    readonly rule: string;
    readonly choices: readonly Choice[];
    readonly kind: string;
  };
}

/** The outcome of a check. */
export interface Checked {
  readonly primitive: string;
  readonly clients: readonly string[];
  readonly results: readonly CheckedProperty[];
  readonly elapsedMs: number;
}

/** Something that the scheduler may choose. */
export interface Move {
  readonly choice: Choice;
  /** What the thread would do. */
  readonly does: string;
  /** The operation that would begin. */
  readonly calls?: string | undefined;
  readonly action: Action;
}

/** An execution so far, and what may come next after each of its steps. */
export interface Played {
  readonly recording: Recording;
  /** After no step, after one, and so on. */
  readonly moves: readonly (readonly Move[])[];
  /** For a property of executions without end: how many steps ago all was as it is now, if it ever was. */
  readonly round?: number;
}

/** What can still come of an execution. */
export interface OutlookAnswer {
  readonly canFail: 'yes' | 'no' | 'unknown';
  /** The rest of a shortest failing schedule. */
  readonly way?: readonly Choice[];
}

/** A mistake in what was asked: in the code, in the client. */
export interface Complaint {
  readonly message: string;
  /** Where in the edited text, counted from 1. */
  readonly line?: number;
}

/** What the engine answers. */
export type Answer =
  | { readonly answer: 'catalogue'; readonly catalogue: Catalogue }
  | { readonly answer: 'check'; readonly checked: Checked }
  | { readonly answer: 'play'; readonly played: Played }
  | { readonly answer: 'outlook'; readonly outlook: OutlookAnswer }
  | { readonly answer: 'complaint'; readonly complaint: Complaint };

/** A question with its number, and what comes back: signs of life first, then the answer. */
export interface Numbered<Content> {
  readonly number: number;
  readonly content: Content;
}

/** How far a check has come. */
export interface SignOfLife {
  readonly progress: { readonly states: number; readonly client: string };
}
