/** The comparison of primitives, feature by feature, as data; every report of it draws this. */

import { featureGroups } from '../judge/features/featureList.ts';
import type { Features } from '../judge/features/featuresOf.ts';
import type { Evidence, Finding } from '../judge/features/finding.ts';
import type { LibraryTable } from '../program/libraryTable.ts';
import type { NotPorted } from '../program/notPorted.ts';
import type { Primitive } from '../program/primitive.ts';
import { codeOf } from './codeOf.ts';

/** One primitive with what was found of it. */
export interface ComparedPrimitive {
  readonly name: string;
  readonly title: string;
  /** The kind of primitive that it is listed with, if it is listed. */
  readonly family?: string;
  readonly catalogue?: string;
  readonly model: string;
  readonly scheduling: string;
  readonly citation?: string;
  readonly url?: string;
  /** The file that has it, from the root of the repository. */
  readonly code?: string;
  readonly features: Features;
}

/** Primitives beside each other. */
export interface Comparison {
  readonly primitives: readonly ComparedPrimitive[];
}

/** What stands beside the comparison: the table of 2010, quoted, and what is named and not there. */
export interface Beside {
  readonly libraries: LibraryTable;
  readonly notPorted: readonly NotPorted[];
}

/** What a row says of its primitive, and what was found. */
export function compared(primitive: Primitive, features: Features, family?: string): ComparedPrimitive {
  const { name, title, catalogue, model, scheduling = 'preemptive', source } = primitive;
  const code = codeOf(primitive);
  return {
    name,
    title,
    ...(family === undefined ? {} : { family }),
    ...(catalogue === undefined ? {} : { catalogue }),
    model: model.name,
    scheduling,
    ...(source === undefined ? {} : { citation: source.citation }),
    ...(source?.url === undefined ? {} : { url: source.url }),
    ...(code === undefined ? {} : { code }),
    features,
  };
}

/** What stands in a cell. */
export function cellText(finding: Finding | undefined): string {
  switch (finding?.answer) {
    case 'yes':
    case 'no':
    case 'unknown':
      return finding.text ?? finding.answer;
    case 'figure':
      return finding.text ?? '';
    case 'none':
    case undefined:
      return finding?.text ?? '–';
  }
}

/** The kinds of primitives, in order; what is not listed comes under `others`. */
export function familiesOf({ primitives }: Comparison): ReadonlyMap<string, readonly ComparedPrimitive[]> {
  const families = new Map<string, ComparedPrimitive[]>();
  for (const primitive of primitives) {
    const { family = 'others' } = primitive;
    families.set(family, [...(families.get(family) ?? []), primitive]);
  }
  return families;
}

/** Evidence without what is of one primitive alone: so, many cells share it. */
export type SharedEvidence = Omit<Evidence, 'states'>;

/** Evidence that many cells may share. */
export interface Footnote {
  readonly number: number;
  /** In its command, NAME stands for the primitive; a trace is its own command. */
  readonly evidence: SharedEvidence;
  /** The number of the set of clients, where there is one. */
  readonly clients?: number;
}

/** The footnotes of a comparison: one for each piece of evidence, numbered as they come. */
export class Footnotes {
  readonly #numbers = new Map<string, Footnote>();
  readonly #clients = new Map<string, number>();
  readonly #clientSets: (readonly string[])[] = [];

  constructor({ primitives }: Comparison) {
    for (const group of featureGroups) {
      for (const { name: primitive, features } of primitives) {
        for (const { name } of group.features) this.of(features[name], primitive);
      }
    }
  }

  /** The footnote of a finding; undefined where there is nothing to say. */
  of(finding: Finding | undefined, primitive: string): Footnote | undefined {
    if (finding === undefined || finding.evidence.says === '') return undefined;
    const evidence = shared(finding.evidence, primitive);
    const key = JSON.stringify(evidence);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const { clients } = evidence;
    const footnote: Footnote = {
      number: this.#numbers.size + 1,
      evidence,
      ...(clients === undefined ? {} : { clients: this.#clientsNumber(clients) }),
    };
    this.#numbers.set(key, footnote);
    return footnote;
  }

  /** The sets of clients, in the order of their numbers, which begin with 1. */
  get clientSets(): readonly (readonly string[])[] {
    return this.#clientSets;
  }

  #clientsNumber(clients: readonly string[]): number {
    const key = JSON.stringify(clients);
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    const number = this.#clientSets.push(clients);
    this.#clients.set(key, number);
    return number;
  }

  get all(): readonly Footnote[] {
    return [...this.#numbers.values()];
  }
}

function shared({ by, says, clients, trace, command }: Evidence, name: string): SharedEvidence {
  const shows = trace === undefined && command !== undefined;
  return {
    by,
    says,
    ...(clients === undefined ? {} : { clients }),
    ...(trace === undefined ? {} : { trace }),
    ...(shows ? { command: command.replace(` ${name}`, ' NAME') } : {}),
  };
}

/** The command of a footnote, for one primitive. */
export function commandOf({ trace, command }: SharedEvidence, name: string): string | undefined {
  return trace === undefined ? command?.replace(' NAME', ` ${name}`) : `replay ${trace}`;
}
