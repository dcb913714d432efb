/** Checkpoints on disk: killed runs go on, and whatever is wrong with a checkpoint is said. */

import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { describe, expect, test } from 'vitest';
import type { UnfinishedSearch } from '../../explore/keeping/keeper.ts';
import { compiledPackage } from '../../testing/compiledCommand.ts';
import { temporaryFolder } from '../../testing/heddleCommand.ts';
import { inFolder } from '../../testing/inFolder.ts';
import { Checkpoint } from './checkpoint.ts';
import type { Identity } from './refusal.ts';

const identity: Identity = {
  primitive: 'my-lock',
  heddle: '1.0.0',
  source: 'sha256:12',
  check: JSON.stringify({ properties: ['safety'], strength: 'weak' }),
};

const at: UnfinishedSearch = {
  state: 1,
  levelEnd: 2,
  depth: 1,
  elapsedMs: 10,
  findings: { transitions: 1, quietMoments: 0, endStates: 0, violations: [undefined] },
  lessons: [0],
  digest: 'd',
};

const part = { widths: [3], from: 0, to: 2, words: Int32Array.of(1, 2), parents: Int32Array.of(0, 0) };

/** A folder with a checkpoint of a search with two states. */
function kept(): string {
  const folder = temporaryFolder();
  const search = new Checkpoint({ folder, identity, everyMs: 0 }).next();
  search.save(at, part);
  return folder;
}

/** What is said when a check goes on with a folder; the folder is called DIR. */
function refusalOf(folder: string, changed: Partial<Identity> = {}): string {
  try {
    new Checkpoint({ folder, identity: { ...identity, ...changed }, everyMs: 0 }).next();
  } catch (error) {
    return (error as Error).message
      .replaceAll(folder, 'DIR')
      .replaceAll(path.sep, '/')
      .replace(/\.[0-9a-f]{8}\./, '.RANDOM.');
  }
  return 'nothing';
}

function statesFile(folder: string): string {
  const [file] = readdirSync(path.join(folder, 'my-lock'));
  return path.join(folder, 'my-lock', file!);
}

describe('a checkpoint', () => {
  test('is read as it was written', () => {
    const { found } = new Checkpoint({ folder: kept(), identity, everyMs: 0 }).next();
    expect(found).toEqual({ type: 'unfinished', at, parts: [part] });
  });

  test('names no file that is not needed any more', () => {
    const folder = kept();
    writeFileSync(path.join(folder, 'my-lock', 'left-over.tmp'), '');
    const search = new Checkpoint({ folder, identity, everyMs: 0 }).next();
    search.fail();
    expect(readdirSync(path.join(folder, 'my-lock'))).toEqual([]);
  });

  test('of a search that goes on drops those after it', () => {
    const folder = kept();
    const first = new Checkpoint({ folder, identity, everyMs: 0 });
    first.next();
    first.next().save(at, part);
    const again = new Checkpoint({ folder, identity, everyMs: 0 });
    again.next().goesOn();
    expect(again.next().found).toBeUndefined();
  });

  test('that is damaged is refused', () => {
    const folder = kept();
    const states = readFileSync(statesFile(folder));
    states[0]! ^= 1;
    writeFileSync(statesFile(folder), states);
    expect(refusalOf(folder)).toMatchInlineSnapshot(`
      "The checkpoint is damaged: DIR/my-lock/0-0-2.RANDOM.states
        found:    its checksum is not the one that was noted
        expected: the file as heddle wrote it
        next:     Restore DIR from a copy, or remove it to begin anew."
    `);
    truncateSync(statesFile(folder), 3);
    expect(refusalOf(folder)).toContain('its checksum is not the one that was noted');
    rmSync(statesFile(folder));
    expect(refusalOf(folder)).toContain('ENOENT');
  });

  test('whose list is damaged is refused', () => {
    const folder = kept();
    const file = path.join(folder, 'my-lock.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"depth\\":1', '"depth\\":2'));
    expect(refusalOf(folder)).toMatchInlineSnapshot(`
      "The checkpoint is damaged: DIR/my-lock.json
        found:    its checksum is not that of its content
        expected: the file as heddle wrote it
        next:     Restore DIR from a copy, or remove it to begin anew."
    `);
    writeFileSync(file, text.slice(0, 100));
    expect(refusalOf(folder)).toContain('The checkpoint is damaged: DIR/my-lock.json');
  });

  test('that is none is refused', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'my-lock.json'), '{"name":"my-lock"}');
    expect(refusalOf(folder)).toMatchInlineSnapshot(`
      "DIR/my-lock.json is no checkpoint.
        found:    a file of something else
        expected: a file that heddle wrote
        next:     Choose another folder with --checkpoint, or remove this one to begin anew."
    `);
  });

  test('of another version is refused', () => {
    expect(refusalOf(kept(), { heddle: '1.1.0' })).toMatchInlineSnapshot(`
      "DIR/my-lock.json is of another version of heddle.
        found:    1.0.0
        expected: 1.1.0
        next:     Choose another folder with --checkpoint, or remove this one to begin anew."
    `);
  });

  test('of changed code is refused', () => {
    expect(refusalOf(kept(), { source: 'sha256:34' })).toMatchInlineSnapshot(`
      "DIR/my-lock.json is of other code.
        found:    a source sha256:12
        expected: sha256:34
        next:     Choose another folder with --checkpoint, or remove this one to begin anew."
    `);
  });

  test('of another check is refused', () => {
    const check = JSON.stringify({ properties: ['safety'], strength: 'blocked-set' });
    expect(refusalOf(kept(), { check })).toMatchInlineSnapshot(`
      "DIR/my-lock.json is of another check.
        found:    strength "weak"
        expected: strength "blocked-set"
        next:     Choose another folder with --checkpoint, or remove this one to begin anew."
    `);
  });

  test('of a search that learns otherwise is refused', () => {
    const folder = kept();
    const search = new Checkpoint({ folder, identity, everyMs: 0 }).next();
    expect(() => search.refuse('what the primitive does is not what it did then')).toThrow(
      'is of other code',
    );
  });
});

const compiled = await compiledPackage();
const check =
  'check reference --threads 4 --rounds 2 --permits 2 --interrupts 0 --search plain --property safety';

test('a check that is killed again and again goes on, and comes to the same', async () => {
  const folder = temporaryFolder();
  const random = xoroshiro128plus(9);
  const args = [...check.split(' '), '--checkpoint', folder, '--checkpoint-every', '0'];
  const manifest = path.join(folder, 'reference.json');
  let kills = 0;
  let last: { code: number | null; out: string; err: string };
  for (;;) {
    const saves = uniformInt(random, 1, 40);
    last = await runAndKill(args, manifest, saves);
    if (last.code !== null) break;
    kills++;
  }
  expect(kills).toBeGreaterThan(0);
  expect(last.err).toMatch(
    /^reference: going on from .*, with 0 complete searches, and [\d,]+ states of the next/,
  );
  expect(last).toMatchObject({ code: 0, out: expect.stringContaining('55,313 states') as string });
});

/** Runs a check, and kills all of it when its checkpoint has been written so many times; code null if it was. */
function runAndKill(
  args: readonly string[],
  manifest: string,
  saves: number,
): Promise<{ code: number | null; out: string; err: string }> {
  const before = existsSync(manifest) ? readFileSync(manifest, 'utf8') : '';
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(compiled, 'bin/heddle.js'), ...args], {
      cwd: temporaryFolder(),
      env: { PATH: process.env['PATH'], NO_COLOR: '1' },
      detached: true,
    });
    let [out, err, seen, changes] = ['', '', before, 0];
    child.stdout.on('data', (data: Buffer) => void (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => void (err += data.toString()));
    const watch = setInterval(() => {
      const now = existsSync(manifest) ? readFileSync(manifest, 'utf8') : '';
      if (now !== seen) changes++;
      seen = now;
      if (changes >= saves) process.kill(-child.pid!, 'SIGKILL');
    }, 2);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      resolve({ code: signal === null ? code : null, out, err });
    });
  });
}

test('a full disk is said, and what was kept before is still there', async () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'kept'));
  // Files of more than 8 KB cannot be written.
  const command = `ulimit -f 8; node '${compiled}/bin/heddle.js' ${check} --checkpoint kept --checkpoint-every 0`;
  const { code, err } = await inFolder(folder, command);
  expect(err.replaceAll(/\d+-\d+-\d+\.[0-9a-f]+/g, 'RANGE')).toMatchInlineSnapshot(`
    "reference: The checkpoint kept/reference/RANGE.states cannot be written.
      found:    EFBIG: file too large, write
      expected: a folder that may be written to, with room in it
      next:     Make room, and give the same command again: it goes on from the checkpoint before.
    "
  `);
  expect(code).toBe(65);
});
