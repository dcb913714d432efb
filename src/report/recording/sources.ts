import type { Frame } from '../../program/whereabouts.ts';
import type { Place } from './recording.ts';

/** Where the text of a source file comes from. */
export interface SourceReader {
  /** Whether a file that a stack names belongs to the primitive, and not to Heddle or to the runtime. */
  readonly isWanted: (file: string) => boolean;
  /** Its name for readers and its text; undefined if it cannot be read. */
  readonly read: (file: string) => { readonly name: string; readonly text: string } | undefined;
}

/** The source files that an execution has passed through, in the order in which it did. */
export class Sources {
  readonly isWanted: (file: string) => boolean;
  readonly #read: SourceReader['read'];
  readonly #known = new Map<string, number | undefined>();
  readonly #texts: { readonly name: string; readonly text: string }[] = [];

  constructor({ isWanted, read }: SourceReader) {
    this.isWanted = isWanted;
    this.#read = read;
  }

  /** All that have been met, with their texts. */
  get all(): readonly { readonly name: string; readonly text: string }[] {
    return this.#texts;
  }

  /** The place of a frame; undefined if its file cannot be read. */
  placeOf({ file, line, column, function: name }: Frame): Place | undefined {
    if (!this.#known.has(file)) {
      const found = this.#read(file);
      this.#known.set(file, found === undefined ? undefined : this.#texts.push(found) - 1);
    }
    const source = this.#known.get(file);
    return source === undefined ? undefined : { source, line, column, in: name };
  }
}
