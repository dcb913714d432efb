/** What exploration found of the libraries of somebody else's table. */

import type { JudgedLibraries } from '../program/libraryTable.ts';
import { cellText, type ComparedPrimitive, type Comparison } from './comparison.ts';

/** One primitive of a library; what was found of it in words. */
export interface FoundVersion {
  readonly name: string;
  readonly title: string;
  readonly url?: string;
  /** The years and the version. */
  readonly when: string;
  /** One text for each of {@link foundColumns}. */
  readonly found: readonly string[];
}

/** One library. */
export interface FoundLibrary {
  readonly library: string;
  readonly says: string;
  readonly versions: readonly FoundVersion[];
}

/** A column: what is found in it, in a text that begins with ✓, ✗ or ? where it is a verdict. */
export interface FoundColumn {
  readonly title: string;
  readonly of: (primitive: ComparedPrimitive) => string;
}

/** What is found where a property is violated. */
const wrong: Readonly<Record<string, string>> = {
  safety: 'too many holders',
  'no-lost-wakeup': 'lost wakeup',
  'non-blocking': 'a call that must not block blocks',
  'deadlock-freedom': 'deadlock',
  refinement: 'a history that its model cannot show',
  'failure-freedom': 'an error that its contract does not name',
  'interrupt-before-blocked': 'harm by an interrupt while it waits',
  'interrupt-after-blocked': 'harm by an interrupt after the grant',
  'interrupt-before-anywhere': 'harm by an interrupt before some step',
  'interrupt-after-anywhere': 'harm by an interrupt after some step',
};

const unfair: Readonly<Record<string, string>> = {
  fifo: 'overtaking',
  'starvation-weak': 'starvation under weak fairness',
  'starvation-strong': 'starvation under strong fairness',
  livelock: 'livelock',
};

/** The properties that are told of: all that there are. */
export const toldProperties: readonly string[] = [
  ...Object.keys(wrong),
  ...Object.keys(unfair),
  'bounded-bypass',
];

/** The columns, in order. */
export const foundColumns: readonly FoundColumn[] = [
  {
    title: 'right',
    of: (primitive) => faultsAmong(wrong, primitive),
  },
  {
    title: 'fair',
    of: (primitive) => faultsAmong(unfair, primitive),
  },
  {
    title: 'bypass bound',
    of: ({ features }) => cellText(features['bypass']),
  },
  {
    title: 'generic timeout',
    of: ({ features }) => cellText(features['generic-timeout']),
  },
];

/** How the verdicts of the table are to be read. */
export const foundLegend = `✗: this was found; ?: whether there is this is unknown, for a limit stopped the search; ✓: there is nothing of the kind, in any execution of any client; –: it does not apply. *Right* goes by: ${allOf(wrong)}. *Fair* goes by: ${allOf(unfair)}. *Bypass bound*: how often one waiter is overtaken at most.`;

/** Library by library, with those of its primitives that are in the comparison. */
export function foundOf({ libraries }: JudgedLibraries, { primitives }: Comparison): FoundLibrary[] {
  return Object.entries(libraries).map(([library, { says, versions }]) => ({
    library,
    says,
    versions: Object.entries(versions).flatMap(([name, when]) => {
      const primitive = primitives.find((one) => one.name === name);
      if (primitive === undefined) return [];
      const { title, url } = primitive;
      return {
        name,
        title,
        ...(url === undefined ? {} : { url }),
        when,
        found: foundColumns.map((column) => column.of(primitive)),
      };
    }),
  }));
}

/** Which faults were found, of which it is unknown, and which cannot be; a ✓ where none was. */
function faultsAmong(faults: Readonly<Record<string, string>>, { features }: ComparedPrimitive): string {
  const where = (...answers: readonly (string | undefined)[]): string =>
    Object.keys(faults)
      .filter((property) => answers.includes(features[property]?.answer))
      .map((property) => faults[property])
      .join(', ');
  const [found, open, moot, absent] = [where('no'), where('unknown'), where('none', undefined), where('yes')];
  const parts = [
    ...(found === '' ? [] : [`✗ ${found}`]),
    ...(open === '' ? [] : [`? ${open}`]),
    ...(found + open === '' && absent !== '' ? ['✓'] : []),
    ...(moot === '' ? [] : [`– ${moot}`]),
  ];
  return parts.join('; ');
}

function allOf(faults: Readonly<Record<string, string>>): string {
  return Object.values(faults).join(', ');
}
