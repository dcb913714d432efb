/** The page of a trace in a real browser, from the file system, as `heddle open` writes it. */

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tracePage as filledIn } from '../../cli/pages.ts';
import type { Recording } from '../../report/recording/recording.ts';
import { heddle, temporaryFolder } from '../../testing/heddleCommand.ts';
import { pagesFolder, upToDatePages } from '../testing/builtPages.ts';
import { accessibilityFaults, complaintsOf, startBrowser, tabTo } from '../testing/browser.ts';

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

/** The view stands in the link, as soon as the page has been drawn. */
async function expectHash(page: Page, hash: string): Promise<void> {
  await expect.poll(() => new URL(page.url()).hash.slice(1)).toBe(hash);
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
    const after = async (key: string, hash: string): Promise<void> => {
      await page.keyboard.press(key);
      await expectHash(page, hash);
    };
    await after('Home', 'step=0');
    await after('ArrowRight', 'step=1');
    await after('j', 'step=2');
    await after('k', 'step=1');
    await after('ArrowDown', 'step=2');
    await after('ArrowUp', 'step=1');
    await after('End', 'step=4');
    await after('p', 'step=3');
    await after('n', 'step=4');
    await after('g', 'step=3');
    await after('f', 'step=4');
    await after('h', 'step=4&past');
    await after('1', 'step=4&past&thread=1');
    expect(await page.locator('.row').count()).toBe(2);
    await after('Escape', 'step=4');
    await after('c', 'step=4&compare');
    expect(await page.locator('.course-box h2').allInnerTexts()).toEqual([
      expect.stringContaining('Fails'),
      expect.stringContaining('Passes'),
    ]);
    expect(await page.locator('.difference').innerText()).toContain('T1 word.write(1) leads to the failure');
    await after('x', 'step=4&compare&passing');
    expect(await page.locator('.so-far').innerText()).toBe('✓ kept so far');
    await after('c', 'step=4');
    await page.keyboard.press('?');
    expect(await page.locator('dialog[open]').innerText()).toContain('one step back, one step on');
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog[open]').count()).toBe(0);
  });

  test('every control can be reached and used with the keyboard alone', async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const pressed = async (name: string | RegExp, hash: string, key = 'Enter'): Promise<void> => {
      await tabTo(page, name);
      await page.keyboard.press(key);
      await expectHash(page, hash);
    };
    await pressed('To the start', 'step=0');
    await pressed('One step on', 'step=1');
    await pressed('One step back', 'step=0');
    await pressed('To the end', 'step=4');
    await pressed('Step', 'step=3', 'ArrowLeft');
    await pressed('Failure', 'step=4');
    await pressed('Last good moment', 'step=3');
    await pressed('Only what matters', 'step=3&past');
    await pressed('Compare', 'step=4&past&compare');
    await pressed('T1', 'step=4&past&compare&thread=1');
    await pressed('Show all', 'step=4&compare');
    await pressed('Compare', 'step=4');
    await pressed('Steps of the failing schedule', 'step=3', 'ArrowUp');
    await pressed(/^1\s/, 'step=1');
    await pressed('word', 'step=1&object=0');
    await pressed('word', 'step=1');
    await pressed('? keys', 'step=1');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    const theme = (): Promise<string | null> => page.locator('html').getAttribute('data-theme');
    const before = await theme();
    await pressed(/colours, change to/, 'step=1');
    await expect.poll(theme).not.toBe(before);
    // And back to what the system has.
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(theme).toBe(before);
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

describe('an execution without end', () => {
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    ({ page, complaints } = await openedTrace('test-and-set/starvation-strong'));
  });

  test('has its loop bracketed, and steps on around it', async () => {
    expect(await count(page)).toBe('4 / 4');
    expect(await page.locator('.row.is-in-loop .row-number').allInnerTexts()).toEqual(['3', '»\n4']);
    expect(await page.locator('.loop-mark').allInnerTexts()).toEqual([
      '↻ from here it repeats, for ever',
      '↺ as it was before step 3',
    ]);
    await page.keyboard.press('ArrowRight');
    await expectHash(page, 'step=3');
    await page.keyboard.press('End');
    await expectHash(page, 'step=4');
    await page.keyboard.press('l');
    await expectHash(page, 'step=3');
    expect(await page.locator('.row.is-selected .spoken').innerText()).toContain(
      'from here on it goes round for ever',
    );
  });

  test('shows where the wait could soonest end, and the way out beside it', async () => {
    await page.keyboard.press('g');
    await expectHash(page, 'step=3');
    expect(await page.locator('.last-good-mark').allInnerTexts()).toEqual([
      'from here the wait could soonest end',
    ]);
    await page.keyboard.press('c');
    await expectHash(page, 'step=4&compare');
    expect((await page.locator('h2').allInnerTexts()).join(' ')).toContain('Leaves the loop');
    expect(await page.locator('.difference').innerText()).toContain('in its place, and the wait is over.');
  });

  test('axe finds nothing, and nothing went wrong', async () => {
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

test('on paper every row is there, light and without controls', async () => {
  const { page } = await openedTrace('naive/no-lost-wakeup');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.locator('.row').nth(18).waitFor();
  expect(await page.locator('.step-buttons button').first().isVisible()).toBe(false);
  expect(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
});

test('who wants less motion gets none', async () => {
  const { page } = await openedTrace('naive/no-lost-wakeup');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter((element) => {
        const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element);
        return (
          [transitionDuration, animationDuration].some((times) =>
            times.split(',').some((time) => Number.parseFloat(time) > 0.001),
          ) || scrollBehavior === 'smooth'
        );
      }).length,
  );
  expect(moving).toBe(0);
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
  // It is laid out once the page has scrolled there, which is after the step is shown.
  await page.locator('.row.is-selected').waitFor({ state: 'visible' });
});
