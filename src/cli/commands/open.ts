import path from 'node:path';
import { UsageError } from '../../core/errors.ts';
import { compareWithTrace } from '../../trace/replay.ts';
import { decodeTrace } from '../../trace/trace.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { executeTrace } from '../executeTrace.ts';
import { readText, writeText } from '../files.ts';
import { builtPage, showInBrowser, tracePage } from '../pages.ts';
import { recordedTrace } from '../recordedTrace.ts';
import { sourceNote } from '../sourceNote.ts';

/** What `heddle open` can be told. */
export interface OpenFlags {
  /** Where the page is written; default beside the reports. */
  readonly output?: string;
  /** False for `--no-browser`. */
  readonly browser: boolean;
}

/** `heddle open`: the page of one trace, in one file. */
export async function openCommand(file: string, flags: OpenFlags): Promise<ExitCode> {
  const trace = decodeTrace(readText(file), file);
  const form = builtPage('trace.html');
  const executed = await executeTrace(trace).catch((error: unknown) => {
    // Whatever the trace asks for that does not exist is a fault of the file, not of the command line.
    throw error instanceof UsageError
      ? new UsageError(`${file}: ${error.message}`, 'HEDDLE_BAD_FILE')
      : error;
  });
  const { divergence, outcome } = compareWithTrace(trace, executed.execution);
  const note = sourceNote(trace, executed.primitive);
  const notices = [
    ...(note === undefined ? [] : [note]),
    ...(divergence === undefined
      ? []
      : [
          `It parts from the trace at step ${divergence.step}. Then: ${divergence.was}. Now: ${divergence.is}.`,
        ]),
    ...(outcome === 'gone' ? [`The failure is gone on this schedule. It was: ${trace.verdict.why}.`] : []),
    ...(outcome === 'undecided'
      ? ['The rest of the schedule cannot be carried out, so it does not tell whether the failure is gone.']
      : []),
  ];
  const recording = recordedTrace(trace, { ...executed, file, notices });
  const target =
    flags.output ?? path.join('reports', 'traces', `${trace.primitive.name}.${trace.property}.html`);
  writeText(target, tracePage(form, recording));
  process.stdout.write(`${target}\n`);
  if (flags.browser) showInBrowser(path.resolve(target));
  return exitCodes.holds;
}
