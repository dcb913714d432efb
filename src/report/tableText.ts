/** The verdict table for a terminal: at most 100 columns, with numbered notes under it. */

import { plain, type Paint } from './paint.ts';
import { describeVerdict, signOf, type VerdictCell, type VerdictRow, type VerdictTable } from './verdictTable.ts';
import { wrap } from './textTable.ts';

/** What stands above each column, in two lines; properties that are not here get their own name. */
const headings: Readonly<Record<string, readonly [string, string]>> = {
  safety: ['safe', ''],
  'no-lost-wakeup': ['lost', 'wake'],
  'non-blocking': ['non-', 'block'],
  'deadlock-freedom': ['dead-', 'lock'],
  fifo: ['FIFO', ''],
  refinement: ['model', ''],
  'failure-freedom': ['er-', 'rors'],
  'interrupt-before-blocked': ['int.', 'b/bl'],
  'interrupt-after-blocked': ['int.', 'a/bl'],
  'interrupt-before-anywhere': ['int.', 'b/any'],
  'interrupt-after-anywhere': ['int.', 'a/any'],
};

const columnWidth = 6;

/** How the table is printed. */
export interface TableTextOptions {
  /** How heddle is called, for the commands in the notes. */
  readonly command: string;
  readonly paint?: Paint;
  /** Whether remarks are shown; at the default clients, which are meant to end in odd places, they only distract. */
  readonly remarked?: boolean;
}

/** The table and its notes, line by line. */
export function tableText(table: VerdictTable, options: TableTextOptions): string[] {
  const { paint = plain } = options;
  const nameWidth = Math.max(10, ...table.rows.map(({ assessment }) => assessment.primitive.length)) + 1;
  const hasBypass = table.rows.some(({ bypass }) => bypass !== '');
  return [
    ...headLines(table, nameWidth, hasBypass, paint),
    ...table.rows.map((row) => rowLine(row, nameWidth, hasBypass, paint)),
    '',
    ...legend(table, hasBypass).flatMap((line) => wrap(line, 98)).map(paint.faint),
    ...noteLines(table, options),
  ];
}

function headLines(table: VerdictTable, nameWidth: number, hasBypass: boolean, paint: Paint): string[] {
  return [0, 1].map((line) => {
    const cells = table.properties.flatMap(({ name }) => {
      const heading = headings[name]?.[line] ?? (line === 0 ? name.slice(0, columnWidth - 1) : '');
      return name === 'fifo' && hasBypass ? [heading, line === 0 ? 'by-' : 'pass'] : [heading];
    });
    return paint.strong(
      `${''.padEnd(nameWidth)}${cells.map((cell) => cell.padEnd(columnWidth)).join('')}`.trimEnd(),
    );
  });
}

function rowLine({ assessment, cells, bypass }: VerdictRow, nameWidth: number, hasBypass: boolean, paint: Paint): string {
  const texts = cells.flatMap((cell) =>
    cell.property === 'fifo' && hasBypass
      ? [cellText(cell, paint), bypass.padEnd(columnWidth)]
      : [cellText(cell, paint)],
  );
  return `${assessment.primitive.padEnd(nameWidth)}${texts.join('')}`.trimEnd();
}

function cellText(cell: VerdictCell, paint: Paint): string {
  const sign = signOf(cell);
  const text = `${sign}${cell.isSurprise ? '!' : ' '}${cell.note ?? ''}`.padEnd(columnWidth);
  return { '✓': paint.good, '✗': paint.bad, '?': paint.unsure }[sign](text);
}

function legend(table: VerdictTable, hasBypass: boolean): string[] {
  const hasInterrupts = table.properties.some(({ name }) => name.startsWith('interrupt-'));
  const hasSurprise = table.rows.some(({ cells }) => cells.some(({ isSurprise }) => isSurprise));
  return [
    '✓ holds: every execution of the clients was explored. ✗ violated: see the note. ? unknown: a limit was hit.',
    ...(hasSurprise ? ['! is not the verdict that the entry declares.'] : []),
    ...(hasBypass ? ['bypass: how often one waiter was overtaken at most; ≥ where every further round adds to it.'] : []),
    ...(hasInterrupts
      ? ['int.: an interrupt before (b) or after (a) the pending step takes effect, when blocked (bl) or anywhere (any).']
      : []),
  ];
}

function noteLines(
  { notes, rows }: VerdictTable,
  { command, paint = plain, remarked = false }: TableTextOptions,
): string[] {
  const unknown = rows.flatMap(({ assessment, cells }) =>
    cells
      .filter(({ report }) => report.verdict.verdict === 'unknown')
      .map(({ report }) => `  ?  ${assessment.primitive} ${report.property}: ${describeVerdict(report)}`),
  );
  const remarks = rows.flatMap(({ assessment, cells }) =>
    cells.flatMap(({ report: { remark, property } }) =>
      remark === undefined
        ? []
        : wrap(`${assessment.primitive} ${property}: ${remark.says} (${remark.client}).`, 93).map(
            (line, index) => `${index === 0 ? '  i  ' : '     '}${line}`,
          ),
    ),
  );
  const fileWidth = Math.max(0, ...notes.map(({ file }) => file.length));
  const lines = notes.map(({ number, cell, file }) => {
    const { verdict } = cell.report;
    const kind = verdict.verdict === 'violated' ? verdict.counterexample.explanation.kind : '';
    return `${String(number).padStart(3)}  ${command} replay ${file.padEnd(fileWidth)} ${paint.faint(kind)}`;
  });
  const all = [...lines, ...unknown.map(paint.unsure), ...(remarked ? remarks : [])];
  return all.length === 0 ? [] : ['', ...all];
}
