/** Finds primitives: those of the gallery by name, anybody's own by the file that exports them. */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gallery } from 'heddle/gallery';
import { isSubject, loadUnderControl } from 'heddle/promises';
import { judgedProperties } from 'heddle/properties';
import { IllFormedError, nearestNames, UsageError } from '../core/errors.ts';
import { describeType } from '../core/value.ts';
import type { Primitive } from '../program/primitive.ts';
import { readTypeScript } from './typeScript.ts';

/** Where to find a primitive again, in another thread or another run. */
export interface Address {
  readonly name: string;
  /** The file that exports it, as it was given; undefined for the gallery. */
  readonly file?: string;
}

/** The addresses behind what was typed: a name of the gallery, a file with all that it exports, or `file#name`. */
export async function addressesOf(wanted: readonly string[]): Promise<Address[]> {
  const found = await Promise.all(
    wanted.map(async (word): Promise<Address[]> => {
      if (!isFile(word)) return [{ name: galleryEntry(word).name }];
      const [file = word, only] = word.split('#');
      if (only !== undefined) return [{ name: (await primitiveAt({ name: only, file })).name, file }];
      const primitives = await primitivesIn(file);
      return primitives.map(({ name }) => ({ name, file }));
    }),
  );
  return found.flat();
}

/** The primitive at an address. @throws UsageError if there is none. */
export async function primitiveAt({ name, file }: Address): Promise<Primitive> {
  if (file === undefined) return expectingWhatThereIs(galleryEntry(name));
  const primitives = await primitivesIn(file);
  const found = primitives.find((primitive) => primitive.name === name);
  if (found === undefined) {
    throw new UsageError(
      {
        what: `${file} exports no primitive named ${name}.`,
        found: primitives.map((primitive) => primitive.name).join(', '),
        expected: name,
      },
      'HEDDLE_BAD_FILE',
    );
  }
  return expectingWhatThereIs(found);
}

/** The primitive, if all that it declares to violate are properties. @throws IllFormedError for another name. */
function expectingWhatThereIs(primitive: Primitive): Primitive {
  const { expected } = primitive;
  if (expected === undefined) return primitive;
  const declared = [
    ...expected.violates,
    ...(expected.endless ?? []),
    ...Object.keys(expected.onlyLarger ?? {}),
  ];
  const names = judgedProperties.map(({ name }) => name);
  const unknown = declared.find((name) => !names.includes(name));
  if (unknown === undefined) return primitive;
  throw new IllFormedError({
    what: `${primitive.name} declares to violate a property that does not exist.`,
    found: unknown,
    expected: names.join(', '),
    next: 'Correct the name in `expected`.',
  });
}

/** A hash of the primitive's source, the same wherever it runs; undefined if the source is not at hand. */
export function sourceHash({ module }: Primitive, { file }: Address): string | undefined {
  const source = file === undefined ? sourceFile(module) : path.resolve(file);
  if (source === undefined || !existsSync(source)) return undefined;
  const text = readFileSync(source, 'utf8').replaceAll('\r\n', '\n');
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

/** The TypeScript file behind a module of the gallery, compiled or not. */
function sourceFile(module: string | undefined): string | undefined {
  if (module === undefined) return undefined;
  return fileURLToPath(module)
    .replace(`${path.sep}dist${path.sep}src${path.sep}`, `${path.sep}src${path.sep}`)
    .replace(/\.js$/, '.ts');
}

/** Whether what was typed names a file. */
export function isFile(word: string): boolean {
  return /[/\\]/.test(word) || /\.[cm]?[jt]s(#|$)/.test(word);
}

function galleryEntry(name: string): Primitive {
  const found = gallery.find((primitive) => primitive.name === name);
  if (found !== undefined) return found;
  const names = nearestNames(
    name,
    gallery.map((primitive) => primitive.name),
  );
  throw new UsageError({
    what: `There is no primitive named ${name}.`,
    found: name,
    expected: `a name of the gallery, such as ${names.join(', ')}; or a file, such as ./my-lock.ts`,
    next: 'heddle list shows them all.',
  });
}

/** What a module exports, in TypeScript or JavaScript. @throws UsageError if it cannot be loaded. */
export async function loadModule(file: string): Promise<Record<string, unknown>> {
  const absolute = path.resolve(file);
  if (!existsSync(absolute)) {
    throw new UsageError(
      { what: `There is no file ${file}.`, found: absolute, expected: 'a module that exports a primitive' },
      'HEDDLE_BAD_FILE',
    );
  }
  if (/\.[cm]?ts$/.test(absolute)) await readTypeScript();
  // A file may be about promise code, and make copies of timer functions for itself.
  return loadUnderControl(() => load(absolute, file));
}

/** Whether a file exports a primitive that is written in steps; false for what is no file. */
export async function hasPrimitives(word: string): Promise<boolean> {
  if (!isFile(word)) return false;
  const [file = word, only] = word.split('#');
  const primitives = Object.values(await loadModule(file))
    .flat()
    .filter(isPrimitive);
  return primitives.some(({ name }) => only === undefined || name === only);
}

async function primitivesIn(file: string): Promise<Primitive[]> {
  const exported = Object.values(await loadModule(file));
  const primitives = [...new Set(exported.flat())].filter(isPrimitive);
  if (primitives.length === 0) {
    throw new UsageError(
      {
        what: `${file} exports no primitive.`,
        found: exported.length === 0 ? 'no exports' : exported.map(describeType).join(', '),
        expected: 'export const myLock = definePrimitive({ name, title, model, create })',
      },
      'HEDDLE_BAD_FILE',
    );
  }
  return primitives;
}

async function load(absolute: string, file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(absolute).href)) as Record<string, unknown>;
  } catch (error) {
    const found = firstReason(error as Error);
    throw new UsageError(
      {
        what: `${file} cannot be loaded.`,
        found,
        expected: 'a module that runs, in TypeScript or JavaScript',
        ...(/Cannot find (package|module) 'heddle/.test(found)
          ? { next: 'Install heddle in the folder of the file, or move the file into a checkout of heddle.' }
          : {}),
      },
      'HEDDLE_BAD_FILE',
      { cause: error },
    );
  }
}

/** The line of a message that says what is wrong: a compiler counts its errors first, and names them then. */
function firstReason({ message }: Error): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /\berror:/i.test(line) && !/^transform failed/i.test(line)) ?? lines[0] ?? '';
}

function isPrimitive(thing: unknown): thing is Primitive {
  if (isSubject(thing)) return false;
  const { name, model, create } = (thing ?? {}) as Partial<Primitive>;
  return typeof name === 'string' && typeof model === 'object' && typeof create === 'function';
}
