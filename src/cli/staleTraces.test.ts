/** Committed traces whose primitive has been edited since: told without executing any. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gallery } from 'heddle/gallery';
import { expect, test } from 'vitest';
import { root } from '../testing/heddleCommand.ts';
import { decodeTrace } from '../trace/trace.ts';
import { sourceHash } from './registry.ts';

/** Which source a trace was made of. */
interface Origin {
  /** From the root, with forward slashes. */
  readonly file: string;
  readonly primitive: string;
  readonly source: string | undefined;
}

/** Those of the gallery: a primitive in a file of somebody's own is not committed, nor are its traces. */
function committedTraces(): Origin[] {
  return readdirSync(path.join(root, 'traces'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json') && !name.endsWith('.custom.json'))
    .flatMap((name) => {
      const file = `traces/${name.replaceAll(path.sep, '/')}`;
      const { primitive } = decodeTrace(readFileSync(path.join(root, file), 'utf8'), file);
      const { name: named, module, source } = primitive;
      return module === undefined ? [{ file, primitive: named, source }] : [];
    });
}

/** By the name of a primitive: a hash of the file that defines it. */
type Sources = ReadonlyMap<string, string | undefined>;

/** The traces that were made of another source than there is now, each with what to do about it. */
function staleTraces(traces: readonly Origin[], sources: Sources): string[] {
  return traces
    .filter(({ primitive, source }) => source === undefined || source !== sources.get(primitive))
    .map(({ file, primitive }) =>
      sources.has(primitive)
        ? `${file}: npx heddle check ${primitive}; if it does not write the file, delete it`
        : `${file}: delete it, the gallery has no ${primitive}`,
    );
}

const hashes: Sources = new Map(
  gallery.map((primitive) => [primitive.name, sourceHash(primitive, { name: primitive.name })]),
);

test('every committed trace is of the source that its primitive has now', () => {
  const traces = committedTraces();
  expect(traces.length).toBeGreaterThan(gallery.length);
  expect(staleTraces(traces, hashes)).toEqual([]);
});

test('a trace of another source is named, with what to do about it', () => {
  const [one, other] = gallery.map(({ name }) => name);
  const traces = [
    { file: 'fresh.json', primitive: one!, source: hashes.get(one!) },
    { file: 'edited.json', primitive: one!, source: 'sha256:0' },
    { file: 'unmarked.json', primitive: other!, source: undefined },
    { file: 'renamed.json', primitive: 'no-such', source: 'sha256:0' },
  ];
  expect(staleTraces(traces, hashes)).toEqual([
    `edited.json: npx heddle check ${one}; if it does not write the file, delete it`,
    `unmarked.json: npx heddle check ${other}; if it does not write the file, delete it`,
    'renamed.json: delete it, the gallery has no no-such',
  ]);
});
