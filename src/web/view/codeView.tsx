import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { highlighted } from './highlighted.tsx';

/** A text of code, coloured, to be read. */
export function CodeView({ text, label }: { readonly text: string; readonly label: string }): JSX.Element {
  const lines = useMemo(() => highlighted(text.trimEnd()), [text]);
  return (
    <pre class="code-view" tabIndex={0} role="region" aria-label={label}>
      {lines.map((line, index) => (
        <code key={index}>
          {line}
          {'\n'}
        </code>
      ))}
    </pre>
  );
}
