/** What a comparison says of one feature of one primitive, and what it goes by. */

import type { Client } from '../../program/client.ts';
import { describePlan } from '../../program/client.ts';

/** The answer in a word; `figure` stands for itself, and `none` for a feature that does not apply. */
export type Answer = 'yes' | 'no' | 'unknown' | 'figure' | 'none';

/** One cell of the comparison; plain data. */
export interface Finding {
  readonly answer: Answer;
  /** What stands in the cell where that is not the bare answer: `0`, `≥5`, `lock, cell`; a – is followed by the reason. */
  readonly text?: string;
  readonly evidence: Evidence;
}

/** What a finding goes by. */
export interface Evidence {
  /** Whether it was explored, is said by the code of the primitive, or by the entry. */
  readonly by: 'exploration' | 'the code' | 'the entry';
  readonly says: string;
  /** How many states were explored, all clients together. */
  readonly states?: number;
  /** The clients of which all executions were explored. */
  readonly clients?: readonly string[];
  /** The command that shows it again, without `npx heddle`. */
  readonly command?: string;
  /** The trace that shows it, where one is kept. */
  readonly trace?: string;
}

/** The flags of `heddle check` that describe a client. */
export function flagsFor({ permits, plans }: Client): string {
  const rounds = new Set(plans.map((plan) => plan.rounds ?? 1));
  const words = plans.map((plan) => `--plan '${describePlan(plan)}'`);
  const [only] = rounds;
  const all = rounds.size === 1 && only !== 1 && only !== 'forever' ? ` --rounds ${only}` : '';
  return `--permits ${permits} ${words.join(' ')}${all}`;
}
