import { setImmediate } from 'node:timers/promises';
import { gallery } from 'heddle/gallery';
import { properties } from 'heddle/properties';
import { selfcheck } from '../../judge/selfcheck/selfcheck.ts';
import { SelfcheckSum, selfcheckText } from '../../report/selfcheckText.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { lineWidth, ProgressLine } from '../terminal.ts';
import { integer, positive } from './options.ts';

/** What `heddle selfcheck` can be told; everything as it was typed. */
export interface SelfcheckFlags {
  readonly seconds: string;
  readonly programs?: string;
  readonly seed: string;
  readonly json?: boolean;
}

/** `heddle selfcheck`: whether all ways to search agree, on the gallery and on programs that are made up. */
export async function selfcheckCommand(flags: SelfcheckFlags): Promise<ExitCode> {
  const seed = integer('seed', flags.seed);
  const programsMax = flags.programs === undefined ? Infinity : positive('programs', flags.programs);
  // A number of programs that is asked for is looked at, however long it takes.
  const endsAt =
    flags.programs === undefined ? performance.now() + 1000 * positive('seconds', flags.seconds) : Infinity;
  const sum = new SelfcheckSum();
  const progress = new ProgressLine();
  let isInterrupted = false;
  const onInterrupt = (): void => void (isInterrupted = true);
  process.once('SIGINT', onInterrupt);
  const startedAt = performance.now();
  for (const checked of selfcheck({ gallery, properties, seed })) {
    sum.add(checked);
    const states = sum.searches.get('plain')?.size ?? 0;
    progress.show(`${sum.programs} programs`, {
      states,
      transitions: states,
      frontier: 0,
      depth: 0,
      elapsedMs: performance.now() - startedAt,
    });
    await setImmediate();
    const isOver = sum.programs >= programsMax || performance.now() >= endsAt;
    if (sum.failure !== undefined || isOver || isInterrupted) break;
  }
  progress.clear();
  process.off('SIGINT', onInterrupt);
  if (flags.json === true) process.stdout.write(`${JSON.stringify(documentOf(sum, seed), null, 2)}\n`);
  else process.stdout.write(`${selfcheckText(sum, seed, lineWidth()).join('\n')}\n`);
  if (sum.failure !== undefined) return exitCodes.bug;
  return isInterrupted ? exitCodes.interrupted : exitCodes.holds;
}

function documentOf({ programs, leftOut, failure, searches }: SelfcheckSum, seed: number): object {
  return {
    format: 'heddle-selfcheck',
    version: 1,
    seed,
    programs,
    leftOut,
    searches: Object.fromEntries(searches),
    ...(failure === undefined
      ? {}
      : { failure: { program: failure.program, disagreements: failure.disagreements } }),
  };
}
