import type { Primitive } from '../program/primitive.ts';

/** Where the code of a primitive of the gallery is, from the root of the repository; undefined for one of elsewhere. */
export function codeOf({ module }: Pick<Primitive, 'module'>): string | undefined {
  const path = /\/(src\/primitives\/.+)\.[jt]s$/.exec(module ?? '')?.[1];
  return path === undefined ? undefined : `${path}.ts`;
}
