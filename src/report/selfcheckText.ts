import type { Checked } from '../judge/selfcheck/selfcheck.ts';
import { wrap } from './textTable.ts';

/** All programs of a self-check, summed up. */
export class SelfcheckSum {
  programs = 0;
  /** Programs with more states than are compared. */
  leftOut = 0;
  /** The first disagreement. */
  failure: Checked | undefined;
  /** By way to search: on how many programs, and how many states or moves it and the plain search took there. */
  readonly searches = new Map<string, { programs: number; size: number; plain: number }>();

  add(checked: Checked): void {
    this.programs++;
    const { sizes } = checked;
    if (checked.disagreements.length > 0) this.failure ??= checked;
    if (sizes.size === 0) this.leftOut++;
    for (const [search, size] of sizes) {
      const sum = this.searches.get(search) ?? { programs: 0, size: 0, plain: 0 };
      this.searches.set(search, {
        programs: sum.programs + 1,
        size: sum.size + size,
        plain: sum.plain + (sizes.get('plain') ?? 0),
      });
    }
  }
}

/** What a self-check has found, for a terminal, line by line. */
export function selfcheckText(sum: SelfcheckSum, seed: number, width: number): string[] {
  const { programs, leftOut, failure, searches } = sum;
  if (failure !== undefined) {
    const { program, disagreements } = failure;
    return [
      'Two ways to search disagree: a fault of Heddle itself.',
      ...wrap(`  program:  ${program}`, width),
      ...disagreements.flatMap(({ search, about, expected, found }) => [
        `  search:   ${search}, about ${about}`,
        `  expected: ${expected}`,
        `  found:    ${found}`,
      ]),
      `  next:     Please report it, with the seed ${seed}.`,
    ];
  }
  const nameWidth = Math.max('search'.length, ...[...searches.keys()].map((name) => name.length)) + 2;
  return [
    ...wrap(
      `All searches agree on ${programs - leftOut} programs (seed ${seed}; ${leftOut} more were too large): verdicts, measures and end states.`,
      width,
    ),
    '',
    `${'search'.padEnd(nameWidth)}programs  states or moves`,
    ...[...searches].map(
      ([name, { programs: count, size, plain }]) =>
        `${name.padEnd(nameWidth)}${String(count).padStart(8)}  ${size.toLocaleString('en-US').padStart(10)}${plain === 0 || name === 'plain' ? '' : `, plain ${plain.toLocaleString('en-US')}`}`,
    ),
  ];
}
