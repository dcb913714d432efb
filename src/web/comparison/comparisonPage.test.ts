/** The page of a comparison in a real browser: what it tells is reached by pointer, finger and keyboard, wide and narrow. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { featureGroups, features, type FeatureGroup } from '../../judge/features/featureList.ts';
import { temporaryFolder } from '../../testing/heddleCommand.ts';
import { sampleBeside, sampleComparison } from '../../testing/sampleComparison.ts';
import { accessibilityFaults, complaintsOf, startBrowser, tabTo } from '../testing/browser.ts';
import { comparisonHtml } from '../../report/comparisonHtml.ts';

const file = path.join(temporaryFolder(), 'comparison.html');
let browser: Browser;

beforeAll(async () => {
  writeFileSync(file, comparisonHtml(sampleComparison, sampleBeside));
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

async function opened(width: number, fragment = ''): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, hasTouch: width < 600 });
  await page.goto(`${pathToFileURL(file).href}${fragment}`);
  return page;
}

/** The cell of a primitive and a feature, by its place. */
function cellOf(page: Page, primitive: string, feature: string) {
  const column = features.findIndex(({ name }) => name === feature) + 2;
  return page.locator(`#table tr[data-name="${primitive}"] > :nth-child(${column})`);
}

const shownNames = (page: Page): Promise<string[]> =>
  page.locator('#table tbody tr:visible th').allInnerTexts();

const fragmentOf = (page: Page): string => decodeURIComponent(new URL(page.url()).hash);

const isSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test('has no script error, loads nothing, and can be read by all', async () => {
  const page = await browser.newPage();
  const complaints = complaintsOf(page);
  await page.goto(pathToFileURL(file).href);
  await page.locator('#table td:visible a').first().click();
  expect(complaints).toEqual([]);
  expect(await accessibilityFaults(page)).toEqual([]);
});

describe('what is told of a cell', () => {
  let page: Page;

  beforeEach(async () => {
    page = await opened(1280, '#columns=0,1,2,3,4,5');
  });

  test('has the title of the column, what was asked, the command with the name, clients and states', async () => {
    const cell = page.locator('#table tr[data-name="baton"] td.yes a').first();
    await cell.click();
    const dialog = page.getByRole('dialog', { name: 'baton, built from: yes' });
    await dialog.locator('summary').click();
    const told = await dialog.innerText();
    expect(told).toContain('Asked: the shared objects that it makes');
    expect(told).toContain('npx heddle check baton');
    expect(told).toContain('3 threads × (acquire release), 1 permit');
    expect(told).toContain('5,000 states');
  });

  test('is opened, left and come back from by the keyboard alone', async () => {
    await tabTo(page, 'baton');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('detail-title');
    await tabTo(page, 'copy npx heddle check baton');
    await page.keyboard.press('Enter');
    expect(await page.locator('#detail button:not(#close)').innerText()).toBe('copied');
    await page.keyboard.press('Escape');
    expect(await page.locator('#detail').isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.closest('tr')?.dataset['name'])).toBe('baton');
  });

  test('of a name is its source, of all rows alike', async () => {
    for (const { name, title } of sampleComparison.primitives) {
      await page.locator(`#table tr[data-name="${name}"] th a`).click();
      expect(await page.locator('#detail').innerText()).toContain(title);
    }
  });

  test('of a trace are the commands that show it, and the file', async () => {
    await page.locator('#table tr[data-name="naive"] td.no a').first().click();
    const told = await page.locator('#detail').innerText();
    expect(told).toContain('npx heddle replay traces/naive/safety.json');
    expect(told).toContain('npx heddle open traces/naive/safety.json');
  });
});

describe('filters', () => {
  test('look at the columns that are seen, and no others', async () => {
    const withYes = (group: FeatureGroup): string[] =>
      sampleComparison.primitives
        .filter(({ features: found }) => group.features.some(({ name }) => found[name]?.answer === 'yes'))
        .map(({ name }) => name);
    const few = featureGroups.findIndex(
      (group) => withYes(group).length < sampleComparison.primitives.length,
    );
    const page = await opened(1280, `#columns=${few}&answer=yes`);
    expect(await shownNames(page)).toEqual(withYes(featureGroups[few]!));
  });

  test('offer whatever stands in a column, and show the column', async () => {
    const page = await opened(1280);
    await page.selectOption('#feature', 'built-from');
    const kinds = await page.locator('#answer option').allInnerTexts();
    expect(kinds).toEqual(['anything', 'yes', 'no', '≥2']);
    await page.selectOption('#answer', '≥2');
    expect(await shownNames(page)).toEqual(['asyncio-semaphore-of-a-long-name-3.10.5']);
    expect(await cellOf(page, 'asyncio-semaphore-of-a-long-name-3.10.5', 'built-from').isVisible()).toBe(
      true,
    );
  });

  test('say when nothing fits, and can be taken back', async () => {
    const page = await opened(1280);
    await page.fill('#name', 'no such name');
    expect(await page.locator('#count').innerText()).toBe('No primitive fits.');
    expect(await page.locator('#table').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Show all again' }).click();
    await expect.poll(() => shownNames(page)).toHaveLength(3);
  });

  test('stand in the link, with the order and the open cell', async () => {
    const first = await opened(1280);
    await first.fill('#name', 'a');
    await first.getByRole('button', { name: 'primitive' }).click();
    await first.getByRole('button', { name: 'primitive' }).click();
    await first.locator('#table tr[data-name="naive"] td:visible a').first().click();
    const link = fragmentOf(first);
    expect(link).toMatch(/^#name=a&sort=-primitive&cell=naive\/\w/);
    const second = await opened(1280, link);
    expect(await shownNames(second)).toEqual(['naive', 'baton', 'asyncio-semaphore-of-a-long-name-3.10.5']);
    expect(await second.locator('#detail-title').innerText()).toMatch(/^naive, /);
  });
});

test('the head of a column sorts by it: up, down, and as it was', async () => {
  const page = await opened(1280, '#columns=0');
  const orders: string[][] = [];
  for (let click = 0; click < 3; click++) {
    await page.getByRole('button', { name: 'built from' }).click();
    orders.push(await shownNames(page));
  }
  const [baton, naive, asyncio] = sampleComparison.primitives.map(({ name }) => name);
  // Yes, no and a figure.
  expect(orders).toEqual([
    [baton, naive, asyncio],
    [asyncio, naive, baton],
    [baton, naive, asyncio],
  ]);
});

describe.each([390, 1280])('%i pixels wide', (width) => {
  test('the page does not move sideways, and three columns of answers are seen', async () => {
    const page = await opened(width, '#columns=0,1,2,3,4,5');
    expect(await isSideways(page)).toBe(false);
    const third = await cellOf(page, 'baton', 'no-cas').boundingBox();
    expect(third!.x).toBeLessThan(width - 16);
    const reasons = page.locator('.scroll', { hasText: 'why it has no row above' });
    expect(await reasons.evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(false);
  });

  test('head, name and group stay where they are when the table is scrolled', async () => {
    const page = await opened(width, '#columns=0,1,2,3,4,5');
    await page.addStyleTag({ content: '.scroll { max-height: 200px !important; }' });
    const corner = page.locator('.corner');
    const before = await corner.boundingBox();
    await page.locator('#table').evaluate((table) => table.parentElement!.scrollTo(400, 40));
    expect(await corner.boundingBox()).toEqual(before);
    const name = await page.locator('#table tr[data-name="baton"] th').boundingBox();
    expect(name!.x).toBe(before!.x);
    // Below the last row of the head there is no gap through which rows are seen.
    const [head, row] = await page
      .locator('#table thead tr')
      .evaluateAll((rows) => rows.map((one) => one.getBoundingClientRect()));
    expect(row!.top).toBeLessThanOrEqual(head!.top + head!.height);
    const edge = before!.x + before!.width;
    const titles = await page
      .locator('thead th > span')
      .evaluateAll((spans) => spans.map((span) => span.getBoundingClientRect().left));
    expect(titles.filter((left) => left >= edge && left <= edge + 12)).toHaveLength(1);
  });

  test('what is told of a cell is within the page and does not cover it', async () => {
    const page = await opened(width);
    const link = page.locator('#table tr:last-child td:visible a').last();
    await link.click();
    const box = await page.locator('#detail').boundingBox();
    const cell = await link.boundingBox();
    expect(box!.x).toBeGreaterThanOrEqual(0);
    expect(box!.x + box!.width).toBeLessThanOrEqual(width);
    expect(cell!.y + cell!.height).toBeLessThanOrEqual(box!.y);
    const corner = await page.locator('.corner').boundingBox();
    expect(cell!.x).toBeGreaterThanOrEqual(corner!.x + corner!.width);
    expect(await isSideways(page)).toBe(false);
  });
});
