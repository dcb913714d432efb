import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../core/errors.ts';

/** Reads a text file. @throws UsageError with code HEDDLE_BAD_FILE if it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      {
        what: `${file} cannot be read.`,
        found: (error as Error).message,
        expected: 'a file that exists and may be read',
      },
      'HEDDLE_BAD_FILE',
      { cause: error },
    );
  }
}

/** Writes a text file whole or not at all: under a temporary name first, which is then changed. */
export function writeText(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    removeIfThere(temporary);
    throw new UsageError(
      {
        what: `${file} cannot be written.`,
        found: (error as Error).message,
        expected: 'a folder that may be written to, with room in it',
        next: 'Choose other folders with --traces and --reports.',
      },
      'HEDDLE_BAD_FILE',
      { cause: error },
    );
  }
}

function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its folder is no folder: then the file is not there either.
  }
}
