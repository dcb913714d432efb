/**
 * Which way the arrows run:
 *
 *   core ← program ← automata ← explore ← trace ← judge ← promises ← report ← {cli, web}
 *
 * Models, properties and primitives import the public doors and nothing behind them.
 */

import { describe, expect, test } from 'vitest';
import { importsOf, sourceFiles, type SourceFile } from './testing/sourceFiles.ts';

const layers = ['core', 'program', 'automata', 'explore', 'trace', 'judge', 'promises', 'report', 'cli'];

const isTest = ({ path }: SourceFile): boolean =>
  path.endsWith('.test.ts') || /^(src\/testing|src\/web\/testing|bench)\//.test(path);

/** Where a file belongs: a layer, the door, or one of the folders that stand before the door. */
function placeOf(path: string): string {
  const [top, second] = path.split('/');
  if (top !== 'src') return top!;
  if (path === 'src/index.ts') return 'door';
  return second!;
}

/** What each place may import, besides packages. */
function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  const fromLayer = layers.indexOf(from);
  const toLayer = layers.indexOf(to);
  switch (from) {
    case 'models':
      return to === 'heddle';
    case 'properties':
    case 'primitives':
      return to === 'heddle' || to === 'heddle/models';
    case 'subjects':
      return ['heddle', 'heddle/models', 'heddle/promises'].includes(to);
    case 'door':
      // What needs Node has a door of its own.
      return toLayer >= 0 && !['promises', 'report', 'cli'].includes(to);
    case 'cli':
      return (
        toLayer >= 0 ||
        ['heddle/gallery', 'heddle/properties', 'heddle/promises', 'heddle/subjects'].includes(to)
      );
    // Two more fronts, beside the command: they write traces as it does.
    case 'vitest':
    case 'fastCheck':
      return toLayer >= 0 || ['heddle/properties', 'heddle/promises'].includes(to);
    case 'web':
      return (toLayer >= 0 && to !== 'cli') || to.startsWith('heddle');
    default:
      return toLayer >= 0 && toLayer < fromLayer;
  }
}

/** The imports that run the wrong way, as `from -> to`. */
function wrongWay(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const from = placeOf(file.path);
    return importsOf(file).flatMap((target) => {
      const isOwn = target.includes('.ts') || target.startsWith('heddle');
      const to = target.startsWith('heddle') ? target : placeOf(target);
      return !isOwn || mayImport(from, to) ? [] : [`${file.path} -> ${target}`];
    });
  });
}

/** A circle of imports, if there is one. */
function circleIn(files: readonly SourceFile[]): string[] | undefined {
  const imports = new Map(files.map((file) => [file.path, importsOf(file)]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const target of imports.get(path) ?? []) {
      const circle = visit(target, [...trail, path]);
      if (circle !== undefined) return circle;
    }
    done.add(path);
    return undefined;
  };
  for (const { path } of files) {
    const circle = visit(path, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

describe('the check itself can fail', () => {
  test.each([
    ['src/core/a.ts', "import { b } from '../program/b.ts';"],
    ['src/explore/a.ts', "import type { b } from '../judge/b.ts';"],
    ['src/report/a.ts', "export { b } from '../cli/b.ts';"],
    ['src/judge/a.ts', "import { b } from '../../properties/b.ts';"],
    ['properties/a.ts', "import { b } from '../src/core/b.ts';"],
    ['models/a.ts', "import { b } from '../properties/b.ts';"],
    ['src/primitives/lock/a.ts', "import { b } from '../../program/b.ts';"],
    ['src/web/a.ts', "import { b } from '../cli/b.ts';"],
    ['src/report/a.ts', "import { b } from '../web/b.ts';"],
    ['src/subjects/a.ts', "import { b } from '../promises/b.ts';"],
    ['src/index.ts', "export { b } from './promises/b.ts';"],
    ['src/trace/a.ts', "const b = await import('../cli/b.ts');"],
  ])('%s: %s', (path, text) => {
    expect(wrongWay([{ path, text }])).toHaveLength(1);
  });

  test('a circle is found', () => {
    const files = [
      { path: 'src/core/a.ts', text: "import { b } from './b.ts';" },
      { path: 'src/core/b.ts', text: "import { c } from './c.ts';" },
      { path: 'src/core/c.ts', text: "import { a } from './a.ts';" },
    ];
    expect(circleIn(files)).toEqual(['src/core/a.ts', 'src/core/b.ts', 'src/core/c.ts', 'src/core/a.ts']);
  });
});

test('every import runs the right way', () => {
  const files = sourceFiles().filter((file) => !isTest(file));
  expect(files.length).toBeGreaterThan(80);
  expect(wrongWay(files)).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(circleIn(sourceFiles().filter((file) => !isTest(file)))).toBeUndefined();
});
