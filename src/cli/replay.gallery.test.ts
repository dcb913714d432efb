/** Every committed trace as a reader sees it: printed, explained, and in the other formats. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { describeClient } from '../program/client.ts';
import { traceText } from '../report/traceText.ts';
import { expectItf } from '../testing/expectItf.ts';
import { root } from '../testing/heddleCommand.ts';
import { itfOf } from '../trace/itf.ts';
import { clientOf, decodeTrace } from '../trace/trace.ts';
import { executeTrace } from './executeTrace.ts';

const traces = readdirSync(path.join(root, 'traces'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.json'),
);
const read = (file: string) => decodeTrace(readFileSync(path.join(root, 'traces', file), 'utf8'), file);

/** Executes each committed trace once, for all that is asked of them. */
const executed = new Map<string, ReturnType<typeof executeTrace>>();
function executionOf(file: string): ReturnType<typeof executeTrace> {
  const known = executed.get(file) ?? executeTrace(read(file));
  executed.set(file, known);
  return known;
}

test.each([80, 100, 120])('every committed trace fits %d columns', async (width) => {
  for (const file of traces) {
    const trace = read(file);
    const { execution, explanation } = await executionOf(file);
    const lines = traceText(trace, execution, explanation, describeClient(clientOf(trace)), { width });
    expect({ file, tooLong: lines.filter((line) => line.length > width) }).toEqual({ file, tooLong: [] });
  }
});

test('every committed trace is explained: a rule, and a few sentences on the steps that matter', async () => {
  for (const file of traces) {
    const { explanation } = await executionOf(file);
    const { rule, kind, steps, sentences } = explanation;
    const least = kind === 'not in model' ? 1 : 2;
    expect(rule).toContain('violated when');
    expect({
      file,
      isShort: sentences.length >= least && sentences.length <= 7 && steps.length > 0,
    }).toEqual({
      file,
      isShort: true,
    });
  }
});

test('every committed trace can be printed so', async () => {
  for (const file of traces) {
    const trace = read(file);
    const { execution } = await executionOf(file);
    const { states } = expectItf(itfOf(trace, execution));
    expect(states).toHaveLength(execution.steps.length + 1);
  }
});
