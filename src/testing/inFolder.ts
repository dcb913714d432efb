import { execFile } from 'node:child_process';
import type { Ended } from './heddleCommand.ts';

/** Runs a command line in a folder, as a shell would, without colours. */
export function inFolder(folder: string, command: string): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile('bash', ['-c', command], { cwd: folder, env, maxBuffer: 2 ** 26 }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, out, err });
    });
  });
}
