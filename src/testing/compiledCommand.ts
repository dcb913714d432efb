/**
 * A copy of the package that is compiled from the sources as they are. Its command is one process, and starts in
 * less than half the time of the one that runs from the sources.
 */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The clone. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

// In the clone, so that packages are found, and not in node_modules: whose code lies there is nobody's own.
const folder = path.join(root, '.compiled');

let found: Promise<string> | undefined;

/**
 * The folder of the compiled package. From it, names such as `traces/reference/safety.json` and
 * `src/testing/fixtures/malformed.ts` lead to what they lead to in the clone; a file in it that imports `heddle`
 * gets the compiled one.
 */
export function compiledPackage(): Promise<string> {
  found ??= find();
  return found;
}

/** Named after all that it is made of: what is there is never of other sources. */
async function find(): Promise<string> {
  const place = path.join(folder, hashOfSources());
  if (!existsSync(place)) {
    removeOld();
    await make(place);
  }
  utimesSync(place, new Date(), new Date());
  return place;
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const add = (file: string): void => {
    hash.update(`${file}\n`).update(readFileSync(path.join(root, file)));
  };
  for (const part of ['src', 'models', 'properties', 'bin']) {
    const files = readdirSync(path.join(root, part), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => /\.[jt]s$/.test(name)).sort()) add(path.join(part, file));
  }
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) add(file);
  return hash.digest('hex').slice(0, 16);
}

/** Made under another name: tests run beside each other, and whoever is ready first has made it. */
async function make(place: string): Promise<void> {
  const draft = `${place}-${process.pid}`;
  const at = (...names: string[]): string => path.join(draft, ...names);
  mkdirSync(at('src/testing'), { recursive: true });
  mkdirSync(at('dist'));
  // Types are for the linters to check.
  const options = ['--outDir', at('dist'), '--noCheck', '--declaration', 'false'];
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const config = path.join(root, 'tsconfig.build.json');
  await promisify(execFile)(process.execPath, [compiler, '-p', config, ...options]);
  // What is imported has to lie here itself, since Node looks where a link leads to.
  for (const part of ['bin', 'src/testing/fixtures', 'src/testing/promises']) {
    cpSync(path.join(root, part), at(part), { recursive: true });
  }
  // The sources of primitives are there to be read: a trace has a hash of them.
  for (const part of ['src/primitives', 'dist/web', 'traces', 'reports']) {
    symlinkSync(path.join(root, part), at(part), 'junction');
  }
  writeFileSync(at('package.json'), JSON.stringify(manifest()));
  // As npm installs a package: a shell's `npx heddle` finds it there.
  mkdirSync(at('node_modules/.bin'), { recursive: true });
  symlinkSync('../../bin/heddle.js', at('node_modules/.bin/heddle'));
  chmodSync(at('bin/heddle.js'), 0o755);
  try {
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(place)) throw error;
  }
}

/** The package's own, without what `npx` would build and install before it runs the command of a clone. */
function manifest(): object {
  const { name, version, type, exports } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  ) as Record<string, unknown>;
  return { name, version, type, exports };
}

/** Removes what has not been used for a day. */
function removeOld(): void {
  if (!existsSync(folder)) return;
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of readdirSync(folder)) {
    const old = path.join(folder, name);
    const lastUse = statSync(old, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (lastUse < yesterday) rmSync(old, { recursive: true, force: true });
  }
}
