/** Finds subjects: those that a file exports, and those of installed packages that Heddle knows how to use. */

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isSubject, loadUnderControl, type Subject } from 'heddle/promises';
import { npmAdapters, npmSubjects, pinnedPackages } from 'heddle/subjects';
import { nearestNames, UsageError } from '../core/errors.ts';
import { hasPrimitives, isFile, loadModule } from './registry.ts';

/** A subject, and where it was found. */
export interface FoundSubject {
  readonly subject: Subject;
  /** The file or the package, as it was typed; with it a trace finds the subject again. */
  readonly module: string;
}

/** Whether what was typed names a package: `npm:async-mutex`. */
export function isPackage(word: string): boolean {
  return word.startsWith('npm:');
}

/** The subjects behind what was typed: `npm:PACKAGE`, a file, either with `#NAME`; none if the file has none. */
export async function subjectsAt(word: string): Promise<FoundSubject[]> {
  const [module = word, only] = word.split('#');
  if (isPackage(word)) {
    const subjects = await subjectsOfPackage(module.slice('npm:'.length));
    return chosen(subjects, only, module).map((subject) => ({ subject, module }));
  }
  if (!isFile(word) || word.startsWith('npm:')) return [];
  const exported = Object.values(await loadModule(module)).flat();
  const subjects = [...new Set(exported)].filter(isSubject);
  // The name may be that of a primitive, in a file that exports both.
  if (subjects.length === 0 || (only !== undefined && (await hasPrimitives(word)))) return [];
  return chosen(subjects, only, module).map((subject) => ({ subject, module }));
}

function chosen(subjects: readonly Subject[], only: string | undefined, module: string): readonly Subject[] {
  if (only === undefined) return subjects;
  const found = subjects.filter(({ name }) => name === only);
  if (found.length > 0) return found;
  throw new UsageError(
    {
      what: `${module} has no subject named ${only}.`,
      found: only,
      expected: `one of ${subjects.map(({ name }) => name).join(', ')}`,
    },
    'HEDDLE_BAD_FILE',
  );
}

/** @param installed a package's name, or the name that it is installed under. */
async function subjectsOfPackage(installed: string): Promise<Subject[]> {
  const folder = packageFolder(installed);
  if (folder === undefined) {
    throw new UsageError({
      what: `The package ${installed} is not installed here.`,
      found: process.cwd(),
      expected: `a folder in which node_modules has ${installed}`,
      next: `npm install ${installed}`,
    });
  }
  const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  if (npmAdapters[name] === undefined) {
    const known = Object.keys(npmAdapters);
    throw new UsageError({
      what: `Heddle does not know how ${name} is used.`,
      found: name,
      expected: `one of ${nearestNames(name, known, known.length).join(', ')}`,
      next: 'Say it in a file with defineSubject, from heddle/promises; the README shows how.',
    });
  }
  const module = await loadUnderControl(() => importInstalled(installed));
  try {
    return npmSubjects(name, version, module);
  } catch (error) {
    throw new UsageError(
      {
        what: `${name} ${version} is not used in the way that Heddle knows.`,
        found: (error as Error).message,
        expected: `what the versions export that Heddle is tested with: ${testedVersions(name)}`,
        next: 'Say how it is used in a file with defineSubject, from heddle/promises.',
      },
      'HEDDLE_USAGE',
      { cause: error },
    );
  }
}

function testedVersions(name: string): string {
  const versions = pinnedPackages.filter((pinned) => pinned.name === name).map(({ version }) => version);
  return versions.join(', ');
}

/** The folder of an installed package, looked for from the working folder upwards. */
function packageFolder(installed: string): string | undefined {
  for (let at = process.cwd(); ; at = path.dirname(at)) {
    const folder = path.join(at, 'node_modules', installed);
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (path.dirname(at) === at) return undefined;
  }
}

/** Imports a package as a module in the working folder would. */
async function importInstalled(installed: string): Promise<unknown> {
  const here = pathToFileURL(path.join(process.cwd(), 'heddle.mjs')).href;
  const { resolve } = import.meta as { resolve?: (specifier: string, parent?: string) => string };
  try {
    return (await import(resolveFrom(installed, here, resolve))) as unknown;
  } catch (error) {
    throw new UsageError(
      {
        what: `The package ${installed} cannot be loaded.`,
        found: (error as Error).message,
        expected: 'a package that Node can import',
      },
      'HEDDLE_BAD_FILE',
      { cause: error },
    );
  }
}

function resolveFrom(
  installed: string,
  parent: string,
  resolve: ((specifier: string, parent?: string) => string) | undefined,
): string {
  const folder = packageFolder(installed)!;
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    exports?: unknown;
    module?: string;
    main?: string;
  };
  const entry = importEntry(manifest.exports);
  if (entry !== undefined) return pathToFileURL(path.join(folder, entry)).href;
  try {
    return pathToFileURL(createRequire(parent).resolve(installed)).href;
  } catch {
    return resolve?.(installed, parent) ?? installed;
  }
}

/** What `import` finds in the exports of a package; undefined where it has none. */
function importEntry(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const entries = exports as Record<string, unknown>;
  if ('.' in entries) return importEntry(entries['.']);
  for (const condition of ['node', 'import', 'default', 'require']) {
    const found = condition in entries ? importEntry(entries[condition]) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
