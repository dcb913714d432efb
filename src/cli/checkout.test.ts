/** In a checkout, the command runs from the sources, with its worker threads: an edit shows at once. */

import { expect, test } from 'vitest';
import { heddle, heddleFromSources, temporaryFolder } from '../testing/heddleCommand.ts';

test.each([
  ['a primitive of the gallery', ['test-then-set', '--property', 'safety', '--threads', '2']],
  ["a file of one's own", ['./src/testing/fixtures/brokenLock.ts', '--property', 'safety']],
  [
    'a package made of promises',
    ['npm:async-lock-1.3.1#async-lock-throwing', '--property', 'deadlock-freedom'],
  ],
])('%s is checked from the sources as from what is compiled', async (_, words) => {
  const [traces, others] = [temporaryFolder(), temporaryFolder()];
  const fromSources = await heddleFromSources(['check', ...words, '--traces', traces]);
  expect(fromSources).toMatchObject({ code: 1, err: '' });
  const compiled = await heddle(['check', ...words, '--traces', others]);
  expect({ ...compiled, out: compiled.out.replaceAll(others, traces) }).toEqual(fromSources);
});

test.each([
  ['from the sources', heddleFromSources],
  ['compiled', heddle],
])('%s, it takes arguments of Node that are for the process alone', async (_, run) => {
  const words = ['test-then-set', '--property', 'safety', '--search', 'plain', '--traces', temporaryFolder()];
  const ended = await run(['check', ...words], { node: ['--max-old-space-size=1000', '--stack-size=900'] });
  expect(ended).toMatchObject({ code: 1, err: '' });
});
