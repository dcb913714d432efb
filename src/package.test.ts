/** What is published: packed, installed into an empty project, and used from there. */

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Recording } from './report/recording/recording.ts';
import { root, temporaryFolder, type Ended } from './testing/heddleCommand.ts';
import { inFolder } from './testing/inFolder.ts';

const primitive = `
import { cell, definePrimitive, until, type Step } from 'heddle';
import { mutex } from 'heddle/models';

class TestThenSet {
  readonly held = cell(false);

  *acquire(): Step {
    yield* until(() => this.held.is(false));
    yield* this.held.write(true);
  }

  *release(): Step {
    yield* this.held.write(false);
  }
}

export const mine = definePrimitive({
  name: 'mine',
  title: 'Test, then set',
  model: mutex,
  create: () => new TestThenSet(),
});
`;

const doors = `
import { definePrimitive } from 'heddle';
import { mutex } from 'heddle/models';
import { properties } from 'heddle/properties';
import { gallery } from 'heddle/gallery';
import { checkSubject } from 'heddle/promises';
import { npmAdapters } from 'heddle/subjects';
import { scenarios } from 'heddle/fast-check';
console.log(typeof definePrimitive, mutex.name, properties.length > 10, gallery[0].name);
console.log(typeof checkSubject, 'async-mutex' in npmAdapters, typeof scenarios);
`;

/** A file that the README or the guide shows, by the name in its first line. */
function shown(name: string): string {
  const pages = ['README.md', 'docs/guide/tests.md'].map((page) =>
    readFileSync(path.join(root, page), 'utf8'),
  );
  const [, text] =
    new RegExp(`^\`\`\`ts\\n(// ${name.replaceAll('.', String.raw`\.`)}\\n.*?)^\`\`\`$`, 'ms').exec(
      pages.join('\n'),
    ) ?? [];
  if (text === undefined) throw new Error(`${name} is shown nowhere`);
  return text;
}

/** The mutex of the README, mended: whoever gives up leaves the queue. */
const mended = shown('my-mutex.ts')
  .replace("'my-mutex'", "'my-mended-mutex'")
  .replace(
    "signal.addEventListener('abort', () => reject(signal.reason));",
    `signal.addEventListener('abort', () => {
        if (!this.queue.includes(resolve)) return;
        this.queue.splice(this.queue.indexOf(resolve), 1);
        reject(signal.reason);
      });`,
  );

const threeLines = (name: string): string => `
import { verify } from 'heddle/vitest';
import { myMutex } from './${name}.ts';
verify('a mutex', myMutex);
`;

describe('the package', () => {
  const folder = temporaryFolder();
  const run = (command: string): Promise<Ended> => inFolder(folder, command);
  let files: string[];
  let tarball: string;

  beforeAll(async () => {
    const packed = await inFolder(root, `npm pack --json --pack-destination '${folder}'`);
    expect(packed.code).toBe(0);
    // The build, which packing begins with, prints lines of its own before the document.
    const [{ filename, files: listed }] = JSON.parse(packed.out.slice(packed.out.search(/^\[$/m)));
    tarball = path.join(folder, filename as string);
    files = listed.map((file: { path: string }) => file.path);
    // The type of a project that npm init makes, which says that its .js files are CommonJS.
    writeFileSync(path.join(folder, 'package.json'), '{ "name": "user", "type": "commonjs" }');
    const installed = await run(
      `npm install --prefer-offline --no-audit --no-fund ./${filename} vitest@4.1.12 fast-check@4.10.2`,
    );
    expect({ code: installed.code, err: installed.code === 0 ? '' : installed.err }).toEqual({
      code: 0,
      err: '',
    });
    writeFileSync(path.join(folder, 'mine.ts'), primitive);
    writeFileSync(path.join(folder, 'doors.mjs'), doors);
  }, 180_000);

  test('holds what a user needs and nothing else', () => {
    expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'CHANGELOG.md', 'bin/heddle.js']));
    const places = new Set(files.map((file) => file.split('/')[0]));
    expect(places).toEqual(
      new Set(['CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'dist', 'docs', 'package.json']),
    );
    expect(files.filter((file) => /\.test\.|\/(testing|twins)\//.test(file))).toEqual([]);
  });

  test('has the command', async () => {
    const { code, out } = await run('npx heddle list');
    expect(code).toBe(0);
    expect(out).toMatch(/^reference /);
  });

  test('has its doors', async () => {
    expect((await run('node doors.mjs')).out).toBe('function mutex true reference\nfunction true function\n');
  });

  test('verifies a mutex in three lines of a test, and says what is wrong with another', async () => {
    writeFileSync(path.join(folder, 'mutex.ts'), shown('my-mutex.ts'));
    writeFileSync(path.join(folder, 'mended.ts'), mended);
    writeFileSync(path.join(folder, 'mutex.test.ts'), threeLines('mutex'));
    writeFileSync(path.join(folder, 'mended.test.ts'), threeLines('mended'));
    for (const name of ['my-better-lock.ts', 'my-lock.test.ts', 'my-queue.test.ts']) {
      writeFileSync(path.join(folder, name), shown(name));
    }
    const { code, out, err } = await run('npx vitest run --reporter=default');
    expect(code).toBe(1);
    expect(out).toMatch(/Tests +1 failed \| 4 passed/);
    expect(out + err).toContain('my-mutex: abort-restoration (no-lost-wakeup) is violated');
    expect(out + err).toContain('npx heddle replay traces/my-mutex/abort-restoration.json');
    const replayed = await run('npx heddle replay traces/my-mutex/abort-restoration.json');
    expect(replayed.code).toBe(1);
    expect(replayed.out).toContain('Step 3: T1 gives its acquire up.');
  });

  test('passes publint and are-the-types-wrong', async () => {
    const linted = await inFolder(root, `npx publint run '${tarball}' --strict`);
    expect({ ...linted, out: '' }).toEqual({ code: 0, out: '', err: '' });
    const typed = await inFolder(root, `npx attw '${tarball}' --profile esm-only --no-emoji`);
    expect({ code: typed.code, out: typed.code === 0 ? '' : typed.out }).toEqual({ code: 0, out: '' });
  });

  test('checks and replays a TypeScript file, in a project of CommonJS too', async () => {
    const checked = await run('npx heddle check ./mine.ts');
    expect(checked.code).toBe(1);
    expect(checked.out).toContain('npx heddle replay traces/mine/safety.json');
    const replayed = await run('npx heddle replay traces/mine/safety.json');
    expect(replayed.code).toBe(1);
    expect(replayed.out).toContain('What went wrong');
  });

  test("has its pages, with the lines of a file of one's own", async () => {
    const opened = await run('npx heddle open traces/mine/safety.json --output mine.html --no-browser');
    expect(opened).toEqual({ code: 0, out: 'mine.html\n', err: '' });
    const [, data] = /<script type="application\/json" id="heddle-recording">(.*?)<\/script>/s.exec(
      readFileSync(path.join(folder, 'mine.html'), 'utf8'),
    )!;
    const { sources, course } = JSON.parse(data!) as Recording;
    expect(sources.map(({ name, text }) => [name, text])).toEqual([['mine.ts', primitive]]);
    const lines = primitive.split('\n');
    const last = course.steps.at(-2)!;
    // Whoever moves last is about to write, though somebody has.
    expect(lines[last.threads[course.steps.at(-1)!.thread]!.places[0]!.line - 1]).toContain(
      'this.held.write(true)',
    );
    expect((await run('npx heddle learn --no-browser')).out).toMatch(/heddle\.html\n$/);
  });

  test('has types', async () => {
    const options = {
      strict: true,
      module: 'nodenext',
      target: 'es2023',
      noEmit: true,
      types: [],
      skipLibCheck: true,
    };
    writeFileSync(path.join(folder, 'mine.mts'), primitive);
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, files: ['mine.mts'] }),
    );
    expect(await run(`'${root}node_modules/.bin/tsc' -p .`)).toEqual({ code: 0, out: '', err: '' });
  });
});
