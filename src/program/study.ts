import type { Client } from './client.ts';
import type { Primitive } from './primitive.ts';

/** One question put to several primitives: a table whose cells are explored. */
export interface Study {
  /** Kebab case. */
  readonly name: string;
  readonly title: string;
  /** What is asked, in a few sentences. */
  readonly question: string;
  /** The property that is checked, by name; if it is about interrupts, its kind is what comes to the clients. */
  readonly property: string;
  readonly columns: readonly string[];
  readonly rows: readonly StudyRow[];
}

/** One line of a study. */
export interface StudyRow {
  readonly title: string;
  /** As many as there are columns. */
  readonly cells: readonly StudyCell[];
}

/** What is asked in one cell. */
export interface StudyCell {
  readonly primitive: Primitive;
  readonly client: Client;
  /**
   * `verdict`: whether the study's property holds. `residue`: which shared objects do not hold at the end
   * what they held at the start, in some execution in which every thread finishes; for a client that gives
   * back all that it takes.
   */
  readonly asks: 'verdict' | 'residue';
}
