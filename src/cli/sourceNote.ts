import type { Primitive } from '../program/primitive.ts';
import type { Trace } from '../trace/trace.ts';
import { sourceHash } from './registry.ts';

/** A sentence for whoever replays a trace of a source that has changed since; undefined if it has not, or cannot be told. */
export function sourceNote(
  { primitive: { source, name, module } }: Trace,
  primitive: Primitive,
): string | undefined {
  const now = sourceHash(primitive, module === undefined ? { name } : { name, file: module });
  return source === undefined || now === undefined || source === now
    ? undefined
    : `The source of ${name} has changed since this trace was made (${source}, now ${now}).`;
}
