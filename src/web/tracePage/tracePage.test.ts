/** The page of a trace in a real browser, from the file system, as `heddle open` writes it. */

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tracePage as filledIn } from '../../cli/pages.ts';
import type { Recording } from '../../report/recording/recording.ts';
import { heddle, temporaryFolder } from '../../testing/heddleCommand.ts';
import {
  accessibilityFaults,
  complaintsOf,
  pagesFolder,
  startBrowser,
  upToDatePages,
} from '../testing/browser.ts';

let browser: Browser;
const folder = temporaryFolder();

beforeAll(async () => {
  await upToDatePages();
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

async function opened(file: string, fragment = ''): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const complaints = complaintsOf(page);
  await page.goto(`${pathToFileURL(file).href}${fragment}`);
  return { page, complaints };
}

async function openedTrace(name: string, fragment = ''): Promise<{ page: Page; complaints: string[] }> {
  const file = path.join(folder, `${name.replace('/', '.')}.html`);
  const { code, err } = await heddle(['open', `traces/${name}.json`, '--output', file, '--no-browser']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return opened(file, fragment);
}

const count = (page: Page): Promise<string> => page.locator('.step-count').innerText();

describe('a trace of the gallery', () => {
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    ({ page, complaints } = await openedTrace('test-then-set/safety'));
  });

  test('opens at the failure, with lanes, source, objects, chart and verdict', async () => {
    expect(await count(page)).toBe('4 / 4');
    expect(await page.locator('.why').innerText()).toBe(
      "T1's acquire returns a permit although none is left.",
    );
    expect(await page.locator('.row.is-selected code').innerText()).toBe('word.write(1)');
    expect(await page.locator('.source-line.is-made code').innerText()).toContain('yield* word.write(1);');
    expect(await page.locator('.objects tbody tr').innerText()).toMatch(/word cell\s+1/);
    expect(await page.locator('.chart').getAttribute('aria-label')).toContain('None of its states');
  });

  test('goes back step by step, and everything with it', async () => {
    await page.keyboard.press('ArrowLeft');
    expect(await count(page)).toBe('3 / 4');
    expect(await page.locator('.so-far').innerText()).toBe('✓ kept so far');
    expect(await page.locator('.objects .is-changed').innerText()).toMatch(/word cell\s+0 → 1/);
    expect(await page.locator('.chart-state.is-lit').textContent()).toContain('held');
    expect(page.url()).toMatch(/#step=3$/);
    // Where each thread stands, by its badge in the margin: T1 is about to write what T0 has written.
    expect(await page.locator('.source-line.is-held .badge').allInnerTexts()).toEqual(['T0', 'T1']);
  });

  test('every key does what its list says', async () => {
    const after = async (key: string): Promise<string> => {
      await page.keyboard.press(key);
      return new URL(page.url()).hash.slice(1);
    };
    expect(await after('Home')).toBe('step=0');
    expect(await after('ArrowRight')).toBe('step=1');
    expect(await after('j')).toBe('step=2');
    expect(await after('k')).toBe('step=1');
    expect(await after('ArrowDown')).toBe('step=2');
    expect(await after('ArrowUp')).toBe('step=1');
    expect(await after('End')).toBe('step=4');
    expect(await after('p')).toBe('step=3');
    expect(await after('n')).toBe('step=4');
    expect(await after('g')).toBe('step=3');
    expect(await after('f')).toBe('step=4');
    expect(await after('h')).toBe('step=4&past');
    expect(await after('1')).toBe('step=4&past&thread=1');
    expect(await page.locator('.row').count()).toBe(2);
    expect(await after('Escape')).toBe('step=4');
    expect(await after('c')).toBe('step=4&compare');
    expect(await page.locator('.course-box h2').allInnerTexts()).toEqual([
      expect.stringContaining('Fails'),
      expect.stringContaining('Passes'),
    ]);
    expect(await page.locator('.difference').innerText()).toContain('T1 word.write(1) leads to the failure');
    expect(await after('x')).toBe('step=4&compare&passing');
    expect(await page.locator('.so-far').innerText()).toBe('✓ kept so far');
    expect(await after('c')).toBe('step=4');
    await page.keyboard.press('?');
    expect(await page.locator('dialog[open]').innerText()).toContain('one step back, one step on');
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog[open]').count()).toBe(0);
  });

  test('every control can be reached and used with the keyboard alone', async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const names = new Set<string>();
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      names.add(
        await page.evaluate(() => {
          const element = document.activeElement!;
          return (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40);
        }),
      );
    }
    for (const name of [
      'To the start',
      'One step back',
      'Failure',
      'Last good moment',
      'Only what matters',
      'Compare',
      'T0',
      'word',
      'Steps of the failing schedule',
    ]) {
      expect([...names]).toContain(name);
    }
  });

  test('axe finds nothing, in light and in dark', async () => {
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('c');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('nothing went wrong, and nothing was fetched', () => {
    expect(complaints).toEqual([]);
  });
});

test('a link shows a colleague the same step', async () => {
  const { page } = await openedTrace('naive/no-lost-wakeup', '#step=17&object=1');
  expect(await count(page)).toBe('17 / 19');
  expect(await page.locator('.hidden-note').innerText()).toContain('all that are not on d');
  expect(await page.locator('.row.is-selected code').innerText()).toBe('d.v');
});

test('on a phone nothing sticks out', async () => {
  const { page } = await openedTrace('reference/interrupt-before-blocked');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('a trace of the gallery that is not a trace is refused before a page is written', async () => {
  const file = path.join(folder, 'no-trace.json');
  writeFileSync(file, '{"format": "other"}');
  const { code, err } = await heddle(['open', file, '--no-browser']);
  expect(code).toBe(65);
  expect(err).toContain('this file is not a trace');
});

describe('a hostile recording', () => {
  const evil = '</script><script>globalThis.pwned = 1</script><img src=x onerror="globalThis.pwned = 1">';

  test('is shown as the text that it is', async () => {
    const { page: honest } = await openedTrace('test-then-set/safety');
    const text = await honest.locator('#heddle-recording').evaluate((element) => element.textContent);
    const hostile = JSON.parse(text!, (key, value: unknown) =>
      typeof value === 'string' && !['format', 'action', 'url'].includes(key)
        ? `${value}${evil}`
        : key === 'url'
          ? 'javascript:globalThis.pwned = 1'
          : value,
    ) as Recording;
    const file = path.join(folder, 'hostile.html');
    writeFileSync(
      file,
      filledIn(readFileSync(path.join(pagesFolder, 'trace.html'), 'utf8'), { ...hostile, notices: [evil] }),
    );
    const { page, complaints } = await opened(file);
    expect(await page.locator('.notice').innerText()).toBe(evil);
    expect(await page.locator('.row').first().innerText()).toContain('<script>');
    expect(await page.evaluate(() => (globalThis as { pwned?: number }).pwned)).toBeUndefined();
    expect(await page.locator('img, a[href^=javascript], script:not([type])').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('and the policy of the page would not have run it', async () => {
    const { page } = await openedTrace('test-then-set/safety');
    await page.evaluate((html) => {
      const box = document.createElement('div');
      document.body.append(box);
      box.innerHTML = html;
      const script = document.createElement('script');
      script.textContent = 'globalThis.pwned = 1';
      document.body.append(script);
    }, evil);
    expect(await page.evaluate(() => (globalThis as { pwned?: number }).pwned)).toBeUndefined();
  });
});

test('five thousand steps are quick', async () => {
  const { page: small } = await openedTrace('naive/no-lost-wakeup');
  const text = await small.locator('#heddle-recording').evaluate((element) => element.textContent);
  const recording = JSON.parse(text!) as Recording;
  const { course } = recording;
  const steps = Array.from({ length: 5000 }, (_, index) => course.steps[index % (course.steps.length - 1)]!);
  const { violation: _, ...rest } = course;
  const file = path.join(folder, 'long.html');
  const long = { ...recording, course: { ...rest, steps, past: [] } };
  writeFileSync(file, filledIn(readFileSync(path.join(pagesFolder, 'trace.html'), 'utf8'), long));
  const { page } = await opened(file, '#step=2500');
  expect(await count(page)).toBe('2500 / 5000');
  // What is laid out is what can be seen, however long the schedule is.
  expect(await page.locator('.row').count()).toBeLessThan(60);
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  expect(await count(page)).toBe('4999 / 5000');
  expect(await page.locator('.row.is-selected').isVisible()).toBe(true);
});
