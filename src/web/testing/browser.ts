/** A real browser for tests: the Chromium of an npm package, or one that CHROME_PATH names. */

import { createRequire } from 'node:module';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { buildPages } from '../build/buildPages.ts';
import { root } from '../../testing/heddleCommand.ts';

/** Starts the browser. */
export async function startBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: process.env['CHROME_PATH'] ?? (await chromium.executablePath()),
    args: ['--no-sandbox', '--disable-gpu'],
    headless: true,
  });
}

/** Where the pages are built. */
export const pagesFolder: string = path.join(root, 'dist/web');

/** Builds the pages, unless they are newer than everything that they are built from. */
export async function upToDatePages(): Promise<void> {
  const sources = ['src', 'models', 'properties'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(root, folder, file),
    ),
  );
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  const isStale = ['trace.html', 'heddle.html']
    .map((name) => path.join(pagesFolder, name))
    .some((file) => !existsSync(file) || statSync(file).mtimeMs < newest);
  if (isStale) await buildPages(pagesFolder);
}

/** What axe-core finds wrong with a page: the rule, and the elements. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
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
