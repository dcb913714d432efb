/** Spin: generates a verifier in C for a model in Promela, compiles it, and runs it. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isInstalled, runCommand, type CommandRun, type Overrun } from '../commandRun.ts';
import type { Run } from '../measurement.ts';
import type { Size } from '../peerPrograms.ts';
import { rootFolder } from '../rootFolder.ts';

/** A model in Promela beside this file, without its ending. */
export type PromelaModel = 'w1' | 'w1a' | 'w2' | 'w3p';

/** What Spin found, and what each of its phases took. */
export interface SpinRun extends Run {
  readonly generateMs: number;
  readonly compileMs: number;
}

/** Whether Spin and a C compiler are there. */
export async function hasSpin(): Promise<boolean> {
  return (await isInstalled('spin')) && (await isInstalled('gcc'));
}

/** Far more than any run is deep. */
const depthMax = 100_000;

/**
 * Searches a model in full. Without Spin's reduction, which removes nothing where every step is on
 * something shared; and without the merging of steps, so that its states are those that are written down.
 */
export async function runSpin(model: PromelaModel, size: Size, limitMs?: number): Promise<SpinRun | Overrun> {
  const folder = mkdtempSync(path.join(tmpdir(), 'heddle-spin-'));
  try {
    const source = path.join(rootFolder, 'bench', 'peers', `${model}.pml`);
    const sizes = [`-DT=${size.threads}`, `-DK=${size.rounds}`, `-DP=${size.permits}`];
    const limits = { folder, ...(limitMs === undefined ? {} : { limitMs }) };
    const generated = await runCommand('spin', [...sizes, '-o1', '-o2', '-o3', '-a', source], limits);
    if ('overrunMs' in generated) return generated;
    const compiled = await runCommand('gcc', ['-O2', '-DSAFETY', '-DNOREDUCE', '-o', 'pan', 'pan.c'], limits);
    if ('overrunMs' in compiled) return compiled;
    const searched = await runCommand('./pan', [`-m${depthMax}`], limits);
    if ('overrunMs' in searched) return searched;
    return readRun(generated, compiled, searched);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readRun(generated: CommandRun, compiled: CommandRun, searched: CommandRun): SpinRun {
  const { stdout } = searched;
  if (!/errors: 0\b/.test(stdout)) throw new Error(`Spin found an error:\n${stdout}`);
  return {
    wallMs: generated.wallMs + compiled.wallMs + searched.wallMs,
    cpuMs: generated.cpuMs + compiled.cpuMs + searched.cpuMs,
    coreMs: searched.wallMs,
    generateMs: generated.wallMs,
    compileMs: compiled.wallMs,
    memoryBytes: numberBefore('total actual memory usage', stdout) * 2 ** 20,
    count: numberBefore('states, stored', stdout),
    // Spin counts the way into the initial state.
    transitions: numberBefore('transitions (= stored+matched)', stdout) - 1,
  };
}

/** The number that Spin prints in front of some words. */
function numberBefore(words: string, text: string): number {
  const line = text.split('\n').find((one) => one.includes(words));
  if (line === undefined) throw new Error(`Spin does not say how many "${words}" there are:\n${text}`);
  return Number.parseFloat(line);
}
