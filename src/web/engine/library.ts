/** The primitives that come with the page, as texts that it compiles itself: so that each can be edited. */

import * as heddle from 'heddle';
import * as models from 'heddle/models';
import * as doorProperties from 'heddle/properties';
import * as xstate from 'xstate';
import { UsageError } from '../../core/errors.ts';
import { defaultClients, handsOutPermits } from '../../judge/defaultClients.ts';
import { workload } from '../../program/client.ts';
import type { Primitive } from '../../program/primitive.ts';
import { offeredOperations } from '../../program/primitive.ts';
import { settingsOf } from './clientFrom.ts';
import { Linker, type Packages } from './linker.ts';
import type { CatalogueEntry, Subject } from './protocol.ts';

const packages: Packages = { heddle, 'heddle/models': models, 'heddle/properties': doorProperties, xstate };

/** By path below src/primitives and below the lessons' code. */
export const sources: Readonly<Record<string, string>> = {
  ...below(
    '../../primitives/',
    import.meta.glob('../../primitives/**/*.ts', { query: '?raw', import: 'default', eager: true }),
  ),
  ...below(
    '../../lessons/code/',
    import.meta.glob('../../lessons/code/**/*.ts', { query: '?raw', import: 'default', eager: true }),
    'lessons/',
  ),
};

function below(folder: string, found: Record<string, unknown>, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(found)
      .filter(([path]) => !path.endsWith('.test.ts'))
      .map(([path, text]) => [prefix + path.slice(folder.length), text as string]),
  );
}

/** The primitive that somebody means. @throws UsageError if the text has none. */
export function primitiveOf({ file, text, name }: Subject): Primitive {
  const linker = new Linker(text === undefined ? sources : { ...sources, [file]: text }, packages);
  const found = primitivesIn(linker.load(file));
  const chosen = found.find((primitive) => primitive.name === name) ?? found[0];
  if (chosen !== undefined) return chosen;
  throw new UsageError({
    what: `${file} exports no primitive.`,
    found: 'no export that definePrimitive has made',
    expected: 'export const myLock = definePrimitive({ name, title, model, create })',
  });
}

/** The gallery, in its order. */
export function catalogueEntries(): CatalogueEntry[] {
  const linker = new Linker(sources, packages);
  const { gallery } = linker.load('gallery.ts') as { gallery: readonly Primitive[] };
  const files = new Map<string, string>();
  for (const [file, text] of Object.entries(sources)) {
    // The others, lists among them, export what is defined elsewhere.
    if (!text.includes('definePrimitive(') || file.startsWith('lessons/')) continue;
    for (const { name } of primitivesIn(linker.load(file))) files.set(name, file);
  }
  return gallery.flatMap((primitive): CatalogueEntry[] => {
    const { name, title, model, expected, threadsMax = 5 } = primitive;
    const file = files.get(name);
    return file === undefined
      ? []
      : [
          {
            name,
            title,
            file,
            model: model.name,
            violates: [...(expected?.violates ?? []), ...(expected?.endless ?? [])],
            operations: offeredOperations(primitive),
            threadsMax,
            permitsMax: model.permitsMax === 1 ? 1 : 9,
            firstClient: settingsOf(
              handsOutPermits(primitive) ? workload(2, 1, 1) : defaultClients(primitive)[0]!,
            ),
          },
        ];
  });
}

function primitivesIn(exported: Record<string, unknown>): Primitive[] {
  return Object.values(exported)
    .flat()
    .filter((thing): thing is Primitive => {
      const { name, model, create } = (thing ?? {}) as Partial<Primitive>;
      return typeof name === 'string' && typeof model === 'object' && typeof create === 'function';
    });
}
