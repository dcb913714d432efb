/** The house rules that a machine can keep. Each rule first proves that it can fail. */

import { describe, expect, test } from 'vitest';
import { sourceFiles, type SourceFile } from './testing/sourceFiles.ts';

interface Rule {
  readonly name: string;
  /** What is wrong with a file, if anything. */
  readonly complaint: (file: SourceFile) => string | undefined;
  /** A file that breaks the rule. */
  readonly breaks: SourceFile;
}

const isTest = (path: string): boolean =>
  path.endsWith('.test.ts') || path.startsWith('src/testing/') || path.startsWith('src/web/testing/');

/** Files past 300 lines, with the reason. */
const longFiles: Readonly<Record<string, string>> = {
  'src/judge/features/featuresOf.ts': 'all features of one primitive, which share its assessment',
  'src/promises/explore.ts': 'one execution, its choices and its judgement share the same state',
  'src/explore/sampling/options.ts':
    'what can happen in a state, found and found again: columns that belong together',
  'src/explore/product.ts': 'the loop that everything is written for, kept together',
  'src/program/operationRun.ts': 'one generator, driven: its requests share the same state',
  'src/automata/learner.ts': 'the border between the planes: one class that writes every table',
  'src/automata/nodes.ts': 'nodes, and the checks that what is learned of them is deterministic',
  'src/program/world.ts': 'one execution: all that can happen in it, and what changes then',
  'src/program/program.ts': 'from a client to threads: the positions in its plans are known here alone',
};

const line = (number: number, text: string): string => `line ${number}: ${text.trim()}`;

function firstLine(text: string, pattern: RegExp): string | undefined {
  const lines = text.split('\n');
  const index = lines.findIndex((one) => pattern.test(one));
  return index < 0 ? undefined : line(index + 1, lines[index]!);
}

const rules: readonly Rule[] = [
  {
    name: 'a file carries one thing, in at most 300 lines',
    complaint: ({ path, text }) => {
      const length = text.split('\n').length - 1;
      return length > 300 && !isTest(path) && longFiles[path] === undefined ? `${length} lines` : undefined;
    },
    breaks: { path: 'src/a.ts', text: 'x\n'.repeat(301) },
  },
  {
    name: 'no file is named after nothing in particular',
    complaint: ({ path }) => /\b(utils?|helpers?|common|types|misc|index)\.ts$/.exec(path)?.[0],
    breaks: { path: 'src/core/utils.ts', text: '' },
  },
  {
    name: 'file names are camelCase',
    complaint: ({ path }) =>
      /\/[a-z][A-Za-z0-9]*(\.gallery)?(\.test)?\.tsx?$/.test(path) ? undefined : path,
    breaks: { path: 'src/core/some-file.ts', text: '' },
  },
  {
    name: 'no test is left alone or left out',
    complaint: ({ text }) => firstLine(text, /\b(test|describe|it)\.(only|skip|todo)\b/),
    breaks: { path: 'src/a.test.ts', text: `test.${'only'}('x', () => {});` },
  },
  {
    name: 'nothing is put off in a comment',
    complaint: ({ text }) => firstLine(text, /\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/),
    breaks: { path: 'src/a.ts', text: `// ${'TO'}DO: mend` },
  },
  {
    name: 'the process, the clock and files are touched by the command, the pages and tests alone',
    complaint: ({ path, text }) =>
      /^(src\/cli|src\/web|src\/vitest|bench)\//.test(path) ||
      // To control the event loop is to touch the process and its globals.
      /^src\/promises\/(takeOver|eventLoop)\.ts$/.test(path) ||
      isTest(path)
        ? undefined
        : firstLine(text, /from 'node:|\bprocess\.|\bDate\.now\(\)(?!')|\bperformance\.now\(/),
    breaks: { path: 'src/core/a.ts', text: "import { readFileSync } from 'node:fs';" },
  },
  {
    name: 'every exported function, class and interface says what it is',
    complaint: ({ path, text }) => {
      if (isTest(path)) return undefined;
      const lines = text.split('\n');
      const index = lines.findIndex(
        (one, at) =>
          /^export (abstract )?(async )?(function|class|interface|type) /.test(one) &&
          // An overload is documented with the first of its kind.
          !/\*\/$|^export function|^\): /.test(lines[at - 1]?.trim() ?? ''),
      );
      return index < 0 ? undefined : line(index + 1, lines[index]!);
    },
    breaks: { path: 'src/a.ts', text: 'const a = 1;\nexport function b(): void {}' },
  },
];

describe.each(rules)('$name', ({ complaint, breaks }) => {
  test('the rule can fail', () => {
    expect(complaint(breaks)).toBeDefined();
  });

  test('and is kept', () => {
    // The door of the library and those of the two folders beside it.
    const doors = [
      'src/index.ts',
      'src/promises/door.ts',
      'src/vitest/door.ts',
      'src/fastCheck/door.ts',
      'models/index.ts',
      'properties/index.ts',
    ];
    const broken = sourceFiles()
      .filter(({ path }) => !doors.includes(path))
      .flatMap((file) => {
        const found = complaint(file);
        return found === undefined ? [] : [`${file.path}: ${found}`];
      });
    expect(broken).toEqual([]);
  });
});
