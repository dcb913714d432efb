import { judgedProperties } from 'heddle/properties';
import type { Property } from '../../core/monitor.ts';
import { check } from '../../judge/check.ts';
import { explain } from '../../judge/explain.ts';
import { goals } from '../../lessons/goals.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import { describeClient } from '../../program/client.ts';
import { programOf } from '../../program/program.ts';
import { traceText } from '../../report/traceText.ts';
import { executeSchedule } from '../../trace/lassoExecution.ts';
import { choicesOf, clientOf } from '../../trace/trace.ts';
import { addressesOf, primitiveAt } from '../registry.ts';
import { colours, lineWidth } from '../terminal.ts';

const limits = { states: 3_000_000, timeMs: 60_000 };

/** Checks the reader's version of a lesson; answers what there is to print, and whether it is mended. */
export async function checkLesson(
  lesson: Lesson,
  file: string,
): Promise<{ readonly isMended: boolean; readonly lines: readonly string[] }> {
  const [address] = await addressesOf([file]);
  const primitive = await primitiveAt(address!);
  const { properties: names, clients } = lesson.exercise;
  const report = check(primitive, {
    properties: names.map(ruleNamed),
    limits,
    ...(clients === undefined ? {} : { clients }),
    surroundings: { now: () => performance.now() },
  });
  const lines = report.properties.map(({ title, verdict }) =>
    verdict.verdict === 'holds'
      ? `${colours.good('✓')} ${title}`
      : verdict.verdict === 'violated'
        ? `${colours.bad('✗')} ${title}: ${verdict.counterexample.trace.verdict.why}`
        : `${colours.unsure('?')} ${title}: a limit stopped the search`,
  );
  const broken = report.properties.find(({ verdict }) => verdict.verdict === 'violated')?.verdict;
  if (broken?.verdict !== 'violated') {
    return { isMended: report.properties.every(({ verdict }) => verdict.verdict === 'holds'), lines };
  }
  const { trace } = broken.counterexample;
  const client = clientOf(trace);
  const rule = ruleNamed(trace.part ?? trace.property);
  const program = programOf(primitive, client, { strength: 'weak' });
  const execution = executeSchedule(program, choicesOf(trace), rule, trace.verdict.loop);
  const story = traceText(trace, execution, explain(execution, rule), describeClient(client), {
    width: lineWidth(),
    paint: colours,
  });
  return { isMended: false, lines: [...story, '', ...lines] };
}

function ruleNamed(name: string): Property {
  return [...judgedProperties, ...goals].find((property) => property.name === name)!;
}
