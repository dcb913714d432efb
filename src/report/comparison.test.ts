/** The committed comparison: its pages are what is drawn from its data, and every judged cell leads to evidence. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gallery, libraries2010, notPorted } from 'heddle/gallery';
import { beforeAll, describe, expect, test } from 'vitest';
import { features } from '../judge/features/featureList.ts';
import { root } from '../testing/heddleCommand.ts';
import { sampleComparison } from '../testing/sampleComparison.ts';
import { cellText, type Beside, type Comparison } from './comparison.ts';
import { comparisonHtml } from './comparisonHtml.ts';
import { comparisonFrom } from './comparisonJson.ts';
import { comparisonMarkdown } from './comparisonMarkdown.ts';
import { comparisonText } from './comparisonText.ts';
import { plain } from './paint.ts';

const read = (file: string): string => readFileSync(path.join(root, 'reports', file), 'utf8');
const beside = { libraries: libraries2010, notPorted };

describe('what is committed', () => {
  let comparison: Comparison & Partial<Beside>;

  beforeAll(() => {
    comparison = comparisonFrom(read('comparison.json'));
  });

  test('is drawn from its data', () => {
    expect({ ...comparison, ...beside }).toEqual(comparison);
    expect(read('comparison.md')).toBe(comparisonMarkdown(comparison, beside));
    expect(read('comparison.html')).toBe(comparisonHtml(comparison, beside));
  });

  test('names what is not there, and nothing that is', () => {
    for (const { name, why } of notPorted) {
      expect(read('comparison.md')).toContain(`${why}. |`);
      expect(gallery.map(({ title }) => title)).not.toContain(name);
    }
  });

  test('has evidence for every answer, and a command for all that was explored and violated', () => {
    for (const { name, features: found } of comparison.primitives) {
      for (const [feature, { answer, evidence }] of Object.entries(found)) {
        if (answer === 'none') continue;
        expect({ name, feature, says: evidence.says === '' }).toEqual({ name, feature, says: false });
        if (evidence.trace !== undefined) {
          expect({ trace: evidence.trace, exists: existsSync(path.join(root, evidence.trace)) }).toEqual({
            trace: evidence.trace,
            exists: true,
          });
        }
      }
    }
  });

  test('names features that there are', () => {
    // Told of in another column.
    const known = new Set([...features.map(({ name }) => name), 'bounded-bypass']);
    const named = comparison.primitives.flatMap(({ features: found }) => Object.keys(found));
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  test('is a page that loads nothing, in which every link leads somewhere', () => {
    const page = read('comparison.html');
    expect(page).not.toMatch(/<script src|<link|<img|@import|url\(/);
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);
    const anchors = new Set([...page.matchAll(/id="([^"]+)"/g)].map(([, anchor]) => anchor));
    expect(targets.length).toBeGreaterThan(comparison.primitives.length * 20);
    expect(targets.filter((target) => !anchors.has(target))).toEqual([]);
  });

  test('the page explains the words, with no Markdown left in it', () => {
    const page = comparisonHtml(comparison, beside);
    const [, words = ''] = /<summary>Rows read aloud<\/summary>(.*?)<details id="meanings"/s.exec(page) ?? [];
    expect(words).toContain('<li><strong>baton</strong>: FIFO <em>yes</em>');
    expect(words).toContain('<dt>post</dt>');
    expect(words.replaceAll('post*2', '')).not.toMatch(/[*`]/);
  });

  test('the rows that are read aloud say what they are said to say', () => {
    const asked = ['fifo', 'bypass', 'starvation-weak'];
    const named = (name: string) => comparison.primitives.find((one) => one.name === name)!.features;
    const rows = ['baton', 'morris', 'dekker', 'filter', 'peterson'].map((name) => [
      name,
      ...asked.map((feature) => cellText(named(name)[feature])),
    ]);
    expect(rows).toEqual([
      ['baton', 'yes', '0', 'no'],
      ['morris', 'no', '2', 'no'],
      ['dekker', 'no', 'unbounded', 'yes'],
      ['filter', 'no', 'unbounded', 'yes'],
      ['peterson', 'yes', '0', 'yes'],
    ]);
    const roomy = ['go-weighted', 'deno-semaphore', 'kotlin-semaphore', 'twisted'];
    const tooMany = (name: string): string[] =>
      ['bounded', 'double-release'].map((feature) => cellText(named(name)[feature]));
    expect(roomy.map(tooMany)).toEqual([
      ['yes', 'yes'],
      ['yes', 'no'],
      ['yes', 'yes'],
      ['yes', 'yes'],
    ]);
  });

  test('of a single primitive, the terminal shows what each answer goes by', () => {
    const reference = comparison.primitives.filter(({ name }) => name === 'reference');
    const lines = comparisonText({ primitives: reference }, 80, plain);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(
      reference[0]!.features['locks-alive']!.evidence.says,
    );
  });
});

test('the terminal gets lines of at most 80 columns', () => {
  const lines = comparisonText(sampleComparison, 80, plain);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.filter((line) => line.includes('safety'))).toHaveLength(2);
});
