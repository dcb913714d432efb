import { UsageError } from '../../core/errors.ts';
import { describeClient } from '../../program/client.ts';
import { traceText } from '../../report/traceText.ts';
import { itfOf } from '../../trace/itf.ts';
import { compareWithTrace, type Replay } from '../../trace/replay.ts';
import { clientOf, decodeTrace, type Trace } from '../../trace/trace.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { executeTrace, type ExecutedTrace } from '../executeTrace.ts';
import { readText } from '../files.ts';
import { sourceHash } from '../registry.ts';
import { sourceNote } from '../sourceNote.ts';
import { colours, lineWidth } from '../terminal.ts';
import { replayOrder } from './replayOrder.ts';

/** What `heddle replay` can be told. */
export interface ReplayFlags {
  readonly itf?: boolean;
  readonly json?: boolean;
  /** Of promise code: print a script that runs without Heddle. */
  readonly script?: boolean;
}

/** `heddle replay`: executes a saved interleaving again, and shows it. */
export async function replayCommand(file: string, flags: ReplayFlags): Promise<ExitCode> {
  const text = readText(file);
  if (/^\s*\{\s*"format":\s*"heddle-order"/.test(text)) return replayOrder(text, file, flags);
  if (flags.script === true) {
    throw new UsageError({
      what: '--script is for orders of promise code.',
      found: file,
      expected: 'a trace that heddle check has made of a subject',
    });
  }
  const trace = decodeTrace(text, file);
  const executed = await executeTrace(trace).catch((error: unknown) => {
    // Whatever the trace asks for that does not exist is a fault of the file, not of the command line.
    throw error instanceof UsageError
      ? new UsageError(`${file}: ${error.message}`, 'HEDDLE_BAD_FILE')
      : error;
  });
  const replay = compareWithTrace(trace, executed.execution);
  checkUntouched(file, trace, executed, replay);
  if (flags.itf === true) process.stdout.write(itfOf(trace, executed.execution));
  else if (flags.json === true)
    process.stdout.write(
      `${JSON.stringify({ format: 'heddle-replay', version: 1, ...replay, why: executed.execution.violation?.why, loop: executed.execution.loop, steps: executed.execution.steps.length }, null, 2)}\n`,
    );
  else print(file, trace, executed, replay);
  return exitCodeOf(replay);
}

function print(file: string, trace: Trace, executed: ExecutedTrace, replay: Replay): void {
  const { execution, explanation } = executed;
  const lines = traceText(trace, execution, explanation, describeClient(clientOf(trace)), {
    width: lineWidth(),
    paint: colours,
    outcome: replay,
  });
  process.stdout.write(`${file}\n${lines.join('\n')}\n`);
  const note = sourceNote(trace, executed.primitive);
  if (note !== undefined) process.stdout.write(`\n${colours.unsure(note)}\n`);
}

/** From the very source that it was made from, a trace is reproduced to the letter. */
function checkUntouched(
  file: string,
  trace: Trace,
  { primitive, execution }: ExecutedTrace,
  { divergence }: Replay,
): void {
  const { source, name, module } = trace.primitive;
  if (
    source === undefined ||
    source !== sourceHash(primitive, module === undefined ? { name } : { name, file: module })
  )
    return;
  const why = execution.violation?.why;
  if (divergence === undefined && why === trace.verdict.why) return;
  throw new UsageError(
    {
      what: `${file}: this trace does not fit ${name}, whose source has not changed since.`,
      found: divergence === undefined ? trace.verdict.why : `step ${divergence.step}: ${divergence.was}`,
      expected: divergence === undefined ? (why ?? 'no violation') : divergence.is,
      next: 'The file has been altered, or another version of heddle made it. Restore it, or make it anew with heddle check.',
    },
    'HEDDLE_BAD_FILE',
  );
}

function exitCodeOf({ outcome }: Replay): ExitCode {
  switch (outcome) {
    case 'reproduced':
      return exitCodes.violated;
    case 'gone':
      return exitCodes.holds;
    case 'undecided':
      return exitCodes.unknown;
  }
}
