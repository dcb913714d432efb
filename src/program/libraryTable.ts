/** A table of libraries that somebody else has made, as data. */

/** Libraries and what somebody said of them. */
export interface LibraryTable {
  readonly title: string;
  readonly source: string;
  readonly libraries: readonly string[];
  readonly rows: readonly LibraryRow[];
  /** By number. */
  readonly notes: Readonly<Record<string, string>>;
  /** For a row that can be judged: the primitives of each library that were. */
  readonly judged: Readonly<Record<string, readonly string[]>>;
}

/** One row: `yes`, `no`, a grade (`yes--`, `no++`), and the number of a note after a space. */
export interface LibraryRow {
  readonly title: string;
  readonly cells: readonly string[];
  /** What of it Heddle can judge, by what it found of the library's primitives; left out for what is quoted, not checked. */
  readonly feature?: 'primitives' | 'generic-timeout' | 'order';
}
