/**
 * The whole gallery, as `npm start` runs it: every verdict is the declared one, and what it writes is what
 * is committed, to the letter. Then every committed trace, executed again on the real generators.
 */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gallery } from 'heddle/gallery';
import { endlessProperties, judgedProperties } from 'heddle/properties';
import { beforeAll, describe, expect, test } from 'vitest';
import { compareWithTrace } from '../trace/replay.ts';
import { decodeTrace, encodeTrace } from '../trace/trace.ts';
import { heddleFromSources, root, temporaryFolder, type Ended } from '../testing/heddleCommand.ts';
import { executeTrace } from './executeTrace.ts';

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json') && !file.endsWith('.custom.json') && !isOfOwnFile(folder, file))
    .sort();
}

/** Whether a trace is of a primitive in a file of somebody's own, and not of the gallery. */
function isOfOwnFile(folder: string, file: string): boolean {
  return /^ {4}"module": /m.test(read(folder, file));
}

const read = (...parts: string[]): string => readFileSync(path.join(...parts), 'utf8');

describe('heddle check on the whole gallery', () => {
  const folder = temporaryFolder();
  let ended: Ended;

  beforeAll(async () => {
    ended = await heddleFromSources(['check'], { cwd: folder });
  });

  test('exits 0: every verdict is the declared one', () => {
    expect({ code: ended.code, surprises: ended.out.includes('!') }).toEqual({ code: 0, surprises: false });
  });

  test('prints a table of at most 100 columns, with a row for every primitive', () => {
    const lines = ended.out.split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    for (const { name } of gallery) expect(lines.some((line) => line.startsWith(`${name} `))).toBe(true);
  });

  test('writes the traces that are committed', () => {
    const committed = path.join(root, 'traces');
    expect(filesIn(path.join(folder, 'traces'))).toEqual(filesIn(committed));
    for (const file of filesIn(committed)) {
      expect({ file, text: read(folder, 'traces', file) }).toEqual({ file, text: read(committed, file) });
    }
  });

  test('writes the report that is committed', () => {
    expect(read(folder, 'reports/gallery.md')).toBe(read(root, 'reports/gallery.md'));
  });

  test('writes a JSON report with a verdict in every cell', () => {
    const report = JSON.parse(read(folder, 'reports/gallery.json')) as {
      primitives: { name: string; verdicts: Record<string, { verdict: string }> }[];
    };
    expect(report.primitives.map(({ name }) => name)).toEqual(gallery.map(({ name }) => name));
    for (const { verdicts } of report.primitives) {
      expect(Object.keys(verdicts)).toEqual(judgedProperties.map(({ name }) => name));
    }
  });

  test('writes a page that needs nothing else, in which every link leads somewhere', () => {
    const page = read(folder, 'reports/gallery.html');
    expect(page).not.toMatch(/<script|<link|<img|src=|@import|url\(/);
    const targets = [...page.matchAll(/href="([^"]+)"/g)]
      .map(([, target]) => target!)
      .filter((target) => !target.startsWith('https:'));
    const anchors = new Set([...page.matchAll(/id="([^"]+)"/g)].map(([, anchor]) => `#${anchor}`));
    const pages = new Set(readdirSync(path.join(folder, 'reports/traces')).map((file) => `traces/${file}`));
    expect(targets.length).toBeGreaterThan(gallery.length * judgedProperties.length);
    expect(targets.filter((target) => !anchors.has(target) && !pages.has(target))).toEqual([]);
    // A page for each violation: one for each trace that was saved.
    expect(pages.size).toBe(filesIn(path.join(folder, 'traces')).length);
  });
});

describe('committed traces', () => {
  const traces = path.join(root, 'traces');

  test.each(filesIn(traces))('%s', async (file) => {
    const text = read(traces, file);
    const trace = decodeTrace(text, file);
    expect(encodeTrace(trace)).toBe(text);
    const { execution } = await executeTrace(trace);
    expect(compareWithTrace(trace, execution)).toEqual({ divergence: undefined, outcome: 'reproduced' });
    expect(execution.violation).toEqual({ after: trace.schedule.length, why: trace.verdict.why });
  });

  test('there is one for each violation that the gallery declares, and no other', () => {
    const declared = gallery.flatMap(({ name, expected }) =>
      [...expected!.violates, ...(expected!.endless ?? [])].map((property) => `${name}/${property}.json`),
    );
    // Of executions without end an entry need not declare anything.
    const free = gallery.flatMap(({ name, expected }) =>
      expected!.endless === undefined
        ? endlessProperties.map((property) => `${name}/${property.name}.json`)
        : [],
    );
    expect(filesIn(traces).filter((file) => !free.includes(file))).toEqual(declared.sort());
  });
});
