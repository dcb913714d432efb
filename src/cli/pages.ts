/** The pages that are built into the package, and how they are filled in and shown. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../core/errors.ts';
import type { Recording } from '../report/recording/recording.ts';
import { readText } from './files.ts';

const isSource = import.meta.url.endsWith('.ts');
const packageRoot = fileURLToPath(new URL(isSource ? '../../' : '../../../', import.meta.url));

/** The text of a page that `npm run build` has built. @throws UsageError if it has not. */
export function builtPage(name: 'trace.html'): string {
  return readText(builtPageFile(name));
}

/** Whether a page has been built. */
export function isBuilt(name: string): boolean {
  return existsSync(path.join(packageRoot, 'dist/web', name));
}

/** Where a built page is. @throws UsageError if it is not there. */
function builtPageFile(name: string): string {
  const file = path.join(packageRoot, 'dist/web', name);
  if (isBuilt(name)) return file;
  throw new UsageError(
    {
      what: 'The pages have not been built.',
      found: `no file ${file}`,
      expected: 'what npm ci and npm run build leave there',
      next: 'npm run build',
    },
    'HEDDLE_BAD_FILE',
  );
}

/** The page of one trace: the form with the recording put into it, as data that no browser executes. */
export function tracePage(form: string, recording: Recording): string {
  // Within a script element, `<` is all that could end it or begin a comment.
  const data = JSON.stringify(recording).replaceAll('<', '\\u003c');
  return form.replace(
    '<!-- heddle-recording -->',
    () => `<script type="application/json" id="heddle-recording">${data}</script>`,
  );
}

/** Shows a file in the browser, if there is one; tells whether it was tried. */
export function showInBrowser(file: string): boolean {
  if (process.stdout.isTTY !== true || process.env['CI'] !== undefined) return false;
  const [command, args]: [string, string[]] =
    process.platform === 'darwin'
      ? ['open', [file]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', file]]
        : ['xdg-open', [file]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // No such program: the path that was printed is enough.
  child.on('error', () => {});
  child.unref();
  return true;
}
