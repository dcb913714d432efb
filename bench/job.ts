import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCommand, type Overrun } from './commandRun.ts';
import type { Run } from './measurement.ts';
import type { Size } from './peerPrograms.ts';

/** The work that a job is to do. */
export interface Parameters extends Size {
  /** How it is to be done: the name of a reduction, or of a program. */
  readonly how?: string;
  /** Executions that are to be made. */
  readonly executions?: number;
}

/** What a job did, and the time for it alone, without the start of its process. */
export interface Done {
  readonly count: number;
  readonly transitions: number;
  readonly coreMs: number;
}

/** A job, in its own process. */
export type Work = (parameters: Parameters) => Done | Promise<Done>;

/** Does a job of `child.ts` in a new process of Node; measured from the start of the process to its end. */
export async function runJob(name: string, parameters: Parameters, limitMs?: number): Promise<Run | Overrun> {
  const child = fileURLToPath(new URL('./child.js', import.meta.url));
  if (!existsSync(child)) throw new Error('the benchmark must be compiled: npm run bench');
  const run = await runCommand(
    process.execPath,
    // Room for xstate/graph, which keeps every state as text.
    ['--max-old-space-size=8192', child, name, JSON.stringify(parameters)],
    limitMs === undefined ? {} : { limitMs },
  );
  if ('overrunMs' in run) return run;
  const done = JSON.parse(run.stdout) as Done & { readonly memoryBytes: number };
  return { wallMs: run.wallMs, cpuMs: run.cpuMs, ...done };
}
