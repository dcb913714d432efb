#!/usr/bin/env node
// Runs the compiled command; in a checkout of the sources, the sources themselves, so that an edit shows at once.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = new URL('../src/cli/main.ts', import.meta.url);

if (existsSync(source)) {
  const tsx = import.meta.resolve('tsx');
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      '--conditions=heddle-source',
      '--import',
      tsx,
      fileURLToPath(source),
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit' },
  );
  // The terminal sends Ctrl-C to both; the child decides what it means.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 70) : 130;
  });
} else {
  await import('../dist/src/cli/main.js');
}
