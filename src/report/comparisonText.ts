/** The comparison for a terminal: features down, primitives across, as many at once as there is room for. */

import { featureGroups } from '../judge/features/featureList.ts';
import type { Finding } from '../judge/features/finding.ts';
import { cellText, type Comparison } from './comparison.ts';
import type { Paint } from './paint.ts';
import { row, type Cell } from './textTable.ts';

const titleWidth = 36;
const columnWidth = 22;
const indent = 4;

/** Lines of at most `width` characters. Of a single primitive, each feature is followed by what it goes by. */
export function comparisonText({ primitives }: Comparison, width: number, paint: Paint): string[] {
  const atOnce = Math.max(1, Math.floor((width - titleWidth) / columnWidth));
  const blocks: string[] = [];
  for (let first = 0; first < primitives.length; first += atOnce) {
    const some = primitives.slice(first, first + atOnce);
    const widths = [titleWidth, ...some.map(() => columnWidth)];
    if (first > 0) blocks.push('');
    blocks.push(
      ...row(
        [{ text: '' }, ...some.map(({ name }): Cell => ({ text: name, paint: 'strong' }))],
        widths,
        paint,
      ),
    );
    for (const { title, features } of featureGroups) {
      blocks.push(paint.faint(title));
      for (const feature of features) {
        const cells = some.map(({ features: found }): Cell => cellOf(found[feature.name]));
        blocks.push(...row([{ text: `  ${feature.title}` }, ...cells], widths, paint));
        const says =
          primitives.length === 1 ? primitives[0]!.features[feature.name]?.evidence.says : undefined;
        if (says !== undefined) {
          blocks.push(
            ...row([{ text: '' }, { text: says, paint: 'faint' }], [indent, width - indent], paint),
          );
        }
      }
    }
  }
  return blocks;
}

function cellOf(finding: Finding | undefined): Cell {
  const text = cellText(finding);
  switch (finding?.answer) {
    case 'yes':
      return { text, paint: 'good' };
    case 'no':
      return { text, paint: 'bad' };
    case 'unknown':
      return { text, paint: 'unsure' };
    default:
      return { text };
  }
}
