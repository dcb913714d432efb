/** The page for teachers, taken at its word: what it names is in the gallery, and its schedules are as long as it says. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gallery } from 'heddle/gallery';
import { expect, test } from 'vitest';
import { root } from './testing/heddleCommand.ts';
import { decodeTrace } from './trace/trace.ts';

const folder = path.join(root, 'docs', 'guide');
const page = readFileSync(path.join(folder, 'teaching.md'), 'utf8');
const hours = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split('|').slice(1, -1));

test('every entry that an hour shows is in the gallery', () => {
  const names = new Set(gallery.map(({ name }) => name));
  for (const [hour, show = ''] of hours) {
    const shown = [...show.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
    expect(shown.length, hour).toBeGreaterThan(1);
    expect(
      shown.filter((name) => !names.has(name)),
      hour,
    ).toEqual([]);
  }
  expect(hours).toHaveLength(10);
});

test('every schedule that is linked is of the entry and the property, and as long as is said', () => {
  const links = [...page.matchAll(/\[([a-z-]+), (\d+)\]\(([^)]+)\)/g)];
  for (const [whole, property, steps, link] of links) {
    const trace = decodeTrace(readFileSync(path.join(folder, link!), 'utf8'), link!);
    const entry = path.basename(path.dirname(link!));
    expect(
      [trace.primitive.name, trace.property, trace.schedule.length, trace.verdict.violated],
      whole,
    ).toEqual([entry, property, Number(steps), true]);
  }
  expect(links.length).toBeGreaterThan(20);
});

test('what is wrong is named beside its schedule', () => {
  for (const [hour, , wrong = ''] of hours) {
    const items = wrong.trim().split('), `');
    const named = items.map((item) => /^`?([^`]+)` \(\[.+\]\(..\/..\/traces\/([^/]+)\//.exec(item)?.slice(1));
    expect(
      named.every((pair) => pair !== undefined && pair[0] === pair[1]),
      hour,
    ).toBe(true);
  }
});
