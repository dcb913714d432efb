import path from 'node:path';
import { families, gallery, libraries2010, notPorted } from 'heddle/gallery';
import { judgedProperties } from 'heddle/properties';
import { byStates } from '../../explore/method.ts';
import { compared, type Comparison } from '../../report/comparison.ts';
import { comparisonHtml } from '../../report/comparisonHtml.ts';
import { comparisonJson } from '../../report/comparisonJson.ts';
import { comparisonMarkdown } from '../../report/comparisonMarkdown.ts';
import { comparisonText } from '../../report/comparisonText.ts';
import { assessAll } from '../crew.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { writeText } from '../files.ts';
import { interruptible } from '../interruptible.ts';
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
  const beside = names.length === 0 ? { libraries: libraries2010, notPorted } : undefined;
  const json = comparisonJson(comparison, beside);
  if (beside !== undefined) {
    writeText(path.join(flags.reports, 'comparison.json'), json);
    writeText(path.join(flags.reports, 'comparison.md'), comparisonMarkdown(comparison, beside));
    writeText(path.join(flags.reports, 'comparison.html'), comparisonHtml(comparison, beside));
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
  const progress = new ProgressLine();
  let done = 0;
  return interruptible(async (stop) => {
    const outcomes = await assessAll(addresses, {
      request: {
        properties: judgedProperties.map(({ name }) => name),
        clients: undefined,
        strength: 'weak',
        scheduling: undefined,
        method: byStates,
        workers: 1,
        keeping: undefined,
        limits: { states: 20_000_000 },
        wantsFeatures: true,
      },
      stop,
      onProgress: (name, message) => progress.show(`${name}, ${message.client}`, message.progress),
      onDone: ({ primitive }) => progress.say(`${++done}/${addresses.length} ${primitive}`),
    });
    if (stop.aborted) return undefined;
    const primitives = await Promise.all(
      outcomes.map(async (outcome, index) => {
        if ('refusal' in outcome) throw outcome.refusal;
        const primitive = await primitiveAt(addresses[index]!);
        const family = families.find(({ primitives }) => primitives.includes(primitive));
        return compared(primitive, outcome.features!, family?.title);
      }),
    );
    return { primitives };
  }).finally(() => progress.clear());
}
