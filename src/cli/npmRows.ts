/** The comparison of packages: every pinned version, checked, as rows. */

import { checkSubject, type SubjectReport } from 'heddle/promises';
import { promiseProperties } from 'heddle/properties';
import { pinnedPackages, type PinnedPackage } from 'heddle/subjects';
import { subjectsAt } from './subjects.ts';

/** One subject of one version of a package, checked. */
export interface NpmRow {
  readonly pinned: PinnedPackage;
  readonly report: SubjectReport;
  /** Violations that are not known, and known ones that did not show: by property. */
  readonly surprises: readonly string[];
}

/** What to compare, and who is told how it goes. */
export interface NpmRowOptions {
  /** In place of all of {@link pinnedPackages}. */
  readonly packages?: readonly PinnedPackage[];
  /** Executions of one client at one set of positions, at most. Default 100,000. */
  readonly executions?: number;
  readonly onRow?: (row: NpmRow) => void;
}

/** Checks every subject of every pinned package that is installed in the working folder, in their order. */
export async function npmRows({
  packages = pinnedPackages,
  executions = 100_000,
  onRow,
}: NpmRowOptions = {}): Promise<NpmRow[]> {
  const rows: NpmRow[] = [];
  for (const pinned of packages) {
    for (const { subject, module } of await subjectsAt(`npm:${pinned.installed}`)) {
      const report = await checkSubject(subject, {
        properties: promiseProperties,
        module,
        limits: { executions },
      });
      const row = { pinned, report, surprises: surprisesIn(pinned, report) };
      rows.push(row);
      onRow?.(row);
    }
  }
  return rows;
}

function surprisesIn({ violates }: PinnedPackage, { subject, properties }: SubjectReport): string[] {
  const known = violates[subject] ?? [];
  return properties.flatMap(({ property, verdict }) =>
    (verdict.verdict === 'violated') === known.includes(property) ? [] : [property],
  );
}
