/**
 * The README, taken at its word: its code compiles, its commands run, and they print what it shows.
 *
 * `npx vitest run src/readme.test.ts -u` writes the outputs anew.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { properties } from 'heddle/properties';
import * as door from 'heddle';
import * as models from 'heddle/models';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCodes } from './cli/exitCodes.ts';
import { root } from './testing/heddleCommand.ts';
import { inFolder } from './testing/inFolder.ts';

const file = path.join(root, 'README.md');
const readme = readFileSync(file, 'utf8');

interface Block {
  readonly language: string;
  readonly text: string;
}

const fence = /^```(\w+)\n(.*?)^```$/gms;
const blocks = [...readme.matchAll(fence)].map(([, language, text]): Block => ({
  language: language!,
  text: text!,
}));

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

describe('the README', () => {
  // Inside the clone, where the reader's own files are too.
  const folder = mkdtempSync(path.join(root, '.readme-'));

  beforeAll(() => {
    const files = blocks.filter(({ language }) => language === 'ts');
    for (const { text } of files) {
      const [, name] = /^\/\/ (\S+\.ts)\n/.exec(text) ?? [];
      expect(name, `the first line names the file:\n${text}`).toBeDefined();
      writeFileSync(path.join(folder, name!), text);
    }
    expect(files.length).toBeGreaterThan(4);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test('shows code that compiles', async () => {
    // By name: a pattern passes over folders that begin with a dot.
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    const config = { extends: '../tsconfig.json', compilerOptions: { rootDir: '..' }, include: [], files };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
    expect(await inFolder(folder, 'npx tsc -p .')).toEqual({ code: 0, out: '', err: '' });
  });

  test('shows what its commands print', async () => {
    const consoles = blocks.filter(({ language }) => language === 'console');
    const texts: string[] = [];
    for (const { text } of consoles) {
      const commands = commandsOf(text);
      // One block after the other: a later one replays what an earlier one has saved.
      const printed = await run(folder, commands);
      texts.push(commands.map(({ line }, index) => `$ ${line}\n${printed[index] ?? ''}`).join(''));
    }
    expect(texts.length).toBeGreaterThan(8);
    let next = 0;
    const written = readme.replaceAll(fence, (whole, language: string) =>
      language === 'console' ? `\`\`\`console\n${texts[next++]}\`\`\`` : whole,
    );
    await expect(written).toMatchFileSnapshot(file);
  }, 600_000);

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
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('links to files that are there', async () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => link!);
    const { out } = await inFolder(root, `ls -d ${links.join(' ')}`);
    expect(out.trim().split('\n')).toHaveLength(new Set(links).size);
  });

  test('explains everything there is', () => {
    const isExplained = (name: string): boolean => readme.includes(`\`${name}`);
    const doors = [...Object.keys(door), ...Object.keys(models)];
    const inReadme = new Set(readme.match(/\b[A-Za-z]+\b/g));
    expect(doors.filter((name) => !inReadme.has(name) && !unexplained.includes(name))).toEqual([]);
    expect(properties.map(({ name }) => name).filter((name) => !isExplained(name))).toEqual([]);
    expect(Object.values(exitCodes).filter((code) => !readme.includes(`| ${code} |`))).toEqual([]);
  });
});

/** What is there for those who write properties and models, and stands in their docstrings. */
const unexplained = ['allOf', 'interruptKindName', 'interruptKinds', 'isGranted', 'refinementMonitor'];
