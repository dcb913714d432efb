/**
 * The verdicts for a terminal, within 80 columns as long as names allow: a table for several
 * primitives, and for one primitive a list, which has room for the reasons.
 */

import { plain, type Paint } from './paint.ts';
import { wrap } from './textTable.ts';
import { verdictList } from './verdictList.ts';
import {
  bypassColumn,
  describeChance,
  describeVerdict,
  signOf,
  type Note,
  type VerdictCell,
  type VerdictRow,
  type VerdictTable,
} from './verdictTable.ts';

/** More replay commands than these hide the table that they are about. */
const commandsMax = 12;

/** One column of signs or of figures; its heading stands to the left of it, above the names. */
interface Column {
  readonly heading: string;
  readonly width: number;
  readonly textOf: (row: VerdictRow) => string;
  readonly paintOf: (row: VerdictRow) => keyof Paint | undefined;
}

/** How the table is shown. */
export interface TableTextOptions {
  /** How heddle is called, for the commands under the table. */
  readonly command: string;
  /** Columns of the terminal. */
  readonly width: number;
  readonly paint?: Paint;
  /** Whether remarks are shown; at the default clients, which are meant to end in odd places, they only distract. */
  readonly remarked?: boolean;
}

/** The verdicts, a legend, and the commands that replay what failed, line by line. */
export function tableText(
  table: VerdictTable,
  { command, width, paint = plain, remarked = false }: TableTextOptions,
): string[] {
  const [only, ...others] = table.rows;
  const isList = only !== undefined && others.length === 0;
  return [
    ...(isList ? verdictList(only, width, paint) : tableLines(table, paint)),
    '',
    ...(isList
      ? []
      : legend(table)
          .flatMap((line) => wrap(line, width))
          .map(paint.faint)),
    ...unknownLines(table, isList, width, paint),
    ...(remarked ? remarkLines(table, width) : []),
    ...replayLines(table.notes, command, width, paint),
  ];
}

function tableLines({ properties, rows }: VerdictTable, paint: Paint): string[] {
  const columns = columnsOf(properties, rows);
  const offsets = columns.map((_, index) => sum(columns.slice(0, index).map(({ width }) => width)));
  const nameWidth = Math.max(
    ...rows.map(({ assessment }) => assessment.primitive.length + 1),
    ...columns.map(({ heading }, index) => heading.length + 2 - offsets[index]!),
  );
  const heads = columns.map(({ heading }, index) => {
    const right = columns.slice(index + 1).map(({ width }) => `│${' '.repeat(width - 1)}`);
    const gap = ' '.repeat(columns[index]!.width - 1);
    return `${`${heading} ┐`.padStart(nameWidth + offsets[index]! + 1)}${gap}${right.join('')}`.trimEnd();
  });
  return [
    ...heads.toReversed().map(paint.strong),
    ...rows.map((row) => {
      const cells = columns.map((column) => {
        const colour = column.paintOf(row);
        const text = column.textOf(row).padEnd(column.width);
        return colour === undefined ? text : paint[colour](text);
      });
      return `${row.assessment.primitive.padEnd(nameWidth)}${cells.join('')}`.trimEnd();
    }),
  ];
}

function columnsOf(properties: VerdictTable['properties'], rows: readonly VerdictRow[]): Column[] {
  const hasBypass = rows.some(({ bypass }) => bypass !== '');
  const bypass: Column = {
    heading: 'bypass bound',
    width: 4,
    textOf: (row) => row.bypass,
    paintOf: () => undefined,
  };
  const beside = bypassColumn(properties);
  return properties.flatMap(({ name }, index) => {
    const column: Column = {
      heading: name,
      width: 3,
      textOf: ({ cells }) => `${signOf(cells[index]!)}${cells[index]!.isSurprise ? '!' : ''}`,
      paintOf: ({ cells }) => colourOf(cells[index]!),
    };
    return name === beside && hasBypass ? [column, bypass] : [column];
  });
}

function colourOf(cell: VerdictCell): keyof Paint {
  return ({ '✓': 'good', '≤': 'unsure', '≈': 'unsure', '✗': 'bad', '?': 'unsure', '–': 'faint' } as const)[
    signOf(cell)
  ];
}

function legend({ rows }: VerdictTable): string[] {
  const hasBypass = rows.some(({ bypass }) => bypass !== '');
  const isBounded = rows.some(({ cells }) => cells.some((cell) => signOf(cell) === '≤'));
  const chances = rows.flatMap(({ cells }) =>
    cells.flatMap(({ report: { verdict } }) => (verdict.verdict === 'probable' ? [verdict.missChance] : [])),
  );
  const hasSurprise = rows.some(({ cells }) => cells.some(({ isSurprise }) => isSurprise));
  return [
    '✓ holds: every execution of the clients was explored. ✗ violated. ? unknown: a limit was hit.',
    ...(isBounded
      ? ['≤ holds within the bound on switches alone: the other executions were not explored.']
      : []),
    ...(chances.length > 0
      ? [
          `≈ holds, with probability of a missed state below ${describeChance(Math.max(...chances))} for each of them.`,
        ]
      : []),
    ...(hasSurprise ? ['! is not the verdict that the entry declares.'] : []),
    ...(hasBypass
      ? [
          'Bypass bound: how often one waiter is overtaken at most; ∞ where there is no bound, ≥ where none was found.',
        ]
      : []),
  ];
}

function unknownLines({ rows }: VerdictTable, isTold: boolean, width: number, paint: Paint): string[] {
  const unknown = rows.flatMap(({ assessment, cells }) =>
    cells.flatMap(({ report }) =>
      report.verdict.verdict === 'unknown' ? [{ assessment, report, stop: report.verdict.stop }] : [],
    ),
  );
  // Properties that one search leaves open have the same line.
  const told = new Map<string, string[]>();
  for (const { assessment, report } of unknown) {
    const line = `${assessment.primitive}: ${describeVerdict(report)}`;
    told.set(line, [...(told.get(line) ?? []), report.property]);
  }
  const limited = unknown.filter(({ stop }) => stop !== 'interrupted' && stop !== 'sampled');
  const isEndless = limited.some(({ report }) => report.isEndless === true);
  const stops = new Set(limited.filter(({ report }) => report.isEndless !== true).map(({ stop }) => stop));
  const flags = [...stops].map((stop) => `--limit-${stop}`).join(' and ');
  return [
    ...(isTold ? [] : [...told].map(([line, names]) => `? ${line} (${names.join(', ')})`)),
    ...(isEndless ? ['Without end, a number that grows for ever is too many states for any limit.'] : []),
    ...(flags === ''
      ? []
      : [`Nothing is proved where a limit was hit: raise ${flags}, or choose a smaller client.`]),
    ...(unknown.some(({ stop }) => stop === 'sampled')
      ? ['A sample proves nothing, whatever it has not shown.']
      : []),
  ]
    .flatMap((line) => wrap(line, width))
    .map(paint.unsure);
}

function replayLines(notes: readonly Note[], command: string, width: number, paint: Paint): string[] {
  const [first] = notes;
  if (first === undefined) return [];
  if (notes.length > commandsMax) {
    return [
      ...wrap(`Each ✗ is saved as ${patternOf(first)}. To see one happen, step by step:`, width),
      `  ${command} replay ${first.file}`,
    ];
  }
  const fileWidth = Math.max(...notes.map(({ file }) => file.length));
  return [
    'To see a failure happen, step by step:',
    ...notes.map(({ cell: { report }, file }) => {
      const { verdict } = report;
      const kind = verdict.verdict === 'violated' ? verdict.counterexample.explanation.kind : '';
      return `  ${command} replay ${file.padEnd(fileWidth)}  ${paint.faint(kind)}`;
    }),
  ];
}

function patternOf({ primitive, cell, file }: Note): string {
  const place = `${primitive}/${cell.property}`;
  const at = file.lastIndexOf(place);
  return `${file.slice(0, at)}<row>/<column>${file.slice(at + place.length)}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function remarkLines({ rows }: VerdictTable, width: number): string[] {
  return rows.flatMap(({ assessment, cells }) =>
    cells.flatMap(({ report: { remark, property } }) =>
      remark === undefined
        ? []
        : wrap(`${assessment.primitive} ${property}: ${remark.says} (${remark.client}).`, width),
    ),
  );
}
