/**
 * Builds the whole site as static files: `buildSite.ts FOLDER` checks the gallery, which takes a minute or
 * two, and writes lessons, playground, report, and a page for every failing schedule. Any web server can
 * serve the folder; so can the file system.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages } from './buildPages.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const [, , folder] = process.argv;
if (folder === undefined) throw new Error('usage: buildSite.ts FOLDER');

const site = path.resolve(folder);
const pages = path.join(root, 'dist/web');
await buildPages(pages);

// The schedules of the gallery are written anew, and thrown away: the pages hold them.
const traces = mkdtempSync(path.join(tmpdir(), 'heddle-site-'));
const checked = spawnSync(
  process.execPath,
  [path.join(root, 'bin/heddle.js'), 'check', '--reports', site, '--traces', traces],
  { stdio: 'inherit' },
);
rmSync(traces, { recursive: true, force: true });

const app = readFileSync(path.join(pages, 'heddle.html'), 'utf8');
writeFileSync(
  path.join(site, 'index.html'),
  app.replace('<div id="heddle">', '<div id="heddle" data-gallery="gallery.html">'),
);
process.exitCode = checked.status ?? 1;
