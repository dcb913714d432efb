/** `heddle compare --npm`: packages of npm, in pinned versions, side by side. */

import path from 'node:path';
import { encodeOrderTrace } from '../../promises/orderTrace.ts';
import { scriptOf } from '../../promises/script.ts';
import { npmMarkdown, type NpmSection } from '../../report/npmMarkdown.ts';
import { subjectSign } from '../../report/subjectList.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { writeText } from '../files.ts';
import { npmRows, type NpmRow } from '../npmRows.ts';
import { subjectsAt } from '../subjects.ts';
import { colours } from '../terminal.ts';

/** What `heddle compare --npm` can be told. */
export interface CompareNpmFlags {
  readonly reports: string;
}

/**
 * Checks every pinned version, prints a table, and writes `npm.md` and a trace for each violation. Exits 0 when
 * every verdict is as it is known.
 */
export async function compareNpmCommand({ reports }: CompareNpmFlags): Promise<ExitCode> {
  const rows = await npmRows((row) => void process.stdout.write(`${lineOf(row)}\n`));
  const sections: NpmSection[] = [];
  for (const row of rows) sections.push(await sectionOf(row, reports));
  const file = path.posix.join(reports, 'npm.md');
  writeText(file, npmMarkdown(sections));
  process.stdout.write(`\nThe same with every order and its script: ${file}\n`);
  return rows.every(({ surprises }) => surprises.length === 0) ? exitCodes.holds : exitCodes.violated;
}

function lineOf({ pinned, report, surprises }: NpmRow): string {
  const name = `${pinned.name} ${pinned.version}`.padEnd(30);
  const signs = report.properties.map((one) => {
    const sign = subjectSign(one);
    return sign === '✓' || sign === '–' ? undefined : `${sign} ${one.property}`;
  });
  const told = signs.filter((sign) => sign !== undefined).join(', ');
  const said = told === '' ? colours.good('✓ all') : told;
  const surprise = surprises.length === 0 ? '' : colours.bad(` (not as known: ${surprises.join(', ')})`);
  return `${name}${report.subject.padEnd(30)}${said}${surprise}`;
}

async function sectionOf({ pinned, report }: NpmRow, folder: string): Promise<NpmSection> {
  const { name, version, installed, note } = pinned;
  const found = await subjectsAt(`npm:${installed}`);
  const { subject } = found.find((one) => one.subject.name === report.subject)!;
  const scripts = report.properties.flatMap(({ property, verdict }) => {
    if (verdict.verdict !== 'violated') return [];
    const { trace } = verdict.counterexample;
    const file = path.posix.join('npm', `${name}@${version}`, `${report.subject}.${property}.json`);
    writeText(path.join(folder, file), encodeOrderTrace(trace));
    return [[property, { trace, file, script: scriptOf(trace, subject) }] as const];
  });
  return { package: name, version, note, report, scripts: Object.fromEntries(scripts) };
}
