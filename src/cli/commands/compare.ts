import path from 'node:path';
import { gallery, libraries2010 } from 'heddle/gallery';
import { properties } from 'heddle/properties';
import { byStates } from '../../explore/method.ts';
import { compared, type Comparison } from '../../report/comparison.ts';
import { comparisonHtml } from '../../report/comparisonHtml.ts';
import { comparisonMarkdown } from '../../report/comparisonMarkdown.ts';
import { comparisonText } from '../../report/comparisonText.ts';
import { assessAll } from '../crew.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { writeText } from '../files.ts';
import { addressesOf, primitiveAt, type Address } from '../registry.ts';
import { colours, lineWidth, ProgressLine } from '../terminal.ts';
import { compareHistories, type HistoryFlags } from './compareHistories.ts';

/** What `heddle compare` can be told. */
export interface CompareFlags extends HistoryFlags {
  readonly npm?: boolean;
  readonly json?: boolean;
  readonly reports: string;
}

/** `heddle compare`: the features of the gallery side by side, or of what is named; of two, also their histories. */
export async function compareCommand(names: readonly string[], flags: CompareFlags): Promise<ExitCode> {
  const addresses =
    names.length === 0 ? gallery.map(({ name }): Address => ({ name })) : await addressesOf(names);
  if (addresses.length === 2) return compareHistories(addresses[0]!, addresses[1]!, flags);
  const comparison = await comparisonOf(addresses);
  if (comparison === undefined) return exitCodes.interrupted;
  const json = `${JSON.stringify(comparison, null, 1)}\n`;
  if (names.length === 0) {
    writeText(path.join(flags.reports, 'comparison.json'), json);
    writeText(path.join(flags.reports, 'comparison.md'), comparisonMarkdown(comparison, libraries2010));
    writeText(path.join(flags.reports, 'comparison.html'), comparisonHtml(comparison, libraries2010));
  }
  if (flags.json === true) process.stdout.write(json);
  else if (names.length > 0) {
    process.stdout.write(`${comparisonText(comparison, lineWidth(), colours).join('\n')}\n`);
  } else
    process.stdout.write(`${addresses.length} primitives: ${path.join(flags.reports, 'comparison.html')}\n`);
  return exitCodes.holds;
}

/** Undefined when it was interrupted: half a comparison is none. */
async function comparisonOf(addresses: readonly Address[]): Promise<Comparison | undefined> {
  const stop = new AbortController();
  const onInterrupt = (): void => {
    if (stop.signal.aborted) process.exit(exitCodes.interrupted);
    stop.abort();
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  const progress = new ProgressLine();
  let done = 0;
  try {
    const outcomes = await assessAll(addresses, {
      request: {
        properties: properties.map(({ name }) => name),
        clients: undefined,
        strength: 'weak',
        scheduling: undefined,
        method: byStates,
        workers: 1,
        keeping: undefined,
        limits: { states: 20_000_000 },
        wantsFeatures: true,
      },
      stop: stop.signal,
      onProgress: (name, message) => progress.show(`${name}, ${message.client}`, message.progress),
      onDone: ({ primitive }) => progress.say(`${++done}/${addresses.length} ${primitive}`),
    });
    if (stop.signal.aborted) return undefined;
    const primitives = await Promise.all(
      outcomes.map(async (outcome, index) => {
        if ('refusal' in outcome) throw outcome.refusal;
        return compared(await primitiveAt(addresses[index]!), outcome.features!);
      }),
    );
    return { primitives };
  } finally {
    progress.clear();
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}
