// A worker thread of the command: from the sources in a checkout, compiled otherwise.
import { existsSync } from 'node:fs';

const source = new URL('../src/cli/worker.ts', import.meta.url);

async function load() {
  if (!existsSync(source)) return import('../dist/src/cli/worker.js');
  const { register } = await import('tsx/esm/api');
  register();
  return import(source.href);
}

const { default: run } = await load();
export default run;
