/**
 * A checkpoint: what is kept on disk of the searches of one primitive's check.
 *
 *   DIR/baton.json                 what is kept, with a checksum of itself and of each other file
 *   DIR/baton/0-0-81920.states     states 0 to 81,919 of search 0: their words, then their parents
 *   DIR/baton/1.search             what has come of search 1, which is complete
 *
 * Files are written under a temporary name and renamed, and the first is written last; so after a crash
 * at any moment it names files that are whole. Nothing is believed that a checksum does not confirm.
 */

import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import path from 'node:path';
import { UsageError } from '../../core/errors.ts';
import type {
  FinishedSearch,
  FoundSearch,
  Keeper,
  KeptSearch,
  StatePart,
  UnfinishedSearch,
} from '../../explore/keeping/keeper.ts';
import { refusalOf, type Identity } from './refusal.ts';
import { removeQuietly, writeDurably } from './writeDurably.ts';

/** Where a checkpoint is, what it is of, and how often it is written. */
export interface CheckpointOptions {
  readonly folder: string;
  readonly identity: Identity;
  readonly everyMs: number;
}

const format = 'heddle checkpoint';
const formatVersion = 1;

/** A file that belongs to a checkpoint. */
interface FileNote {
  readonly file: string;
  readonly sha256: string;
}

type PartNote = FileNote & Pick<StatePart, 'widths' | 'from' | 'to'>;

type SearchNote =
  | { readonly type: 'unfinished'; readonly at: UnfinishedSearch; readonly parts: readonly PartNote[] }
  | ({ readonly type: 'finished' } & FileNote)
  | { readonly type: 'failed' };

interface Manifest {
  readonly format: string;
  readonly version: number;
  readonly endianness: string;
  readonly identity: Identity;
  readonly searches: readonly SearchNote[];
}

/** The keeper of a check; see the head of this file. */
export class Checkpoint implements Keeper {
  /** What there is to go on with, in a sentence; undefined if there is nothing. */
  readonly summary: string | undefined;
  readonly #options: CheckpointOptions;
  readonly #manifestFile: string;
  readonly #folder: string;
  #searches: SearchNote[];
  #next = 0;
  #savedAt = performance.now();
  #saveTook = 0;

  /** @throws UsageError with code HEDDLE_BAD_FILE for one that is damaged, foreign, or of something else. */
  constructor(options: CheckpointOptions) {
    const { folder, identity } = options;
    this.#options = options;
    this.#manifestFile = path.join(folder, `${identity.primitive}.json`);
    this.#folder = path.join(folder, identity.primitive);
    this.#searches = [...this.#readManifest()];
    this.summary = this.#summarize();
    if (this.#searches.length === 0) this.#write([]);
  }

  next(): KeptSearch {
    const number = this.#next++;
    const note = this.#searches[number];
    const found = note === undefined ? undefined : this.#read(note);
    return {
      found,
      interval: 1024,
      isDue: () => this.#isDue(),
      goesOn: () => void this.#searches.splice(number + 1),
      save: (at, part) => this.#timed(() => this.#save(number, at, part)),
      finish: (result) => this.#timed(() => this.#finish(number, result)),
      fail: () => this.#write(this.#searches.toSpliced(number, 1, { type: 'failed' })),
      refuse: (why) => {
        throw this.#refusal('of other code', why, 'the primitive as it was');
      },
    };
  }

  #save(number: number, at: UnfinishedSearch, { from, to, widths, words, parents }: StatePart): void {
    const before = this.#searches[number];
    const parts = before?.type === 'unfinished' ? [...before.parts] : [];
    if (from < to) {
      const note = this.#writeFile(`${number}-${from}-${to}`, 'states', [bytesOf(words), bytesOf(parents)]);
      parts.push({ ...note, from, to, widths });
    }
    this.#write([...this.#searches.slice(0, number), { type: 'unfinished', at, parts }]);
  }

  #finish(number: number, result: FinishedSearch): void {
    const note = this.#writeFile(String(number), 'search', [Buffer.from(JSON.stringify(result))]);
    this.#write([...this.#searches.slice(0, number), { type: 'finished', ...note }]);
  }

  #summarize(): string | undefined {
    if (this.#searches.length === 0) return undefined;
    const finished = this.#searches.filter(({ type }) => type === 'finished').length;
    const last = this.#searches.at(-1)!;
    const states = last.type === 'unfinished' ? (last.parts.at(-1)?.to ?? 0) : 0;
    const begun =
      last.type === 'unfinished' ? `, and ${states.toLocaleString('en-US')} states of the next` : '';
    const complete = `${finished} complete ${finished === 1 ? 'search' : 'searches'}`;
    return `going on from ${this.#options.folder}, with ${complete}${begun}.`;
  }

  /** Unless it is to be written all the time, writing takes no more than a twentieth of the time. */
  #isDue(): boolean {
    const { everyMs } = this.#options;
    return everyMs === 0 || performance.now() - this.#savedAt >= Math.max(everyMs, 20 * this.#saveTook);
  }

  #timed(save: () => void): void {
    const began = performance.now();
    save();
    this.#savedAt = performance.now();
    this.#saveTook = this.#savedAt - began;
  }

  /** Two runs at once never write to the same file. */
  #writeFile(name: string, ending: string, contents: readonly Uint8Array[]): FileNote {
    const file = `${name}.${randomBytes(4).toString('hex')}.${ending}`;
    writeDurably(path.join(this.#folder, file), contents);
    return { file, sha256: sha256(contents) };
  }

  #write(searches: readonly SearchNote[]): void {
    const manifest: Manifest = {
      format,
      version: formatVersion,
      endianness: endianness(),
      identity: this.#options.identity,
      searches,
    };
    const text = JSON.stringify(manifest);
    writeDurably(this.#manifestFile, [
      Buffer.from(JSON.stringify({ sha256: sha256([Buffer.from(text)]), manifest: text })),
    ]);
    this.#searches = [...searches];
    this.#removeLeftovers();
  }

  /** Files that the manifest does not name: of complete searches, and of runs that were killed. */
  #removeLeftovers(): void {
    if (!existsSync(this.#folder)) return;
    const named = new Set(
      this.#searches.flatMap((note) =>
        note.type === 'unfinished'
          ? note.parts.map(({ file }) => file)
          : note.type === 'finished'
            ? [note.file]
            : [],
      ),
    );
    for (const file of readdirSync(this.#folder)) {
      if (/\.(states|search|tmp)$/.test(file) && !named.has(file))
        removeQuietly(path.join(this.#folder, file));
    }
  }

  #readManifest(): readonly SearchNote[] {
    if (!existsSync(this.#manifestFile)) return [];
    const manifest = this.#parseManifest(this.#bytesOf(this.#manifestFile).toString());
    const refusal = refusalOf(manifest.identity, this.#options.identity);
    if (refusal !== undefined) throw this.#refusal(...refusal);
    return manifest.searches;
  }

  #parseManifest(text: string): Manifest {
    let outer: { sha256?: unknown; manifest?: unknown } | null;
    try {
      outer = JSON.parse(text) as typeof outer;
    } catch (error) {
      throw this.#damaged(this.#manifestFile, (error as Error).message);
    }
    if (typeof outer?.manifest !== 'string') {
      throw this.#refusal('no checkpoint', 'a file of something else', `a file that heddle wrote`);
    }
    if (sha256([Buffer.from(outer.manifest)]) !== outer.sha256) {
      throw this.#damaged(this.#manifestFile, 'its checksum is not that of its content');
    }
    const manifest = JSON.parse(outer.manifest) as Manifest;
    if (manifest.version !== formatVersion || manifest.endianness !== endianness()) {
      throw this.#refusal(
        'of another format',
        `format ${manifest.version}, ${manifest.endianness}`,
        `format ${formatVersion}, ${endianness()}`,
      );
    }
    return manifest;
  }

  #read(note: SearchNote): FoundSearch {
    switch (note.type) {
      case 'failed':
        return note;
      case 'finished': {
        const result = JSON.parse(this.#checked(note).toString()) as FinishedSearch;
        return {
          type: 'finished',
          result: { ...result, violations: result.violations.map(undefinedForNull) },
        };
      }
      case 'unfinished': {
        const { at, parts } = note;
        const findings = { ...at.findings, violations: at.findings.violations.map(undefinedForNull) };
        return {
          type: 'unfinished',
          at: { ...at, findings },
          parts: parts.map((part) => this.#readPart(part)),
        };
      }
    }
  }

  #readPart(note: PartNote): StatePart {
    const { widths, from, to } = note;
    const bytes = this.#checked(note);
    const ints = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    const parentsAt = ints.length - (to - from);
    return { widths, from, to, words: ints.subarray(0, parentsAt), parents: ints.subarray(parentsAt) };
  }

  /** The content of a file that the manifest names. */
  #checked({ file, sha256: expected }: FileNote): Buffer {
    const whole = path.join(this.#folder, file);
    const bytes = this.#bytesOf(whole);
    if (sha256([bytes]) !== expected)
      throw this.#damaged(whole, 'its checksum is not the one that was noted');
    return bytes;
  }

  #bytesOf(file: string): Buffer {
    try {
      return readFileSync(file);
    } catch (error) {
      throw this.#damaged(file, (error as Error).message);
    }
  }

  #damaged(file: string, found: string): UsageError {
    return new UsageError(
      {
        what: `The checkpoint is damaged: ${file}`,
        found,
        expected: 'the file as heddle wrote it',
        next: `Restore ${this.#options.folder} from a copy, or remove it to begin anew.`,
      },
      'HEDDLE_BAD_FILE',
    );
  }

  #refusal(is: string, found: string, expected: string): UsageError {
    return new UsageError(
      {
        what: `${this.#manifestFile} is ${is}.`,
        found,
        expected,
        next: 'Choose another folder with --checkpoint, or remove this one to begin anew.',
      },
      'HEDDLE_BAD_FILE',
    );
  }
}

/** JSON has no undefined. */
function undefinedForNull<Thing>(thing: Thing): Thing | undefined {
  return thing === null ? undefined : thing;
}

function bytesOf(ints: Int32Array): Uint8Array {
  return new Uint8Array(ints.buffer, ints.byteOffset, ints.byteLength);
}

function sha256(contents: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex');
}
