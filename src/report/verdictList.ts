import { plain, type Paint } from './paint.ts';
import { wrap } from './textTable.ts';
import { bypassColumn, describeVerdict, signOf, type VerdictRow } from './verdictTable.ts';

/** The verdicts on one primitive, each with its reason, its bound or the limit that was hit, line by line. */
export function verdictList(
  { assessment, cells, bypass }: VerdictRow,
  width: number,
  paint: Paint = plain,
): string[] {
  const nameWidth = Math.max(...cells.map(({ property }) => property.length)) + 1;
  const indent = 2 + nameWidth;
  const beside = bypassColumn(cells.map(({ property: name }) => ({ name, title: name })));
  return [
    ...wrap(`${assessment.primitive}: ${assessment.title}`, width).map(paint.strong),
    ...cells.flatMap((cell) => {
      const sign = signOf(cell);
      const colour = (
        { '✓': 'good', '≤': 'unsure', '≈': 'unsure', '✗': 'bad', '?': 'unsure', '–': 'faint' } as const
      )[sign];
      const bound = cell.property === beside && bypass !== '' ? `; bypass bound ${bypass}` : '';
      const surprise = cell.isSurprise ? ' (not as declared)' : '';
      const [first = '', ...rest] = wrap(
        `${describeVerdict(cell.report)}${bound}${surprise}`,
        width - indent,
      );
      return [
        `${paint[colour](sign)} ${cell.property.padEnd(nameWidth)}${first}`,
        ...rest.map((line) => `${' '.repeat(indent)}${line}`),
      ];
    }),
    ...boundLines(cells)
      .flatMap((line) => wrap(line, width))
      .map(paint.faint),
  ];
}

/** The clients whose executions were all explored, without those of the interrupt properties, which are like them. */
function boundLines(cells: VerdictRow['cells']): string[] {
  const plainCells = cells.filter(({ property }) => !property.startsWith('interrupt-'));
  const clientsOf = (isEndless: boolean): string[] => {
    const reports = plainCells
      .map(({ report }) => report)
      .filter((report) => (report.isEndless === true) === isEndless);
    return [...new Set(reports.flatMap(({ verdict }) => verdict.bounds.map(({ client }) => client)))];
  };
  const plainClients = clientsOf(false);
  const endless = clientsOf(true);
  return [
    ...(plainClients.length === 0 ? [] : [`Clients: ${plainClients.join('; ')}.`]),
    ...(endless.length === 0
      ? []
      : [`Clients without end, searched by states and without reductions: ${endless.join('; ')}.`]),
    ...[...insteads(cells)].map(
      ([reason, count]) => `By states, not by executions, ${count} times: ${reason}.`,
    ),
  ];
}

/** Why clients were not searched by executions, and how often. */
function insteads(cells: VerdictRow['cells']): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { instead } of cells.flatMap(({ report }) => report.verdict.bounds)) {
    if (instead !== undefined) counts.set(instead, (counts.get(instead) ?? 0) + 1);
  }
  return counts;
}
