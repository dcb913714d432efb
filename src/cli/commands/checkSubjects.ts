/** The part of `heddle check` that is about code made of promises. */

import path from 'node:path';
import {
  defaultPositions,
  midDrain,
  sameTick,
  settled,
  type Positions,
  type SubjectReport,
} from 'heddle/promises';
import { promiseProperties } from 'heddle/properties';
import { nearestNames, UsageError } from '../../core/errors.ts';
import type { Property } from '../../core/monitor.ts';
import type { Client } from '../../program/client.ts';
import { encodeOrderTrace } from '../../promises/orderTrace.ts';
import { subjectJson } from '../../report/subjectJson.ts';
import { subjectList } from '../../report/subjectList.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { writeText } from '../files.ts';
import { interruptible } from '../interruptible.ts';
import { checkSubjectsAside } from '../subjectCrew.ts';
import type { SubjectProgress, SubjectRequest } from '../subjectWorker.ts';
import type { FoundSubject } from '../subjects.ts';
import { colours, lineWidth, ProgressLine } from '../terminal.ts';
import { limitsFrom, type CheckFlags } from './options.ts';

/** Executions of one client at one set of positions, where nobody says otherwise. */
const executionsMax = 1_000_000;

/** Checks subjects, prints what was found and saves the orders that fail. */
export async function checkSubjects(
  found: readonly FoundSubject[],
  clients: readonly Client[] | undefined,
  flags: CheckFlags,
): Promise<ExitCode> {
  const properties = promisePropertiesFrom(flags);
  const positions = positionsFrom(flags);
  const progress = new ProgressLine();
  const reports: SubjectReport[] = [];
  const isDefault =
    clients === undefined &&
    flags.property === undefined &&
    flags.positions === undefined &&
    flags.interrupts === undefined;
  const { timeMs } = limitsFrom(flags);
  const request: SubjectRequest = {
    properties: properties.map(({ name }) => name),
    clients,
    positions,
    limits: { executions: executionsFrom(flags), ...(timeMs === undefined ? {} : { timeMs }) },
  };
  const addresses = found.map(({ subject, module }) => ({ module, name: subject.name }));
  const isInterrupted = await interruptible(async (stop) => {
    const onProgress = (name: string, { client, positions: where }: SubjectProgress): void =>
      progress.tell(`${name}, ${client}: ${where}`);
    for await (const report of checkSubjectsAside(addresses, { request, stop, onProgress })) {
      progress.clear();
      reports.push(report);
      const files = saveOrders(report, flags.traces, isDefault);
      if (flags.json !== true) print(report, files);
    }
    return stop.aborted;
  }).finally(() => progress.clear());
  if (flags.json === true) process.stdout.write(subjectJson(reports));
  if (isInterrupted) {
    process.stderr.write('Interrupted: what was found so far is shown and saved.\n');
    return exitCodes.interrupted;
  }
  const verdicts = reports.flatMap((report) => report.properties.map(({ verdict }) => verdict.verdict));
  if (verdicts.includes('violated')) return exitCodes.violated;
  return verdicts.includes('unknown') ? exitCodes.unknown : exitCodes.holds;
}

function print(report: SubjectReport, files: readonly string[]): void {
  process.stdout.write(`${subjectList(report, lineWidth(), colours).join('\n')}\n`);
  if (files.length > 0) {
    process.stdout.write('\nTo see a failure happen on the real event loop, step by step:\n');
    for (const file of files) process.stdout.write(`  npx heddle replay ${file}\n`);
    process.stdout.write('With --script it is printed as a script that runs without Heddle.\n');
  }
  process.stdout.write('\n');
}

function saveOrders(report: SubjectReport, folder: string, isDefault: boolean): string[] {
  return report.properties.flatMap(({ property, verdict }) => {
    if (verdict.verdict !== 'violated') return [];
    const file = path.posix.join(folder, report.subject, `${property}${isDefault ? '' : '.custom'}.json`);
    writeText(file, encodeOrderTrace(verdict.counterexample.trace));
    return [file];
  });
}

/** The properties that were asked for. @throws UsageError for one that says nothing of promise code. */
function promisePropertiesFrom({ property: wanted, interrupts }: CheckFlags): Property[] {
  const offered = promiseProperties.filter(
    (property) => interrupts !== '0' || property.interrupts === undefined,
  );
  if (wanted === undefined) return [...offered];
  const names = promiseProperties.map(({ name }) => name);
  const stranger = wanted.find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new UsageError({
      what: `There is no property named ${stranger} for code made of promises.`,
      found: stranger,
      expected: `one of ${nearestNames(stranger, names, names.length).join(', ')}`,
    });
  }
  return offered.filter(({ name }) => wanted.includes(name));
}

/** Where events may fall; undefined where nobody says. @throws UsageError for what is none of the three. */
function positionsFrom({ positions }: CheckFlags): readonly Positions[] | undefined {
  if (positions === undefined) return undefined;
  if (positions === 'settled') return [settled];
  if (positions === 'same-tick') return defaultPositions.slice(0, 2);
  const [, microtasks, insertions = '1'] = /^(\d+)(?:x(\d+))?$/.exec(positions) ?? [];
  if (microtasks !== undefined && Number(microtasks) > 0 && Number(insertions) > 0) {
    return [settled, sameTick, midDrain(Number(microtasks), Number(insertions))];
  }
  throw new UsageError({
    what: '--positions does not say where events fall.',
    found: positions,
    expected:
      'settled, same-tick, a number of microtasks such as 4, or 4x2 for two events in the middle of a drain',
  });
}

function executionsFrom({ limitExecutions }: CheckFlags): number {
  if (limitExecutions === undefined) return executionsMax;
  const value = Number(limitExecutions.replaceAll('_', ''));
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError({
    what: '--limit-executions is not a positive whole number.',
    found: limitExecutions,
    expected: 'a number above 0',
  });
}
