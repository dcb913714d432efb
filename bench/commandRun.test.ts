import { expect, test } from 'vitest';
import { isInstalled, runCommand } from './commandRun.ts';

test('tells what a command printed and took', async () => {
  expect(await runCommand('echo', ['a', 'b c'])).toEqual({
    wallMs: expect.any(Number) as number,
    cpuMs: expect.any(Number) as number,
    stdout: 'a b c\n',
  });
});

test('stops a command at its limit, with all that it started', async () => {
  expect(await runCommand('bash', ['-c', 'sleep 600 | cat'], { limitMs: 1 })).toEqual({
    overrunMs: expect.any(Number) as number,
  });
});

test('says what a command complained of', async () => {
  await expect(runCommand('bash', ['-c', 'echo oh no >&2; exit 3'])).rejects
    .toThrowErrorMatchingInlineSnapshot(`
    [Error: bash -c echo oh no >&2; exit 3 ended with 3:
    oh no
    ]
  `);
});

test('finds out what is installed', async () => {
  expect([await isInstalled('bash'), await isInstalled('no-such-command')]).toEqual([true, false]);
});
