/** Builds the pages: `buildPages.ts FOLDER` writes each of them into the folder, whole, in one file. */

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Rolldown } from 'vite';
import { pageHtml } from './pageHtml.ts';

interface Page {
  readonly file: string;
  readonly title: string;
  readonly description: string;
  /** Relative to src/web. */
  readonly entry: string;
  readonly runsCode: boolean;
}

const pages: readonly Page[] = [
  {
    file: 'trace.html',
    title: 'Heddle: a trace',
    description: 'One execution of a concurrency primitive, step by step.',
    entry: 'tracePage/main.tsx',
    runsCode: false,
  },
  {
    file: 'heddle.html',
    title: 'Heddle: be the scheduler',
    description: 'Play the scheduler of real concurrency primitives, and learn how they break.',
    entry: 'app/main.tsx',
    runsCode: true,
  },
];

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Builds all pages into `folder`. */
export async function buildPages(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const page of pages) {
    const { script, style } = await bundle(page.entry);
    const target = path.join(folder, page.file);
    // Whole or not at all: somebody may be reading the page that is there.
    writeFileSync(`${target}.${process.pid}.tmp`, pageHtml({ ...page, script, style }));
    renameSync(`${target}.${process.pid}.tmp`, target);
  }
}

async function bundle(entry: string): Promise<{ script: string; style: string }> {
  const result = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    resolve: { conditions: ['heddle-source'], alias: aliases() },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    worker: { format: 'iife' },
    build: {
      write: false,
      target: 'es2023',
      cssCodeSplit: false,
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      rolldownOptions: {
        input: path.join(root, 'src/web', entry),
        output: { format: 'iife', codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput;
  const script = result.output.find((file) => file.type === 'chunk')!.code;
  const style = result.output.find((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  return { script, style: String((style as Rolldown.OutputAsset | undefined)?.source ?? '') };
}

function aliases(): { find: RegExp; replacement: string }[] {
  return [
    { find: /^heddle$/, replacement: path.join(root, 'src/index.ts') },
    { find: /^heddle\/models$/, replacement: path.join(root, 'models/index.ts') },
    { find: /^heddle\/properties$/, replacement: path.join(root, 'properties/index.ts') },
  ];
}

const [, program, folder] = process.argv;
if (program !== undefined && folder !== undefined && import.meta.url === pathToFileURL(program).href) {
  await buildPages(path.resolve(folder));
}
