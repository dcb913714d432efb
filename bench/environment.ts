/** What a measurement was made with: machine, revision and versions, as the report names them. */

import { existsSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { runCommand } from './commandRun.ts';
import { rootFolder } from './rootFolder.ts';

/** Where, when and with what it was measured. */
export interface Environment {
  readonly machine: string;
  /** Year, month and day. */
  readonly date: string;
  /** The revision of Heddle, and whether files differed from it. */
  readonly commit: string;
  /** Each tool with its version. */
  readonly versions: readonly string[];
}

/** What there is here, today. What cannot be found out is called unknown. */
export async function environmentHere(): Promise<Environment> {
  const cpuInfo = '/proc/cpuinfo';
  const info = existsSync(cpuInfo) ? readFileSync(cpuInfo, 'utf8') : '';
  const changes = await printed('git', ['-C', rootFolder, 'status', '--porcelain', '--untracked-files=no']);
  const commit = await printed('git', ['-C', rootFolder, 'rev-parse', '--short=12', 'HEAD']);
  return {
    machine: `${cpus().length} × ${processorOf(info, cpus()[0]?.model)}, ${Math.round(totalmem() / 2 ** 30)} GB`,
    date: new Date().toISOString().slice(0, 10),
    commit: `${commit ?? 'unknown'}${changes === undefined || changes === '' ? '' : ', with changes'}`,
    versions: [
      `Node ${process.version.slice(1)}`,
      `${(await printed('spin', ['-V'])) ?? 'no Spin'}`,
      `${firstLine(await printed('gcc', ['--version'])) ?? 'no gcc'}`,
      ...['fast-check', 'xstate'].map((name) => `${name} ${installed(name)}`),
    ],
  };
}

/** A virtual machine may hide the name: family, model and clock tell processors of one name apart. */
export function processorOf(cpuInfo: string, name = 'unknown processor'): string {
  const field = (key: string): string | undefined =>
    new RegExp(`^${key}\\s*: (.*)$`, 'm').exec(cpuInfo)?.[1]?.trim();
  const [family, model, clock] = ['cpu family', 'model', 'cpu MHz'].map(field);
  const parts = [
    ...(family === undefined ? [] : [`family ${family}`]),
    ...(model === undefined ? [] : [`model ${model}`]),
    ...(clock === undefined ? [] : [`${(Number(clock) / 1000).toFixed(1)} GHz`]),
  ];
  return parts.length === 0 ? name : `${name} (${parts.join(', ')})`;
}

function installed(name: string): string {
  const file = path.join(rootFolder, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

async function printed(command: string, parameters: readonly string[]): Promise<string | undefined> {
  try {
    const run = await runCommand(command, parameters);
    return 'overrunMs' in run ? undefined : run.stdout.trim();
  } catch {
    return undefined;
  }
}

function firstLine(text: string | undefined): string | undefined {
  return text?.split('\n')[0];
}
