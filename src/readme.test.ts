/**
 * The README and the pages of docs/guide, taken at their word: their code compiles, their commands run, and they
 * print what is shown.
 *
 * `npx vitest run src/readme.test.ts -u` writes the outputs anew.
 */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { properties } from 'heddle/properties';
import * as door from 'heddle';
import * as models from 'heddle/models';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCodes } from './cli/exitCodes.ts';
import { compiledPackage } from './testing/compiledCommand.ts';
import { root } from './testing/heddleCommand.ts';
import { inFolder } from './testing/inFolder.ts';

interface Block {
  readonly language: string;
  readonly text: string;
}

interface Page {
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

const fence = /^```(\w+)\n(.*?)^```$/gms;

function pageOf(name: string): Page {
  const file = path.join(root, name);
  const text = readFileSync(file, 'utf8');
  const blocks = [...text.matchAll(fence)].map(([, language, inside]): Block => ({
    language: language!,
    text: inside!,
  }));
  return { file, text, blocks };
}

/** The README comes first: the others go on with what it has begun. */
const pages = [
  'README.md',
  ...readdirSync(path.join(root, 'docs', 'guide')).map((name) => `docs/guide/${name}`),
].map(pageOf);
const blocks = pages.flatMap((page) => page.blocks);
const everything = pages.map(({ text }) => text).join('\n');

/** A command, and what is printed below it. */
interface Command {
  readonly line: string;
  readonly shown: string;
}

function commandsOf(text: string): Command[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { line: part.slice(0, end), shown: part.slice(end + 1) };
    });
}

const lineMark = '@@ the next command @@';

/** Runs the commands of one block in one shell, as a reader does who copies them one after the other. */
async function run(folder: string, commands: readonly Command[]): Promise<string[]> {
  // What a command exits with is there for the next one to see.
  const script = commands.map(({ line }) => `${line}\nstatus=$?; echo '${lineMark}'; (exit $status)`);
  const { out } = await inFolder(folder, `exec 2>&1\n${script.join('\n')}`);
  return out.split(`${lineMark}\n`).slice(0, -1).map(withoutProgress);
}

/** What a terminal shows for a while and then wipes away. */
function withoutProgress(text: string): string {
  const lines = text
    .split('\n')
    .filter((line) => !/^\d+\/\d+ \S+: |: [\d,]+ states, .*to go, \d+ s$/.test(line));
  return lines.join('\n');
}

/** Writes what is shown in TypeScript into a new folder below another one. */
function writeFiles(above: string): string {
  const folder = mkdtempSync(path.join(above, '.readme-'));
  const files = blocks.filter(({ language }) => language === 'ts');
  for (const { text } of files) {
    const [, name] = /^\/\/ (\S+\.ts)\n/.exec(text) ?? [];
    expect(name, `the first line names the file:\n${text}`).toBeDefined();
    writeFileSync(path.join(folder, name!), text);
  }
  expect(files.length).toBeGreaterThan(4);
  return folder;
}

describe('the README and the guide', () => {
  let folder: string;

  beforeAll(async () => {
    // Where `npx heddle` is, as it is in the clone for the reader's own files; but compiled, and so quick to start.
    folder = writeFiles(await compiledPackage());
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test('shows code that compiles', async () => {
    const inClone = writeFiles(root);
    // By name: a pattern passes over folders that begin with a dot.
    const files = readdirSync(inClone).filter((name) => name.endsWith('.ts'));
    const config = { extends: '../tsconfig.json', compilerOptions: { rootDir: '..' }, include: [], files };
    writeFileSync(path.join(inClone, 'tsconfig.json'), JSON.stringify(config));
    const ended = await inFolder(inClone, 'npx tsc -p .');
    rmSync(inClone, { recursive: true });
    expect(ended).toEqual({ code: 0, out: '', err: '' });
  });

  test.each(pages.map((page) => ({ page, name: path.relative(root, page.file) })))(
    '$name shows what its commands print',
    async ({ page }) => {
      const texts: string[] = [];
      for (const { language, text } of page.blocks) {
        if (language !== 'console') continue;
        const commands = commandsOf(text);
        // One block after the other: a later one replays what an earlier one has saved.
        const printed = await run(folder, commands);
        texts.push(commands.map(({ line }, index) => `$ ${line}\n${printed[index] ?? ''}`).join(''));
      }
      let next = 0;
      const written = page.text.replaceAll(fence, (whole, language: string) =>
        language === 'console' ? `\`\`\`console\n${texts[next++]}\`\`\`` : whole,
      );
      await expect(written).toMatchFileSnapshot(page.file);
    },
    600_000,
  );

  test('shows commands', () => {
    expect(blocks.filter(({ language }) => language === 'console').length).toBeGreaterThan(8);
  });

  test('shows tests that pass', async () => {
    const { code, out, err } = await inFolder(folder, 'npx vitest run --root . --reporter=default');
    expect({ code, isOne: /Tests +3 passed/.test(out), err: code === 0 ? '' : out + err }).toEqual({
      code: 0,
      isOne: true,
      err: '',
    });
  });

  test('names only scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      scripts: object;
    };
    const named = [...everything.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('links to files and headings that are there', () => {
    const broken = pages.flatMap(({ file, text }) =>
      [...text.replaceAll(fence, '').matchAll(/\]\(([^)#]*)(?:#([^)]+))?\)/g)]
        .filter(([, to]) => !/^\w+:/.test(to!))
        .filter(([, to, heading]) => {
          const target = path.resolve(path.dirname(file), to === '' ? path.basename(file) : to!);
          if (!existsSync(target)) return true;
          return heading !== undefined && !headingsOf(readFileSync(target, 'utf8')).includes(heading);
        })
        .map(([link]) => `${path.relative(root, file)}: ${link}`),
    );
    expect(broken).toEqual([]);
    expect(everything).toMatch(/\]\([^)]*#/);
  });

  test('explains everything there is', () => {
    const isExplained = (name: string): boolean => everything.includes(`\`${name}`);
    const doors = [...Object.keys(door), ...Object.keys(models)];
    const explained = new Set(everything.match(/\b[A-Za-z]+\b/g));
    expect(doors.filter((name) => !explained.has(name) && !unexplained.includes(name))).toEqual([]);
    expect(properties.map(({ name }) => name).filter((name) => !isExplained(name))).toEqual([]);
    expect(Object.values(exitCodes).filter((code) => !everything.includes(`| ${code} |`))).toEqual([]);
  });
});

/** As a link names them. */
function headingsOf(text: string): string[] {
  return [...text.replaceAll(fence, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** What is there for those who write properties and models, and stands in their docstrings. */
const unexplained = [
  'allOf',
  'countsPermits',
  'interruptKindName',
  'interruptKinds',
  'isGranted',
  'isTaken',
  'mayReject',
  'refinementMonitor',
  'sleepersMonitor',
  'waitsForReleases',
];
