/** The comparison as a JSON document, in which what cells share is told once, and each primitive is a line. */

import type { Finding } from '../judge/features/finding.ts';
import {
  commandOf,
  Footnotes,
  type Beside,
  type ComparedPrimitive,
  type Comparison,
  type SharedEvidence,
} from './comparison.ts';

/** What `reports/comparison.json` holds. */
export interface ComparisonDocument extends Partial<Beside> {
  readonly format: 'heddle-comparison';
  /** Version 1 had neither a format nor anything that is shared. */
  readonly version: 2;
  readonly clients: readonly (readonly string[])[];
  /**
   * A finding names its evidence by number, from 1, as the notes of `comparison.md` do. NAME stands for the
   * primitive; what has a trace has the command `replay` and its path.
   */
  readonly evidence: readonly KeptEvidence[];
  readonly primitives: readonly KeptPrimitive[];
}

/** Evidence that names its set of clients by number, from 1. */
interface KeptEvidence extends Omit<SharedEvidence, 'clients'> {
  readonly clients?: number;
}

interface KeptPrimitive extends Omit<ComparedPrimitive, 'features'> {
  readonly features: Readonly<Record<string, KeptFinding>>;
}

interface KeptFinding extends Omit<Finding, 'evidence'> {
  readonly evidence?: number;
  readonly states?: number;
}

/** The whole document. `comparisonFrom` is its inverse. */
export function comparisonJson(comparison: Comparison, beside?: Beside): string {
  const notes = new Footnotes(comparison);
  // Before the notes are listed: a primitive may have findings that no table shows.
  const primitives = comparison.primitives.map((primitive) => keptPrimitive(primitive, notes));
  const evidence = notes.all.map(({ evidence: { by, says, trace, command }, clients }): KeptEvidence => ({
    by,
    says,
    ...(trace === undefined ? {} : { trace }),
    ...(command === undefined ? {} : { command }),
    ...(clients === undefined ? {} : { clients }),
  }));
  const head = { format: 'heddle-comparison', version: 2 };
  const parts = [
    ...Object.entries(head).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`),
    linesOf('clients', notes.clientSets),
    linesOf('evidence', evidence),
    linesOf('primitives', primitives),
    ...(beside === undefined
      ? []
      : [
          `"libraries": ${JSON.stringify(beside.libraries, null, 1)}`,
          linesOf('notPorted', beside.notPorted),
        ]),
  ];
  return `{\n${parts.join(',\n')}\n}\n`;
}

/** @throws Error if it is no such document. */
export function comparisonFrom(json: string): Comparison & Partial<Beside> {
  const kept = JSON.parse(json) as Partial<ComparisonDocument>;
  if (kept.format !== 'heddle-comparison' || kept.version !== 2) {
    throw new Error(
      `not a comparison of version 2, but ${kept.format ?? 'of no format'} ${kept.version ?? ''}`,
    );
  }
  const { clients, evidence, primitives, libraries, notPorted } = kept as ComparisonDocument;
  const findingOf = ({ evidence: number, states, ...rest }: KeptFinding, name: string): Finding => {
    if (number === undefined) return { ...rest, evidence: { by: 'the code', says: '' } };
    const { clients: set, ...shared } = evidence[number - 1]!;
    const command = commandOf(shared, name);
    return {
      ...rest,
      evidence: {
        ...shared,
        ...(states === undefined ? {} : { states }),
        ...(set === undefined ? {} : { clients: clients[set - 1]! }),
        ...(command === undefined ? {} : { command }),
      },
    };
  };
  return {
    primitives: primitives.map(({ features, ...primitive }) => ({
      ...primitive,
      features: mapped(features, (finding) => findingOf(finding, primitive.name)),
    })),
    ...(libraries === undefined ? {} : { libraries }),
    ...(notPorted === undefined ? {} : { notPorted }),
  };
}

function keptPrimitive({ features, ...primitive }: ComparedPrimitive, notes: Footnotes): KeptPrimitive {
  return {
    ...primitive,
    features: mapped(features, (finding) => {
      const { evidence, ...rest } = finding;
      const note = notes.of(finding, primitive.name);
      return {
        ...rest,
        ...(note === undefined ? {} : { evidence: note.number }),
        ...(evidence.states === undefined ? {} : { states: evidence.states }),
      };
    }),
  };
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  to: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value)]));
}

/** An array with each of its elements on a line. */
function linesOf(name: string, array: readonly unknown[]): string {
  return `${JSON.stringify(name)}: [\n${array.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]`;
}
