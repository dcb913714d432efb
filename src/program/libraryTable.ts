/** A table of libraries that somebody else has made, as data, and what of it is judged here. */

/** Libraries and what somebody said of them. Texts may hold links, *emphasis* and `code`, as in Markdown. */
export interface LibraryTable {
  readonly title: string;
  /** Paragraphs: where it comes from, and how it is to be read. */
  readonly about: readonly string[];
  readonly libraries: readonly string[];
  readonly rows: readonly LibraryRow[];
  /** By number. */
  readonly notes: Readonly<Record<string, string>>;
  readonly judged: JudgedLibraries;
}

/** One row: `yes`, `no`, a grade (`yes--`, `no++`), and the number of a note after a space. */
export interface LibraryRow {
  readonly title: string;
  readonly cells: readonly string[];
  /** Whose question it is, where it is not the author's of the table. */
  readonly askedBy?: string;
}

/** What is judged of the libraries of a table. */
export interface JudgedLibraries {
  readonly title: string;
  /** Paragraphs: how the libraries were judged. */
  readonly about: readonly string[];
  /** By library. */
  readonly libraries: Readonly<Record<string, JudgedLibrary>>;
}

/** What is judged of one library. */
export interface JudgedLibrary {
  /** What was judged, and how that goes with what the table says. */
  readonly says: string;
  /** Primitives of the gallery, the oldest first, and the years and versions of each. */
  readonly versions: Readonly<Record<string, string>>;
}
