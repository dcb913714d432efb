/**
 * The three ways in which Heddle refuses. A violated property is none of them: that is a verdict.
 *
 * Each message has at most four lines: what happened, the offending value, what was expected, what
 * to do next.
 */

/** The four lines of a message; only the first is always there. */
export interface Complaint {
  readonly what: string;
  readonly found?: string;
  readonly expected?: string;
  readonly next?: string;
}

abstract class HeddleError extends Error {
  abstract readonly code: string;

  constructor(complaint: Complaint | string, options?: ErrorOptions) {
    super(typeof complaint === 'string' ? complaint : layOut(complaint), options);
    this.name = new.target.name;
  }
}

/** Heddle was called wrongly: an unknown name, a client without threads, a file that is no trace. */
export class UsageError extends HeddleError {
  readonly code: 'HEDDLE_USAGE' | 'HEDDLE_BAD_FILE';

  constructor(
    complaint: Complaint | string,
    code: 'HEDDLE_USAGE' | 'HEDDLE_BAD_FILE' = 'HEDDLE_USAGE',
    options?: ErrorOptions,
  ) {
    super(complaint, options);
    this.code = code;
  }
}

/** The primitive or the model is ill-formed: non-deterministic, never ends, yields what is no operation. */
export class IllFormedError extends HeddleError {
  readonly code = 'HEDDLE_ILL_FORMED';
}

/** A fault of Heddle itself. */
export class HeddleBug extends HeddleError {
  readonly code = 'HEDDLE_BUG';

  constructor(what: string, options?: ErrorOptions) {
    super(
      { what: `heddle bug: ${what}`, next: 'Please report it, with the primitive and the client.' },
      options,
    );
  }
}

function layOut({ what, found, expected, next }: Complaint): string {
  const lines = [what];
  if (found !== undefined) lines.push(`  found:    ${found}`);
  if (expected !== undefined) lines.push(`  expected: ${expected}`);
  if (next !== undefined) lines.push(`  next:     ${next}`);
  return lines.join('\n');
}

/** At most `count` of `names`, the ones nearest to `wanted` by edit distance first. */
export function nearestNames(wanted: string, names: readonly string[], count = 5): string[] {
  const distance = new Map(names.map((name) => [name, editDistance(wanted, name)]));
  const contains = (name: string): number => (name.includes(wanted) ? 0 : 1);
  return names
    .toSorted((a, b) => contains(a) - contains(b) || distance.get(a)! - distance.get(b)!)
    .slice(0, count);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
