/** The table of 2010 in a real browser, on a projector and on a telephone: all of it is seen, and no note is far. */

import { gallery, libraries2010 } from 'heddle/gallery';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../judge/features/finding.ts';
import { accessibilityFaults, complaintsOf, startBrowser } from '../testing/browser.ts';
import { compared } from '../../report/comparison.ts';
import { comparisonStyle } from '../../report/comparisonStyle.ts';
import { toldProperties } from '../../report/libraryFound.ts';
import { libraryHtml, libraryStyle } from '../../report/libraryHtml.ts';

/** The longest texts that there can be: everything is violated. */
const violated: Finding = { answer: 'no', evidence: { by: 'exploration', says: '' } };
const features = Object.fromEntries(toldProperties.map((property) => [property, violated]));
const comparison = { primitives: gallery.map((primitive) => compared(primitive, features)) };

const html = `<!doctype html><html lang="en"><head><title>Libraries</title><style>${comparisonStyle}${libraryStyle}</style></head>
<body><main><h1>Libraries</h1>${libraryHtml(libraries2010, comparison).join('\n')}</main></body></html>`;

let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
});

describe.each([1280, 390])('%i pixels wide', (width) => {
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    page = await browser.newPage({ viewport: { width, height: 800 } });
    complaints = complaintsOf(page);
    await page.setContent(html);
  });

  afterAll(async () => {
    await page.close();
  });

  test('nothing is cut off, and nothing scrolls by itself', async () => {
    const [beyond, scrolling] = await page.evaluate(() => {
      const all = [...document.querySelectorAll('main *')];
      return [
        all.filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth),
        all.filter((one) => /auto|scroll|hidden/.test(getComputedStyle(one).overflow)),
      ].map((some) => some.map((one) => one.outerHTML));
    });
    expect({ beyond, scrolling }).toEqual({ beyond: [], scrolling: [] });
  });

  test('names of columns stay in sight, and answers stand below them', async () => {
    await page.getByText('a select.select() that does not block').scrollIntoViewIfNeeded();
    const left = async (selector: string): Promise<number> => {
      const { x, width: own } = (await page.locator(selector).boundingBox())!;
      return x + (width < 800 ? own / 2 : 0);
    };
    const heading = (await page.locator('#libraries thead th:nth-child(9)').boundingBox())!;
    expect(heading.y).toBeGreaterThanOrEqual(0);
    expect(heading.y + heading.height).toBeLessThan(150);
    for (const column of [2, 5, 9]) {
      const name = await left(`#libraries thead th:nth-child(${column})`);
      const answer = await left(`#libraries tbody tr:first-child td:nth-child(${column})`);
      expect(Math.abs(name - answer)).toBeLessThan(2);
    }
  });

  test('a note moves no line', async () => {
    const heights = await page.evaluate(() =>
      ['DNS resolver that is', 'tasklets go on'].map((words) => {
        const row = [...document.querySelectorAll('#libraries tbody tr')].find((one) =>
          one.textContent.includes(words),
        );
        return row?.querySelector('td:nth-child(3)')?.getBoundingClientRect().height;
      }),
    );
    expect(heights[0]).toBeCloseTo(heights[1]!, 0);
  });

  test('the number of a note leads to it', async () => {
    await page.locator('#libraries a[href="#q39"]').click();
    const note = page.locator('#quotations li:target');
    expect(await note.textContent()).toContain('2009-11-19');
    const { y } = (await note.boundingBox())!;
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThan(800);
  });

  test('whoever does not see it can read it', async () => {
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
