/** Every lesson in a real browser: broken by pressing keys, mended by writing the repair into the editor. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Learner } from '../../automata/learner.ts';
import { MonitorTable } from '../../automata/monitorTable.ts';
import type { Choice } from '../../core/schedule.ts';
import { timeless } from '../../explore/limits.ts';
import { Outlook } from '../../explore/outlook.ts';
import { goals } from '../../lessons/goals.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import { lessons, mendedFile } from '../../lessons/lessons.ts';
import type { Primitive } from '../../program/primitive.ts';
import { programOf } from '../../program/program.ts';
import { judgedProperties } from 'heddle/properties';
import { isEndless } from '../../trace/lassoExecution.ts';
import { encodeChoices } from '../play/settings.ts';
import { root } from '../../testing/heddleCommand.ts';
import { pagesFolder, upToDatePages } from '../testing/builtPages.ts';
import { accessibilityFaults, complaintsOf, startBrowser } from '../testing/browser.ts';

let browser: Browser;
let page: Page;
let complaints: string[];
const address = (route: string): string =>
  `${pathToFileURL(path.join(pagesFolder, 'heddle.html')).href}#/${route}`;

beforeAll(async () => {
  await upToDatePages();
  browser = await startBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  complaints = complaintsOf(page);
});

afterAll(async () => {
  await browser?.close();
});

/** A shortest way to the goal, from the same search that the page uses. */
async function solution(
  { file, client, rule }: Lesson,
  prefix: readonly Choice[] = [],
): Promise<readonly Choice[]> {
  const exported = (await import(`../../lessons/code/${file.replace(/\.ts$/, '')}.ts`)) as Record<
    string,
    Primitive
  >;
  const program = programOf(Object.values(exported)[0]!, client, { strength: 'weak' });
  const property = [...judgedProperties, ...goals].find(({ name }) => name === rule)!;
  const outlook = new Outlook(
    new Learner(program),
    new MonitorTable(property.monitor(program.setup)),
    400_000,
    isEndless(property),
  );
  const states = outlook.along(prefix);
  const { endless } = property;
  const way =
    endless === undefined || endless.forbids === 'unbounded bypass'
      ? outlook.failureFrom(states.at(-1)!, timeless)
      : outlook.forbiddenFrom(states.at(-1)!, endless, timeless);
  if (typeof way === 'string') return [];
  return [...prefix.slice(0, states.length - 1), ...way.choices];
}

async function make({ thread, action, outcome }: Choice): Promise<void> {
  if ((action === 'step' || action === 'call') && outcome === 0) {
    await page.keyboard.press(String(thread));
    return;
  }
  const words = action === 'deadline' ? 'deadline passes' : 'interrupt before';
  await page.locator(`.move.thread-${thread}`, { hasText: words }).click();
}

describe.each(lessons)('$id', (lesson) => {
  test('is broken in the fewest moves, by keys', async () => {
    const choices = await solution(lesson);
    await page.goto(address(`learn/${lesson.id}`));
    await page.locator('.goal h1', { hasText: lesson.title }).waitFor();
    await page.locator('.moves-line', { hasText: `The fewest are ${choices.length}.` }).waitFor();
    for (const [index, choice] of choices.entries()) {
      await make(choice);
      await page.locator('.step-count', { hasText: new RegExp(`^${index + 1} / ${index + 1}$`) }).waitFor();
    }
    await page.locator('.moves-line', { hasText: 'Nobody can do it in fewer.' }).waitFor();
    expect(await page.locator('.told h2').first().innerText()).toBe('What it was');
  });

  test('is mended in the editor, and checked live', async () => {
    const mended = readFileSync(path.join(root, 'src/lessons/code', mendedFile(lesson)), 'utf8');
    await page.locator('.exercise .cm-content').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(mended);
    await page.locator('.mended').waitFor();
    // The repaired version has been proved beside it.
    const proof = page.locator('.told').first().locator('.verdicts tbody tr');
    await proof.first().waitFor();
    expect(await proof.count()).toBe(lesson.exercise.properties.length);
    expect(await page.locator('.told').first().locator('.verdicts tr:not(.holds) td').count()).toBe(0);
  });
});

test('the browser remembers what is done, and a link opens any lesson with any game', async () => {
  await page.goto(address(''));
  await page.reload();
  expect(await page.locator('.tally').innerText()).toContain(
    `${lessons.length} of ${lessons.length} broken, ${lessons.length} mended.`,
  );
  await page.goto(address('learn/check-then-act?moves=1s.0s'));
  await page.locator('.step-count', { hasText: '2 / 2' }).waitFor();
});

test('hints come one after the other', async () => {
  await page.goto(address('learn/two-signals'));
  await page.getByRole('button', { name: 'A hint' }).click();
  await page.keyboard.press('i');
  expect(await page.locator('.hints li').count()).toBe(2);
  expect(await page.getByRole('button', { name: 'A further hint' }).isEnabled()).toBe(true);
});

test('any other way to the goal counts as well, with its moves', async () => {
  const lesson = lessons.find(({ id }) => id === 'check-then-act')!;
  // One thread goes in and out by itself first.
  const step = { thread: 0 as Choice['thread'], action: 'step', outcome: 0 } as const;
  const way = await solution(lesson, [step, step, step]);
  expect(way.length).toBe((await solution(lesson)).length + 3);
  await page.goto(address(`learn/${lesson.id}?moves=${encodeChoices(way)}`));
  await page.reload();
  await page.locator('.moves-line', { hasText: `Done, in ${way.length} moves.` }).waitFor();
  await page.locator('.moves-line', { hasText: `It can be done in ${way.length - 3}.` }).waitFor();
});

test('axe finds nothing in the list, and nothing in a lesson', async () => {
  await page.goto(address(''));
  await page.locator('.lesson-card').first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.goto(address('learn/check-then-act?moves=1s.0s.0s.1s'));
  await page.locator('.exercise .cm-content').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('nothing went wrong, and nothing was fetched', () => {
  expect(complaints).toEqual([]);
});
