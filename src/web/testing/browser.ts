/** A real browser for tests: the Chromium of an npm package, or one that CHROME_PATH names. */

import { createRequire } from 'node:module';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';

/** Starts the browser. */
export async function startBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: process.env['CHROME_PATH'] ?? (await chromium.executablePath()),
    args: ['--no-sandbox', '--disable-gpu'],
    headless: true,
  });
}

/** What axe-core finds wrong with a page: the rule, and the elements. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Colours on their way from one to the other are no fault.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  // The policy of the page lets no script in; what the debugger evaluates is not bound by it.
  const { readFileSync } = await import('node:fs');
  await page.evaluate(readFileSync(source, 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[];
        }>;
      };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary = '' }) =>
          `${id}: ${target.join(' ')} ${failureSummary.split('\n')[1] ?? ''}`,
      ),
    );
  });
}

/** Everything that went wrong on a page: errors, and what its policy has refused. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(`request of ${request.url()}`);
  });
  return complaints;
}

/** Goes with the Tab key to the control of that name, as one without a mouse does. @throws Error if Tab never comes there. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const stopsMax = 150;
  for (let stop = 0; stop < stopsMax; stop++) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const element = document.activeElement as
        | (HTMLElement & { labels?: NodeListOf<HTMLLabelElement> })
        | null;
      if (element === null || element === document.body) return '';
      // A label holds its control, and the control may hold text of its own.
      const label = element.labels?.[0]?.firstChild?.textContent ?? undefined;
      const text = element.tagName === 'INPUT' ? element.closest('label')?.textContent : element.textContent;
      return (element.getAttribute('aria-label') ?? (label?.trim() || text) ?? '').trim();
    });
    if (typeof name === 'string' ? here === name : name.test(here)) return;
  }
  throw new Error(`Tab has not come to ${name} in ${stopsMax} stops`);
}
