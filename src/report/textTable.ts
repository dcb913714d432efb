/** Text in columns, for a terminal: widths in characters, cells that wrap. */

import type { Paint } from './paint.ts';

/** Breaks text into lines of at most `width` characters, at spaces where it can. */
export function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    let rest = word;
    if (line !== '' && line.length + 1 + rest.length > width) {
      lines.push(line);
      line = '';
    }
    while (rest.length > width) {
      const cut = breakPoint(rest, width);
      lines.push(rest.slice(0, cut));
      rest = rest.slice(cut);
    }
    line = line === '' ? rest : `${line} ${rest}`;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

/** Where to break a long word: past the first third after a dot, else before a capital, else after a bracket, else anywhere. */
function breakPoint(word: string, width: number): number {
  const isAfterDot = (at: number): boolean => word[at - 1] === '.';
  const isBeforeCapital = (at: number): boolean => /^[a-z][A-Z]$/.test(word.slice(at - 1, at + 1));
  const isAfterBracket = (at: number): boolean => word[at - 1] === '(';
  for (const isGood of [isAfterDot, isBeforeCapital, isAfterBracket]) {
    for (let at = width; at > width / 3; at--) if (isGood(at)) return at;
  }
  return width;
}

/** The text of one cell, and its colour. */
export interface Cell {
  readonly text: string;
  readonly paint?: keyof Paint;
}

/** One row of cells as lines: each cell wraps within its column. */
export function row(cells: readonly Cell[], widths: readonly number[], paint: Paint): string[] {
  const wrapped = cells.map(({ text }, column) => (text === '' ? [] : wrap(text, widths[column]! - 1)));
  const height = Math.max(1, ...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map(({ paint: colour }, column) => {
        const text = (wrapped[column]![line] ?? '').padEnd(widths[column]!);
        return colour === undefined ? text : paint[colour](text);
      })
      .join('')
      .trimEnd(),
  );
}
