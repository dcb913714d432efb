import { byStates } from '../../explore/method.ts';
import { costRows } from '../../report/costRows.ts';
import { mermaidOf } from '../../report/mermaid.ts';
import { wrap } from '../../report/textTable.ts';
import { verdictList } from '../../report/verdictList.ts';
import { verdictTable } from '../../report/verdictTable.ts';
import { judgedProperties } from 'heddle/properties';
import { assessAll } from '../crew.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { addressesOf, primitiveAt, type Address } from '../registry.ts';
import { colours, lineWidth, ProgressLine } from '../terminal.ts';

/** `heddle show`: where a primitive comes from, what it claims to be, and what was found of it. */
export async function showCommand(name: string): Promise<ExitCode> {
  for (const address of await addressesOf([name])) await showOne(address);
  return exitCodes.holds;
}

async function showOne(address: Address): Promise<void> {
  const { name, title, catalogue, source, model, note, expected } = await primitiveAt(address);
  const width = lineWidth();
  const say = (text: string): void => void process.stdout.write(`${wrap(text, width).join('\n')}\n`);
  say(`${colours.strong(name)}${catalogue === undefined ? '' : ` (${catalogue})`}: ${title}`);
  if (note !== undefined) say(note);
  if (source !== undefined)
    say(`Source: ${source.citation}${source.url === undefined ? '' : `, ${source.url}`}`);
  if (expected !== undefined) say(`Declared verdicts: ${expected.from}.`);
  say('');
  say(`Model: ${model.title} (${model.name}). ${model.promise}`);
  process.stdout.write(`${mermaidOf(model)}\n`);

  const progress = new ProgressLine();
  const outcomes = await assessAll([address], {
    request: {
      properties: judgedProperties.map((property) => property.name),
      clients: undefined,
      strength: 'weak',
      scheduling: undefined,
      method: byStates,
      workers: 1,
      keeping: undefined,
      limits: { states: 20_000_000 },
    },
    stop: new AbortController().signal,
    onProgress: (_, { progress: now, client }) => progress.show(client, now),
  });
  progress.clear();
  const table = verdictTable(
    outcomes.map((outcome) => {
      if ('refusal' in outcome) throw outcome.refusal;
      return outcome.assessment;
    }),
    () => '',
  );
  for (const row of table.rows) {
    const { assessment } = row;
    process.stdout.write(`${verdictList(row, width, colours).slice(1).join('\n')}\n`);
    say('');
    for (const { title: figure, value } of costRows(assessment))
      process.stdout.write(`${figure.padEnd(38)}${value}\n`);
    const unvisited = assessment.coverage?.unvisited ?? [];
    say('');
    say(
      unvisited.length === 0
        ? 'Every transition of the model was visited.'
        : `Transitions of the model that no execution visited: ${unvisited.join('; ')}.`,
    );
  }
}
