/** The comparison of primitives, feature by feature, as data; every report of it draws this. */

import { featureGroups } from '../judge/features/featureList.ts';
import type { Features } from '../judge/features/featuresOf.ts';
import type { Evidence, Finding } from '../judge/features/finding.ts';
import type { Primitive } from '../program/primitive.ts';

/** One primitive with what was found of it. */
export interface ComparedPrimitive {
  readonly name: string;
  readonly title: string;
  readonly catalogue?: string;
  readonly model: string;
  readonly scheduling: string;
  readonly citation?: string;
  readonly url?: string;
  readonly features: Features;
}

/** Primitives beside each other. */
export interface Comparison {
  readonly primitives: readonly ComparedPrimitive[];
}

/** What a row says of its primitive, and what was found. */
export function compared(primitive: Primitive, features: Features): ComparedPrimitive {
  const { name, title, catalogue, model, scheduling = 'preemptive', source } = primitive;
  return {
    name,
    title,
    ...(catalogue === undefined ? {} : { catalogue }),
    model: model.name,
    scheduling,
    ...(source === undefined ? {} : { citation: source.citation }),
    ...(source?.url === undefined ? {} : { url: source.url }),
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

/** Evidence that many cells may share. */
export interface Footnote {
  readonly number: number;
  readonly evidence: Evidence;
  /** The number of the set of clients, where there is one. */
  readonly clients?: number;
}

/** The footnotes of a comparison: one for each piece of evidence, numbered as they come. */
export class Footnotes {
  readonly #numbers = new Map<string, Footnote>();
  readonly #clients = new Map<string, readonly string[]>();

  readonly #shown: (evidence: Evidence, primitive: string) => Evidence;

  /** @param shown what is shown of evidence: what looks alike shares a note. */
  constructor(
    { primitives }: Comparison,
    shown: (evidence: Evidence, primitive: string) => Evidence = (evidence) => evidence,
  ) {
    this.#shown = shown;
    for (const group of featureGroups) {
      for (const { name: primitive, features } of primitives) {
        for (const { name } of group.features) this.of(features[name], primitive);
      }
    }
  }

  /** The footnote of a finding; undefined where there is nothing to say. */
  of(finding: Finding | undefined, primitive: string): Footnote | undefined {
    if (finding === undefined || finding.evidence.says === '') return undefined;
    const evidence = this.#shown(finding.evidence, primitive);
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
    return [...this.#clients.values()];
  }

  #clientsNumber(clients: readonly string[]): number {
    const key = clients.join('; ');
    if (!this.#clients.has(key)) this.#clients.set(key, clients);
    return [...this.#clients.keys()].indexOf(key) + 1;
  }

  get all(): readonly Footnote[] {
    return [...this.#numbers.values()];
  }
}
