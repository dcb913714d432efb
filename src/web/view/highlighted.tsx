import Prism from 'prismjs';
import 'prismjs/components/prism-typescript.js';
import type { JSX } from 'preact';

/** Lines of coloured text. The text itself is never read as markup. */
export function highlighted(text: string): JSX.Element[][] {
  const lines: JSX.Element[][] = [[]];
  const add = (token: string | Prism.Token, type: string): void => {
    if (typeof token !== 'string') {
      const content = Array.isArray(token.content) ? token.content : [token.content];
      for (const part of content) add(part, token.type);
      return;
    }
    token.split('\n').forEach((piece, index) => {
      if (index > 0) lines.push([]);
      if (piece === '') return;
      const line = lines.at(-1)!;
      line.push(
        <span key={line.length} class={`token ${type}`}>
          {piece}
        </span>,
      );
    });
  };
  for (const token of Prism.tokenize(text, Prism.languages['typescript']!)) add(token, '');
  return lines;
}
