/** What the editor offers to complete: Heddle's door and the methods of its shared objects, with what their source says of them. */

import type { Completion } from './protocol.ts';

const texts = import.meta.glob(['../../program/*.ts', '../../program/objects/*.ts', '!../../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
}) as Record<string, string>;

const doorText = (
  import.meta.glob('../../index.ts', { query: '?raw', import: 'default', eager: true }) as Record<
    string,
    string
  >
)['../../index.ts']!;

/** Read off the sources: docstrings of exported functions, and of the methods of shared objects that are steps. */
export function completions(): Completion[] {
  const door = new Set(
    [...doorText.matchAll(/export \{([^}]*)\}/g)].flatMap(([, names]) =>
      names!.split(',').map((name) => name.replace(/^\s*type /, '').trim()),
    ),
  );
  const found = new Map<string, Completion>();
  for (const text of Object.values(texts)) {
    for (const [, comment = '', name = '', rest = ''] of text.matchAll(functions)) {
      if (door.has(name))
        add(found, { label: name, detail: signature(rest), info: plain(comment), isMember: false });
    }
    for (const [, comment = '', name = '', rest = ''] of text.matchAll(methods)) {
      add(found, { label: name, detail: signature(rest), info: plain(comment), isMember: true });
    }
  }
  return [...found.values()].sort((a, b) => (a.label < b.label ? -1 : 1));
}

const comment = String.raw`(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?`;
const functions = new RegExp(`${comment}export function (\\w+)((?:<[^>(]*>)?\\([^)]*\\).*)\\{`, 'g');
const methods = new RegExp(`${comment}  (\\w+)(\\([^)]*\\): Step<.*)\\{`, 'g');

function add(found: Map<string, Completion>, completion: Completion): void {
  const key = `${completion.isMember} ${completion.label}`;
  const known = found.get(key);
  if (known === undefined || known.info.length < completion.info.length) found.set(key, completion);
}

function signature(rest: string): string {
  return rest
    .replace(/^<[^(]*>/, '')
    .replace(/\s+/g, ' ')
    .replace(/\( /, '(')
    .replace(/,? \)/, ')')
    .trim();
}

function plain(text: string): string {
  return text
    .replace(/^\s*\* ?/gm, '')
    .replace(/@example[\s\S]*/, '')
    .replace(/\{@link ([^}]*)\}/g, '$1')
    .trim();
}
