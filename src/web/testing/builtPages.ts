import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../testing/heddleCommand.ts';
import { buildPages } from '../build/buildPages.ts';

/** Where the pages are built. */
export const pagesFolder: string = path.join(root, 'dist/web');

/** Builds the pages, unless they are newer than everything that they are built from. */
export async function upToDatePages(): Promise<void> {
  const sources = ['src', 'models', 'properties'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(root, folder, file),
    ),
  );
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  const isStale = ['trace.html', 'heddle.html', 'lessons.json']
    .map((name) => path.join(pagesFolder, name))
    .some((file) => !existsSync(file) || statSync(file).mtimeMs < newest);
  if (isStale) await buildPages(pagesFolder);
}
