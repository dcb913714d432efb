import { chartOf } from '../automata/modelAutomaton.ts';
import type { Model } from '../core/model.ts';

/** The statechart of a model as Mermaid text (stateDiagram-v2). */
export function mermaidOf(model: Model): string {
  const { initial, transitions, startsIn } = chartOf(model);
  const lines = [
    'stateDiagram-v2',
    `  [*] --> ${initial}`,
    ...startsIn.map(({ target, guard }) => `  ${initial} --> ${target}${guard === '' ? '' : `: [${guard}]`}`),
    ...transitions.map(
      ({ source, event, guard, target }) =>
        `  ${source} --> ${target}: ${event}${guard === '' ? '' : ` [${guard}]`}`,
    ),
  ];
  return `${lines.map(escaped).join('\n')}\n`;
}

/** Mermaid reads `;` as the end of a statement, and `#` as the beginning of an entity. */
function escaped(line: string): string {
  return line.replaceAll(';', ',').replaceAll('#', 'no. ');
}
