import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a checkpoint is of: one that is of anything else is of no use. */
export interface Identity {
  readonly primitive: string;
  /** Of heddle, and a hash of the code that searches. */
  readonly heddle: string;
  /** Of the primitive's file; empty if the file is not at hand. */
  readonly source: string;
  /** Properties, clients, strength and kind of search, as JSON. */
  readonly check: string;
}

/** What is wrong with a checkpoint of `kept` for a check that is `wanted`: what it is of, and both values. */
export function refusalOf(
  kept: Identity,
  wanted: Identity,
): [is: string, found: string, expected: string] | undefined {
  if (kept.primitive !== wanted.primitive) return ['of another primitive', kept.primitive, wanted.primitive];
  if (kept.heddle !== wanted.heddle) return ['of another version of heddle', kept.heddle, wanted.heddle];
  if (kept.source !== wanted.source) return ['of other code', `a source ${kept.source}`, wanted.source];
  if (kept.check === wanted.check) return undefined;
  return ['of another check', ...difference(kept.check, wanted.check)];
}

/** A hash of the code on which the numbers in a checkpoint depend. */
export function engineHash(): string {
  const hash = createHash('sha256');
  const root = fileURLToPath(new URL('../../', import.meta.url));
  for (const part of ['core', 'program', 'automata', 'explore', 'judge', '../models', '../properties']) {
    for (const file of filesIn(path.join(root, part))) hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 12);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const whole = path.join(folder, entry.name);
      if (entry.isDirectory()) return filesIn(whole);
      return /(?<!\.test|\.d)\.[jt]s$/.test(entry.name) ? [whole] : [];
    })
    .sort();
}

/** The first part of a check in which two differ. */
function difference(kept: string, wanted: string): [found: string, expected: string] {
  const [a, b] = [kept, wanted].map((text) => JSON.parse(text) as Record<string, unknown>);
  const differing = Object.keys({ ...a, ...b }).find(
    (key) => JSON.stringify(a![key]) !== JSON.stringify(b![key]),
  )!;
  const said = (value: unknown): string => {
    const text = `${differing} ${JSON.stringify(value) ?? 'by default'}`;
    return text.length > 200 ? `${text.slice(0, 197)}...` : text;
  };
  return [said(a![differing]), said(b![differing])];
}
