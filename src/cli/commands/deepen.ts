import { existsSync } from 'node:fs';
import path from 'node:path';
import { gallery } from 'heddle/gallery';
import { judgedProperties } from 'heddle/properties';
import { byStates } from '../../explore/method.ts';
import type { Climb } from '../../judge/deep/climb.ts';
import {
  deepJson,
  deepMarkdown,
  type DeepRow,
  type DeepTable,
  type KeptTrace,
} from '../../report/deepTable.ts';
import { climbAll } from '../crew.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { interruptible } from '../interruptible.ts';
import { readText, writeText } from '../files.ts';
import { keptTrace } from '../keptTrace.ts';
import { addressesOf, primitiveAt, sourceHash, type Address } from '../registry.ts';
import { ProgressLine } from '../terminal.ts';
import { positive } from './options.ts';

/** What `heddle deepen` can be told. */
export interface DeepenFlags {
  readonly limitStates: string;
  readonly fresh?: boolean;
  readonly reports: string;
  readonly traces: string;
}

/**
 * `heddle deepen`: how large clients may get before a search is too large. What was found is kept after each
 * primitive, and rows whose source is the same are not made again. A run of the whole gallery leaves out rows of what is
 * not in it (any more).
 */
export async function deepenCommand(names: readonly string[], flags: DeepenFlags): Promise<ExitCode> {
  const statesMax = positive('limit-states', flags.limitStates);
  const json = path.join(flags.reports, 'gallery-deep.json');
  const addresses =
    names.length === 0 ? gallery.map(({ name }): Address => ({ name })) : await addressesOf(names);
  const hashes = new Map<string, string | undefined>();
  const primitives = new Map(gallery.map((primitive) => [primitive.name, primitive]));
  for (const address of addresses) {
    const primitive = await primitiveAt(address);
    primitives.set(address.name, primitive);
    hashes.set(address.name, sourceHash(primitive, address));
  }
  const reasonFor = (name: string, property: string): string | undefined =>
    primitives.get(name)?.expected?.onlyLarger?.[property];
  const rows = new Map<string, DeepRow>();
  for (const row of keptRows(json, statesMax)) {
    if (names.length > 0 || hashes.has(row.primitive)) rows.set(row.primitive, row);
  }
  const isCurrent = ({ name }: Address): boolean =>
    flags.fresh !== true && rows.has(name) && rows.get(name)!.source === hashes.get(name);
  const stale = addresses.filter((address) => !isCurrent(address));

  // Read once: the document is saved after each primitive, and traces stay as they are.
  const traces = new Map<string, KeptTrace | undefined>();
  const traceOf = (primitive: string, property: string): KeptTrace | undefined => {
    const key = `${primitive} ${property}`;
    if (!traces.has(key)) traces.set(key, keptTrace(primitive, property, { folder: flags.traces }));
    return traces.get(key);
  };
  const save = (): void => {
    const table = tableOf(rows, statesMax);
    writeText(json, deepJson(table));
    writeText(
      path.join(flags.reports, 'gallery-deep.md'),
      deepMarkdown(table, judgedProperties, traceOf, reasonFor),
    );
  };
  const isInterrupted = await climbWatched(stale, statesMax, (climb) => {
    rows.set(climb.primitive, { ...climb, source: hashes.get(climb.primitive) });
    save();
  });
  save();
  const surprises = [...rows.values()].flatMap(({ primitive, surprises: found }) =>
    found
      .filter((property) => reasonFor(primitive, property) === undefined)
      .map((property) => `${primitive} violates ${property}, which its smaller clients do not show.`),
  );
  process.stdout.write(
    [...surprises, `${rows.size} primitives: ${flags.reports}/gallery-deep.md`, ''].join('\n'),
  );
  if (isInterrupted) return exitCodes.interrupted;
  return surprises.length === 0 ? exitCodes.holds : exitCodes.violated;
}

/** The rows that an earlier run has left, if it was one with the same limit. */
function keptRows(file: string, statesMax: number): readonly DeepRow[] {
  if (!existsSync(file)) return [];
  const kept = JSON.parse(readText(file)) as Partial<DeepTable>;
  return kept.format === 'heddle-deep' && kept.statesMax === statesMax ? (kept.rows ?? []) : [];
}

/** In the order of the gallery, then what is of somebody's own. */
function tableOf(rows: ReadonlyMap<string, DeepRow>, statesMax: number): DeepTable {
  const names = gallery.map(({ name }) => name);
  const own = [...rows.keys()].filter((name) => !names.includes(name));
  const ordered = [...names, ...own].flatMap((name) => rows.get(name) ?? []);
  return { format: 'heddle-deep', version: 1, statesMax, rows: ordered };
}

async function climbWatched(
  addresses: readonly Address[],
  statesMax: number,
  onClimbed: (climb: Climb) => void,
): Promise<boolean> {
  const progress = new ProgressLine();
  let done = 0;
  return interruptible(async (stop) => {
    const outcomes = await climbAll(addresses, {
      request: {
        properties: judgedProperties.map(({ name }) => name),
        clients: undefined,
        strength: 'weak',
        scheduling: undefined,
        method: byStates,
        workers: 1,
        keeping: undefined,
        limits: { states: statesMax },
      },
      stop,
      onProgress: (name, message) => progress.show(`${name}, ${message.client}`, message.progress),
      onClimbed: (climb) => {
        // A climb that was cut short is none.
        if (stop.aborted) return;
        progress.say(`${++done}/${addresses.length} ${climb.primitive}`);
        onClimbed(climb);
      },
    });
    for (const outcome of outcomes) if ('refusal' in outcome) throw outcome.refusal;
    return stop.aborted;
  }).finally(() => progress.clear());
}
