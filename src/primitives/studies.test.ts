import { properties } from 'heddle/properties';
import { expect, test } from 'vitest';
import { conduct } from '../judge/conduct.ts';
import { studyCellText } from '../report/studyMarkdown.ts';
import { interruptAtSleep } from './semaphore/interruptAtSleep.ts';
import { studies } from './studies.ts';

test('every study asks for a property that exists, and fills its columns', () => {
  for (const { property, columns, rows } of studies) {
    expect(properties.map(({ name }) => name)).toContain(property);
    for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
  }
});

test('of the semaphores from binary semaphores, Barz alone survives the interrupt of a sleeper', () => {
  const property = properties.find(({ name }) => name === interruptAtSleep.property)!;
  const { study, answers } = conduct(interruptAtSleep, property);
  const lines = study.rows.map(
    ({ title }, row) => `${title}: ${answers[row]!.map(studyCellText).join(' | ')}`,
  );
  expect(lines).toMatchInlineSnapshot(`
    [
      "B1, textbook: ✓ | ✗ lost wakeup | \`d\` 0 → 1, \`count\` 1 → 0 | ✗ too many | ✗ too many | \`d\` 0 → 1",
      "B2, Hemmendinger: ✗ leaked lock \`m\` | ✗ leaked lock \`m\` | \`m\` 1 → 0, \`d\` 0 → 1, \`count\` 1 → 0 | ✗ leaked lock \`m\` | ✗ leaked lock \`m\` | nothing",
      "B3, Kearns: ✓ | ✓ | \`d\` 0 → 1, \`count\` 1 → 0, \`wakeCount\` 0 → 1 | ✗ too many | ✗ too many | \`d\` 0 → 1, \`wakeCount\` 0 → 1",
      "B4, Kearns repaired: ✓ | ✓ | \`d\` 0 → 1, \`count\` 1 → 0, \`wakeCount\` 0 → 1 | ✗ too many | ✗ too many | \`d\` 0 → 1, \`wakeCount\` 0 → 1",
      "B5, gate: ✗ leaked lock \`gate\` | ✗ leaked lock \`gate\` | \`d\` 0 → 1, \`count\` 1 → 0, \`gate\` 1 → 0 | ✗ leaked lock \`gate\` | ✗ leaked lock \`gate\` | \`d\` 0 → 1, \`gate\` 1 → 0",
      "B6, Barz: ✓ | ✓ | nothing | ✓ | ✓ | nothing",
    ]
  `);
});
