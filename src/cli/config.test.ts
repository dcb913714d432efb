/** The config of a project, under what was typed. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { heddle, temporaryFolder } from '../testing/heddleCommand.ts';

/** A folder with a config, in plain JavaScript: nothing has to be found from there. */
function project(config: string): string {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'heddle.config.mjs'), `export default ${config};`);
  return cwd;
}

describe('heddle.config', () => {
  test('says what is checked, with which clients and limits, and where traces go', async () => {
    const client = `{ permits: 1, plans: [{ operations: [{ operation: 'acquire' }, { operation: 'release' }] }, { operations: [{ operation: 'acquire' }, { operation: 'release' }] }] }`;
    const cwd = project(`{ primitives: ['test-then-set'], clients: [${client}], traces: 'failures' }`);
    const { code, out } = await heddle(['check', '--property', 'safety'], { cwd });
    expect(code).toBe(1);
    expect(out).toContain('test-then-set: ');
    expect(out).toContain('failures/test-then-set/safety.custom.json');
  });

  test('counts less than what is typed', async () => {
    const cwd = project(`{ primitives: ['test-then-set'], limits: { states: 1 } }`);
    const { code, out } = await heddle(
      ['check', 'baton', '--property', 'safety', '--limit-states', '100_000'],
      { cwd },
    );
    expect({ code, isHolding: out.includes('✓ safety') }).toEqual({ code: 0, isHolding: true });
  });

  test.each([
    ['{ primitive: [] }', 'heddle.config.mjs: this is no config of heddle, at primitive.'],
    ['{ limits: { states: -1 } }', 'heddle.config.mjs: this is no config of heddle, at limits.states.'],
    ['{ clients: [{ permits: 1, plans: [] }] }', 'A client needs at least one thread.'],
  ])('%s is refused', async (config, message) => {
    const { code, err } = await heddle(['check'], { cwd: project(config) });
    expect(err).toContain(message);
    expect([64, 65]).toContain(code);
  });
});
