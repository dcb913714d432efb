/** The comparison of packages: every pinned version, checked, as rows. */

import type { SubjectReport } from 'heddle/promises';
import { promiseProperties } from 'heddle/properties';
import { pinnedPackages, type PinnedPackage } from 'heddle/subjects';
import { checkSubjectsAside } from './subjectCrew.ts';
import { subjectsAt } from './subjects.ts';

/** One subject of one version of a package, checked. */
export interface NpmRow {
  readonly pinned: PinnedPackage;
  readonly report: SubjectReport;
  /** Violations that are not known, and known ones that did not show: by property. */
  readonly surprises: readonly string[];
}

/** Executions of one client at one set of positions, at most. */
const executionsMax = 100_000;

/**
 * Checks every subject of every pinned package, as they are installed in the working folder, in their order.
 *
 * @param onRow is told each row as soon as it is there.
 */
export async function npmRows(onRow: (row: NpmRow) => void): Promise<NpmRow[]> {
  const found = await Promise.all(
    pinnedPackages.map(async (pinned) =>
      (await subjectsAt(`npm:${pinned.installed}`)).map(({ subject, module }) => ({
        pinned,
        address: { module, name: subject.name },
      })),
    ),
  );
  const checked = found.flat();
  const request = {
    properties: promiseProperties.map(({ name }) => name),
    clients: undefined,
    positions: undefined,
    limits: { executions: executionsMax },
  };
  const rows: NpmRow[] = [];
  for await (const report of checkSubjectsAside(
    checked.map(({ address }) => address),
    { request },
  )) {
    const { pinned } = checked[rows.length]!;
    const row = { pinned, report, surprises: surprisesIn(pinned, report) };
    rows.push(row);
    onRow(row);
  }
  return rows;
}

function surprisesIn({ violates }: PinnedPackage, { subject, properties }: SubjectReport): string[] {
  const known = violates[subject] ?? [];
  return properties.flatMap(({ property, verdict }) =>
    (verdict.verdict === 'violated') === known.includes(property) ? [] : [property],
  );
}
