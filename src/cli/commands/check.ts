import { availableParallelism } from 'node:os';
import path from 'node:path';
import { gallery, studies } from 'heddle/gallery';
import { judgedProperties } from 'heddle/properties';
import type { Assessment } from '../../judge/assess.ts';
import { conduct } from '../../judge/conduct.ts';
import type { Client } from '../../program/client.ts';
import { galleryHtml } from '../../report/galleryHtml.ts';
import { galleryJson } from '../../report/galleryJson.ts';
import { galleryMarkdown } from '../../report/galleryMarkdown.ts';
import { tableText } from '../../report/tableText.ts';
import { isIdle } from '../../judge/findings.ts';
import { verdictTable, type VerdictTable } from '../../report/verdictTable.ts';
import { encodeTrace } from '../../trace/trace.ts';
import { assessAll } from '../crew.ts';
import { exitCodeOf, exitCodes, type ExitCode } from '../exitCodes.ts';
import { writeText } from '../files.ts';
import { interruptible } from '../interruptible.ts';
import { checkSubjects } from './checkSubjects.ts';
import { executeTrace, type ExecutedTrace } from '../executeTrace.ts';
import { builtPage, isBuilt, tracePage } from '../pages.ts';
import { recordedTrace } from '../recordedTrace.ts';
import { addressesOf, hasPrimitives, type Address } from '../registry.ts';
import { subjectsAt, type FoundSubject } from '../subjects.ts';
import { colours, lineWidth, ProgressLine } from '../terminal.ts';
import type { Request } from '../worker.ts';
import {
  clientFrom,
  keepingFrom,
  limitsFrom,
  propertiesFrom,
  schedulingFrom,
  strengthFrom,
  workersFrom,
  type CheckFlags,
} from './options.ts';
import { methodFrom } from './methodFrom.ts';

/** `heddle check`: the whole gallery, or what is named. */
export async function checkCommand(names: readonly string[], flags: CheckFlags): Promise<ExitCode> {
  const client = clientFrom(flags);
  const clients = client === undefined ? flags.clients : [client];
  const { subjects, others } = await sortOut(names);
  if (subjects.length > 0) {
    const code = await checkSubjects(subjects, clients, flags);
    // What is worse counts: a violation, then what is unknown.
    if (others.length === 0 || code === exitCodes.interrupted) return code;
    const rest = await checkPrimitives(others, clients, flags);
    return [rest, code].includes(exitCodes.violated)
      ? exitCodes.violated
      : (Math.max(rest, code) as ExitCode);
  }
  return checkPrimitives(names, clients, flags);
}

/** Tells what is made of promises from what is made of steps. */
async function sortOut(names: readonly string[]): Promise<{ subjects: FoundSubject[]; others: string[] }> {
  const subjects: FoundSubject[] = [];
  const others: string[] = [];
  for (const name of names) {
    const found = await subjectsAt(name);
    subjects.push(...found);
    if (found.length === 0 || (await hasPrimitives(name))) others.push(name);
  }
  return { subjects, others };
}

/** Checks what is written in steps. */
async function checkPrimitives(
  names: readonly string[],
  clients: readonly Client[] | undefined,
  flags: CheckFlags,
): Promise<ExitCode> {
  const addresses =
    names.length === 0 ? gallery.map(({ name }): Address => ({ name })) : await addressesOf(names);
  const method = methodFrom(flags);
  const request: Request = {
    properties: propertiesFrom(flags).map(({ name }) => name),
    clients,
    strength: strengthFrom(flags),
    scheduling: schedulingFrom(flags),
    limits: limitsFrom(flags),
    method,
    keeping: keepingFrom(flags, method),
    workers: workersFrom(flags, addresses.length, availableParallelism()),
  };
  if (request.workers > 1 && flags.workers !== undefined) warnOfReductions(request);
  const isAsDeclared = isDefaultRun(request, clients, flags);
  const { assessments, refusals, isInterrupted } = await assessWatched(addresses, request, isAsDeclared);

  const table = verdictTable(assessments, (primitive, property) =>
    traceFile(flags.traces, primitive, property, isAsDeclared),
  );
  saveTraces(table);
  const isWhole = !isInterrupted && refusals.length === 0;
  const isGallery = names.length === 0 && isAsDeclared && isWhole && request.method.by === 'states';
  if (isGallery) await saveReports(table, flags);

  if (flags.json === true) process.stdout.write(galleryJson(table));
  else if (assessments.length > 0)
    printTable(table, isGallery ? flags.reports : undefined, clients !== undefined);
  for (const refusal of refusals) process.stderr.write(`${refusal.message}\n`);
  if (isInterrupted) {
    process.stderr.write('Interrupted: what was found so far is shown and saved.\n');
    return exitCodes.interrupted;
  }
  const [refusal] = refusals;
  if (refusal !== undefined) return exitCodeOf(refusal);
  return names.length === 0 && isAsDeclared ? exitByDeclaration(assessments) : exitByVerdict(assessments);
}

/** Says that threads cannot help where they were asked to. */
function warnOfReductions({ method, workers, keeping }: Request): void {
  const isPlain = method.by === 'states' && !method.reductions.footprints && !method.reductions.symmetry;
  if (isPlain && method.storage !== 'codes' && keeping === undefined) return;
  process.stderr.write(
    `--workers ${workers}: only --search plain, without --checkpoint and --compact, is shared by several threads; this search is made by one.\n`,
  );
}

/** Whether the check is the one that the entries of the gallery declare their verdicts for. */
function isDefaultRun(
  { strength, scheduling, method }: Request,
  clients: readonly Client[] | undefined,
  flags: CheckFlags,
): boolean {
  return (
    clients === undefined &&
    strength === 'weak' &&
    scheduling === undefined &&
    ((method.by === 'states' && method.storage !== 'codes') || method.by === 'executions') &&
    flags.property === undefined &&
    flags.interrupts === undefined
  );
}

function traceFile(folder: string, primitive: string, property: string, isAsDeclared: boolean): string {
  return path.posix.join(folder, primitive, `${property}${isAsDeclared ? '' : '.custom'}.json`);
}

async function assessWatched(
  addresses: readonly Address[],
  request: Request,
  isAsDeclared: boolean,
): Promise<{ assessments: Assessment[]; refusals: Error[]; isInterrupted: boolean }> {
  const progress = new ProgressLine();
  // With other clients or locks, other verdicts are to be expected.
  const judged = (assessment: Assessment): Assessment =>
    isAsDeclared ? assessment : { ...assessment, surprises: [] };
  let done = 0;
  return interruptible(async (stop) => {
    const outcomes = await assessAll(addresses, {
      request,
      stop,
      onProgress: (name, message) => progress.show(`${name}, ${message.client}`, message.progress),
      onNote: (name, note) => progress.say(`${name}: ${note}`),
      onDone: (assessment) => {
        done++;
        if (addresses.length > 1) progress.say(`${done}/${addresses.length} ${summary(judged(assessment))}`);
      },
    });
    return {
      assessments: outcomes.flatMap((outcome) =>
        'assessment' in outcome ? [judged(outcome.assessment)] : [],
      ),
      refusals: outcomes.flatMap((outcome) => ('refusal' in outcome ? [outcome.refusal] : [])),
      isInterrupted: stop.aborted,
    };
  }).finally(() => progress.clear());
}

/** `reference: 4 of 11 properties hold, 7 violated`. */
function summary({ primitive, properties: reports, surprises }: Assessment): string {
  const counts = (['violated', 'bounded', 'probable', 'unknown'] as const).map((kind) => {
    const count = reports.filter(({ verdict }) => verdict.verdict === kind).length;
    return count === 0 ? '' : `, ${count} ${kind}`;
  });
  const tested = reports.filter((report) => !isIdle(report));
  const held = tested.filter(({ verdict }) => verdict.verdict === 'holds').length;
  const declared = surprises.length === 0 ? '' : `; ${surprises.length} not as declared`;
  return `${primitive}: ${held} of ${tested.length} properties hold${counts.join('')}${declared}`;
}

function saveTraces({ notes }: VerdictTable): void {
  for (const { cell, file } of notes) {
    const { verdict } = cell.report;
    if (verdict.verdict === 'violated') writeText(file, encodeTrace(verdict.counterexample.trace));
  }
}

async function saveReports(table: VerdictTable, { reports }: CheckFlags): Promise<void> {
  const executions = await Promise.all(
    table.notes.map(async ({ cell }) => {
      const { verdict } = cell.report;
      return verdict.verdict === 'violated' ? executeTrace(verdict.counterexample.trace) : undefined;
    }),
  );
  const primitives = new Map(gallery.map((primitive) => [primitive.name, primitive]));
  const meanings = new Map(judgedProperties.map(({ name, violatedWhen }) => [name, violatedWhen]));
  const conducted = studies.map((study) =>
    conduct(
      study,
      judgedProperties.find(({ name }) => name === study.property)!,
    ),
  );
  writeText(path.join(reports, 'gallery.md'), galleryMarkdown(table, primitives, meanings, conducted));
  writeText(path.join(reports, 'gallery.json'), galleryJson(table));
  const pages = savePages(table, executions, path.join(reports, 'traces'));
  const evidence = executions.map((executed, index) => executed && { ...executed, page: pages[index] });
  writeText(path.join(reports, 'gallery.html'), galleryHtml(table, primitives, meanings, evidence));
}

/** Writes a page for each failing schedule; answers where they are, seen from the report. None if the form has not been built. */
function savePages(
  { notes }: VerdictTable,
  executions: readonly (ExecutedTrace | undefined)[],
  folder: string,
): (string | undefined)[] {
  if (!isBuilt('trace.html')) return [];
  const form = builtPage('trace.html');
  return notes.map(({ cell, file }, index) => {
    const { verdict } = cell.report;
    const executed = executions[index];
    if (verdict.verdict !== 'violated' || executed === undefined) return undefined;
    const { trace } = verdict.counterexample;
    const name = `${trace.primitive.name}.${trace.property}.html`;
    writeText(
      path.join(folder, name),
      tracePage(form, recordedTrace(trace, { ...executed, file, notices: [] })),
    );
    return `traces/${name}`;
  });
}

function printTable(table: VerdictTable, reports: string | undefined, remarked: boolean): void {
  const lines = tableText(table, { command: 'npx heddle', width: lineWidth(), paint: colours, remarked });
  process.stdout.write(`${lines.join('\n')}\n`);
  if (reports !== undefined) {
    process.stdout.write(`\nThe same with all evidence: ${path.join(reports, 'gallery.html')}\n`);
  }
}

/** For the gallery: a broken primitive that breaks as it declares is as it should be. */
function exitByDeclaration(assessments: readonly Assessment[]): ExitCode {
  return assessments.every(({ surprises }) => surprises.length === 0) ? exitCodes.holds : exitCodes.violated;
}

function exitByVerdict(assessments: readonly Assessment[]): ExitCode {
  const verdicts = assessments.flatMap(({ properties }) => properties.map(({ verdict }) => verdict.verdict));
  if (verdicts.includes('violated')) return exitCodes.violated;
  if (verdicts.includes('unknown')) return exitCodes.unknown;
  // What is no proof does not end with 0.
  return verdicts.includes('bounded') || verdicts.includes('probable') ? exitCodes.bounded : exitCodes.holds;
}
