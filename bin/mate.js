// A thread that searches together with others: from the sources in a checkout, compiled otherwise.
import { existsSync } from 'node:fs';

const source = new URL('../src/cli/mate.ts', import.meta.url);

if (existsSync(source)) {
  const { register } = await import('tsx/esm/api');
  register();
  await import(source.href);
} else {
  await import('../dist/src/cli/mate.js');
}
