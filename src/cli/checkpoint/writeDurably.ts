import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../core/errors.ts';

/**
 * Writes a file so that after a crash at any moment there is the old one or the new one, whole: under a
 * temporary name, forced to the disk, and renamed then.
 *
 * @throws UsageError with code HEDDLE_BAD_FILE if it cannot be written; the old one is still there then.
 */
export function writeDurably(file: string, contents: readonly Uint8Array[]): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const target = openSync(temporary, 'w');
    try {
      for (const content of contents) writeAll(target, content);
      fsyncSync(target);
    } finally {
      closeSync(target);
    }
    renameSync(temporary, file);
    syncFolder(path.dirname(file));
  } catch (error) {
    removeQuietly(temporary);
    throw new UsageError(
      {
        what: `The checkpoint ${file} cannot be written.`,
        found: (error as Error).message,
        expected: 'a folder that may be written to, with room in it',
        next: 'Make room, and give the same command again: it goes on from the checkpoint before.',
      },
      'HEDDLE_BAD_FILE',
      { cause: error },
    );
  }
}

/** Removes a file if it is there and can be removed. */
export function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What is left over does no harm: nothing refers to it.
  }
}

function writeAll(target: number, content: Uint8Array): void {
  for (let at = 0; at < content.length;)
    at += writeSync(target, content, at, Math.min(content.length - at, 2 ** 26));
}

/** So that the new name survives a crash too; some systems cannot do that, and need not. */
function syncFolder(folder: string): void {
  let target: number;
  try {
    target = openSync(folder, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(target);
  } catch {
    return;
  } finally {
    closeSync(target);
  }
}
