import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { deadlockFreedom, failureFreedom, noLostWakeup, nonBlocking, safety } from 'heddle/properties';
import type { Property } from '../core/monitor.ts';
import type { Primitive } from '../program/primitive.ts';
import type { Recording } from '../report/recording/recording.ts';
import { recordingOf } from '../report/recording/recordingOf.ts';
import type { SourceReader } from '../report/recording/sources.ts';
import { choicesOf, clientOf, type Trace } from '../trace/trace.ts';

/** What it means that an execution goes well, besides the property that a trace is about. */
export const companions: readonly Property[] = [
  safety,
  noLostWakeup,
  nonBlocking,
  deadlockFreedom,
  failureFreedom,
];

/** A trace executed once more and told for a page. */
export function recordedTrace(
  trace: Trace,
  {
    primitive,
    rule,
    file,
    notices,
  }: { primitive: Primitive; rule: Property; file: string; notices: readonly string[] },
): Recording {
  return recordingOf({
    primitive,
    client: clientOf(trace),
    strength: trace.strength,
    scheduling: trace.scheduling,
    rule,
    choices: choicesOf(trace),
    companions,
    reader: sourceReader,
    notices,
    command: `npx heddle replay ${file}`,
    verdict: trace.verdict,
    ...(trace.part === undefined ? {} : { whole: trace.property }),
  });
}

/** Heddle's own code: `src`, or `dist/src`. */
const engine = fileURLToPath(new URL('../', import.meta.url));
const gallery = path.join(engine, 'primitives');

const sourceReader: SourceReader = {
  isWanted: (file) => {
    if (file.startsWith('node:') || file.includes(`${path.sep}node_modules${path.sep}`))
      return isIn(gallery, file);
    return !isIn(engine, file) || isIn(gallery, file);
  },
  read: (file) => {
    const at = pathOf(file);
    if (!existsSync(at)) return undefined;
    const isGallery = isIn(gallery, file);
    const name = isGallery
      ? `src/primitives/${path.relative(gallery, at)}`
      : path.relative(process.cwd(), at);
    return { name: name.replaceAll(path.sep, '/'), text: readFileSync(at, 'utf8') };
  },
};

function isIn(folder: string, file: string): boolean {
  return pathOf(file).startsWith(folder);
}

/** A stack names a file by its path or by its address. */
function pathOf(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}
