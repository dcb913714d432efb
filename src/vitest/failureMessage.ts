import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Verification } from './verification.ts';

/** What a failing test says: the story of the failure, the other verdicts, and the command that replays it. */
export function failureMessage(
  { name, failure, lines, isProved }: Verification,
  { traceFile, rerun, isReplayable }: { traceFile: string; rerun: string; isReplayable: boolean },
): string {
  if (isProved) return `${name}: every property holds.\n${lines.join('\n')}`;
  if (failure === undefined)
    return `${name}: not everything is proved.\n\n${lines.join('\n')}\n\nRaise the limits, or take smaller clients.`;
  return [
    failure.story,
    '',
    'All verdicts:',
    ...lines.map((line) => `  ${line}`),
    '',
    'To see it happen again, step by step:',
    `  ${isReplayable ? `npx heddle replay ${traceFile}` : rerun}`,
    ...(isReplayable
      ? []
      : [`The trace is in ${traceFile}; what a test file defines itself, heddle replay cannot load.`]),
  ].join('\n');
}

/**
 * The file that a test imports something named `name` from, relative to the working folder; undefined if the test
 * defines it itself, or imports it from where it cannot be found.
 */
export function importedFile(testFile: string, name: string): string | undefined {
  if (!existsSync(testFile)) return undefined;
  const text = readFileSync(testFile, 'utf8');
  const specifiers = [...text.matchAll(/from\s+['"](\.{1,2}\/[^'"]+)['"]/g)].map(
    ([, specifier]) => specifier!,
  );
  const endings = ['', '.ts', '.js', '.mts', '.mjs', '/index.ts', '/index.js'];
  for (const specifier of specifiers) {
    const base = path.resolve(path.dirname(testFile), specifier);
    const bases = [base, base.replace(/\.js$/, '.ts'), base.replace(/\.mjs$/, '.mts')];
    const file = bases
      .flatMap((one) => endings.map((ending) => `${one}${ending}`))
      .find((one) => /\.[cm]?[jt]s$/.test(one) && existsSync(one));
    if (file === undefined) continue;
    const source = readFileSync(file, 'utf8');
    if (!["'", '"', '`'].some((quote) => source.includes(`${quote}${name}${quote}`))) continue;
    const relative = path.relative(process.cwd(), file).split(path.sep).join('/');
    return relative.startsWith('.') ? relative : `./${relative}`;
  }
  return undefined;
}
