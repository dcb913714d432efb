import { existsSync } from 'node:fs';
import path from 'node:path';
import { describeClient } from '../program/client.ts';
import type { KeptTrace } from '../report/deepTable.ts';
import { clientOf, decodeTrace } from '../trace/trace.ts';
import { readText } from './files.ts';

/**
 * The trace that is kept of a violation, seen from the reports; undefined where there is none.
 *
 * @param folder of the traces, seen from `root`, the folder that the reports are in. Default the working folder.
 * @throws UsageError if the file is no trace.
 */
export function keptTrace(
  primitive: string,
  property: string,
  { folder, root = '.' }: { readonly folder: string; readonly root?: string },
): KeptTrace | undefined {
  const file = path.posix.join(folder, primitive, `${property}.json`);
  const place = path.join(root, file);
  if (!existsSync(place)) return undefined;
  const client = describeClient(clientOf(decodeTrace(readText(place), file)));
  return { file: path.posix.join('..', file), client };
}
