import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compiledPackage, root } from './compiledCommand.ts';

export { root };

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of Node. */
  readonly node?: readonly string[];
  /** Where it runs; by default in the folder of the package that it is of. */
  readonly cwd?: string;
  /** Called when the command has printed something to its error output; `send` sends it a signal. */
  readonly onError?: (text: string, send: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the real command, compiled from the sources as they are. */
export async function heddle(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return run(await compiledPackage(), args, options);
}

/** Runs the real command from its sources, as a user would from a checkout. */
export function heddleFromSources(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return run(root, args, options);
}

function run(home: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const { env = {}, node = [], cwd = home, onError } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...node, path.join(home, 'bin/heddle.js'), ...args], {
      cwd,
      env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env },
      detached: true,
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => void (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
      // To the whole group, as a terminal does.
      onError?.(err, (signal) => void process.kill(-child.pid!, signal));
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** A new empty folder. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'heddle-'));
}
