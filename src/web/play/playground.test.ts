/** The playground in a real browser, from the file system. */

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pagesFolder, upToDatePages } from '../testing/builtPages.ts';
import { accessibilityFaults, complaintsOf, startBrowser, tabTo } from '../testing/browser.ts';

let browser: Browser;

beforeAll(async () => {
  await upToDatePages();
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

async function opened(fragment: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const complaints = complaintsOf(page);
  await page.goto(`${pathToFileURL(path.join(pagesFolder, 'heddle.html')).href}${fragment}`);
  await page.locator('.move').first().waitFor();
  return { page, complaints };
}

/** Presses keys one by one, each when the board has answered the one before. */
async function play(page: Page, keys: string): Promise<void> {
  let step = Number((await page.locator('.step-count').innerText()).split(' / ')[0]);
  for (const key of keys) {
    await page.keyboard.press(key);
    step++;
    await page.locator('.step-count', { hasText: new RegExp(`^${step} / ${step}$`) }).waitFor();
  }
}

describe('being the scheduler', () => {
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    ({ page, complaints } = await opened('#/play'));
  });

  test('four keys let two threads into a lock that looks and then writes', async () => {
    await play(page, '1001');
    expect(await page.locator('.so-far').innerText()).toBe('✗ violated');
    expect(await page.locator('.why').innerText()).toBe(
      "T1's acquire returns a permit although none is left.",
    );
    expect(await page.locator('.story').innerText()).toContain('T1 looks at word');
    expect(await page.locator('.move').count()).toBe(0);
  });

  test('undo takes a step back, and another thread may be chosen by clicking', async () => {
    await page.keyboard.press('u');
    await page.locator('.so-far', { hasText: 'kept' }).waitFor();
    await page.locator('.move.thread-0').click();
    await page.locator('.step-count', { hasText: '4 / 4' }).waitFor();
    expect(await page.locator('.row.is-selected code').innerText()).toBe('word.write(0)');
  });

  test('a link brings back the game', async () => {
    const { page: other } = await opened(new URL(page.url()).hash);
    await other.locator('.step-count', { hasText: '4 / 4' }).waitFor();
    expect(await other.locator('.row.is-selected code').innerText()).toBe('word.write(0)');
  });

  test('it is told whether it can still go wrong, and shown the shortest way', async () => {
    await page.keyboard.press('r');
    await page.locator('.step-count', { hasText: '0 / 0' }).waitFor();
    await page.keyboard.press('w');
    await page.locator('.outlook-answer', { hasText: 'Yes, in 4 steps' }).waitFor();
    await page.keyboard.press('s');
    await page.locator('.so-far', { hasText: 'violated' }).waitFor();
    expect(await page.locator('.step-count').innerText()).toBe('4 / 4');
  });

  test('looking back and moving from there forgets what came after', async () => {
    await page.keyboard.press('Home');
    await page.locator('.board-note', { hasText: 'You look at step 0 of 4' }).waitFor();
    await page.keyboard.press('0');
    await page.locator('.step-count', { hasText: '1 / 1' }).waitFor();
  });

  test('axe finds nothing', async () => {
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('nothing went wrong, and nothing was fetched', () => {
    expect(complaints).toEqual([]);
  });
});

test('on a phone nothing sticks out', async () => {
  const { page } = await opened('#/play');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Check with these threads' }).click();
  await page.locator('.verdicts:not(.is-busy)').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('every control can be used with the keyboard alone', async () => {
  const { page } = await opened('#/play');
  const query = (): URLSearchParams => new URLSearchParams(new URL(page.url()).hash.split('?')[1]);
  const use = async (
    name: string | RegExp,
    key: string,
    param: string,
    value: string | null,
  ): Promise<void> => {
    await tabTo(page, name);
    await page.keyboard.press(key);
    await expect.poll(() => query().get(param)).toBe(value);
  };
  await use('primitive', 'ArrowUp', 'name', 'test-and-test-and-set');
  await use('watch', 'ArrowDown', 'rule', 'no-lost-wakeup');
  await use('threads', 'ArrowUp', 'plans', 'acquire release; acquire release; acquire release');
  await use('rounds', 'ArrowUp', 'plans', 'acquire release x2; acquire release x2; acquire release x2');
  await use('permits', 'ArrowUp', 'permits', '1');
  await use('locks', 'ArrowDown', 'locks', 'blocked-set');
  await use('scheduling', 'ArrowDown', 'scheduling', 'preemptive');
  await use('interrupts', 'ArrowDown', 'interrupts', 'before-blocked');
  await tabTo(page, /^what each thread does/);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('acquire release\nacquire release');
  await expect.poll(() => query().get('plans')).toBe('acquire release; acquire release');
  await tabTo(page, /^Properties/);
  await page.keyboard.press('Enter');
  await use('None', 'Enter', 'check', '');
  await use('Safety', 'Space', 'check', 'safety');
  await tabTo(page, /^Code/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Code of mutex/);
  await page.keyboard.type('// mine');
  await expect.poll(() => query().get('text')).toMatch(/^\/\/ mine/);
  // Once for the list of completions, once for the editor.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await use('Back to the published text', 'Enter', 'text', null);
  await tabTo(page, 'Check with these threads');
  await page.keyboard.press('Enter');
  await page.locator('.verdicts:not(.is-busy) tr.holds', { hasText: 'Safety' }).waitFor();
  await use(/^T0▸ acquire/, 'Enter', 'moves', '0s');
  await use('Undo', 'Enter', 'moves', null);
  await use(/^T1▸ acquire/, 'Enter', 'moves', '1s');
  await use('Step', 'ArrowLeft', 'step', '0');
  await use('To the end', 'Enter', 'step', null);
  await use('Restart', 'Enter', 'moves', null);
  await tabTo(page, 'Can it still go wrong from here?');
  await page.keyboard.press('Enter');
  await page.locator('.outlook-answer', { hasText: 'No: whatever happens' }).waitFor();
});

describe('checking', () => {
  test('the default clients of an entry are checked, and a failure leads to its schedule', async () => {
    const { page } = await opened(
      '#/play?file=semaphore/reference.ts&name=reference&plans=acquire release;acquire release',
    );
    await page.getByRole('button', { name: 'Check as the gallery does' }).click();
    await page.locator('.verdicts:not(.is-busy)').waitFor();
    expect(await page.locator('.verdicts tr.holds th').allInnerTexts()).toContain('Deadlock freedom');
    expect(await page.locator('.verdicts summary').innerText()).toMatch(/^\d+ clients, /);
    await page.locator('.verdicts tr.violated', { hasText: 'Safety' }).getByRole('button').click();
    await page.locator('.step-count', { hasText: '10 / 10' }).waitFor();
    expect(await page.locator('.so-far').innerText()).toBe('✗ violated');
  });

  test('a client of the reader can be checked, with interrupts', async () => {
    const { page } = await opened('#/play?file=semaphore/baton.ts&name=baton');
    await page.getByLabel('interrupts').selectOption('before-blocked');
    await page.getByRole('spinbutton', { name: 'threads' }).fill('3');
    await page.getByRole('button', { name: 'Check with these threads' }).click();
    await page.locator('.verdicts:not(.is-busy)').waitFor();
    // A lock that is handed over starves nobody, if somebody who can move again and again does move.
    expect(await page.locator('.verdicts tr.violated th').allInnerTexts()).toEqual([
      'Starvation freedom, weak fairness',
    ]);
    expect(await page.locator('.verdicts tr.holds', { hasText: 'interrupt' }).count()).toBe(1);
    expect(await page.locator('.lane-title').count()).toBe(3);
  });
});

describe('code of the reader', () => {
  const edited = (body: string): string =>
    `#/play?${new URLSearchParams({
      file: 'mine.ts',
      name: 'mine',
      text: `import { cell, definePrimitive, until, type Step } from 'heddle';
import { mutex } from 'heddle/models';
class Mine {
  readonly word = cell(0);
  *acquire(): Step {
    ${body}
  }
  *release(): Step {
    yield* this.word.write(0);
  }
}
export const mine = definePrimitive({ name: 'mine', title: 'Mine', model: mutex, create: () => new Mine() });
`,
    }).toString()}`;

  test('is compiled, played and told about by its lines', async () => {
    const { page } = await opened(edited('yield* until(() => this.word.compareAndSet(0, 1));'));
    await play(page, '0');
    expect(await page.locator('.source-line.is-made .line-number').innerText()).toBe('6');
    await page.getByRole('button', { name: 'Check with these threads' }).click();
    await page.locator('.verdicts tr.holds', { hasText: 'Safety' }).waitFor();
  });

  test('a loop without an end is stopped, with a message', async () => {
    const page = await browser.newPage();
    await page.goto(`${pathToFileURL(path.join(pagesFolder, 'heddle.html')).href}${edited('for (;;) {}')}`);
    await page.locator('.complaint', { hasText: 'did not come back' }).first().waitFor({ timeout: 30_000 });
  });

  test('what cannot be read is said with its line, and marked', async () => {
    const page = await browser.newPage();
    await page.goto(
      `${pathToFileURL(path.join(pagesFolder, 'heddle.html')).href}${edited('yield* this.word.write(1;')}`,
    );
    await page.locator('.complaint', { hasText: 'cannot be read, at line 6' }).first().waitFor();
    expect(await page.locator('.cm-fault').innerText()).toContain('this.word.write(1;');
  });

  test('the editor completes the methods of shared objects', async () => {
    const { page } = await opened(edited('yield* until(() => this.word.compareAndSet(0, 1));'));
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('x.fetchA');
    await page.locator('.cm-tooltip-autocomplete', { hasText: 'fetchAdd' }).waitFor();
    expect(await page.locator('.cm-completionInfo').innerText()).toContain('answers what it held before');
  });
});
