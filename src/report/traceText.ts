/** A trace as text: columns, one a thread, one line a step, and what went wrong in words. */

import type { Explanation } from '../judge/explain.ts';
import type { Execution } from '../trace/execution.ts';
import type { Replay } from '../trace/replay.ts';
import type { Trace } from '../trace/trace.ts';
import { plain, type Paint } from './paint.ts';
import { stepRows, type StepRow } from './stepRows.ts';
import { row, wrap, type Cell } from './textTable.ts';

/** How a trace is laid out. */
export interface TraceTextOptions {
  /** Characters a line; 80 is the least that this is made for. */
  readonly width: number;
  readonly paint?: Paint;
  /** What came of it, for a trace that was saved earlier. */
  readonly outcome?: Replay;
}

/** The columns of an execution. Steps that matter carry a `»`, quiet moments are ruled off below. */
export function traceColumns(
  execution: Execution,
  keySteps: readonly number[],
  { width, paint = plain }: TraceTextOptions,
): string[] {
  const { threads, setup } = execution.program;
  const hasModel = setup.model !== undefined;
  const numberWidth = 5;
  const modelWidth = hasModel ? 12 : 0;
  const each = Math.floor((width - numberWidth - modelWidth) / (threads.length + 1));
  const widths = [numberWidth, ...threads.map(() => each), each, modelWidth];
  const head: Cell[] = [
    { text: 'step' },
    ...threads.map(({ index, name = `T${index}` }): Cell => ({ text: name, paint: 'strong' })),
    { text: 'what changes' },
    { text: hasModel ? 'model' : '' },
  ];
  const rows = stepRows(execution);
  const { loop } = execution;
  return [
    ...row(head, widths, paint),
    '─'.repeat(width),
    ...rows.flatMap((step, index) => {
      const before = rows[index - 1];
      const cells = cellsOf(step, before, keySteps.includes(step.number), threads.length);
      const lines = row(cells, widths, paint);
      const isRuledOff = step.isQuiet && index < rows.length - 1 && index + 1 !== loop?.after;
      return [
        ...(index === loop?.after ? [ruleWith('↻ from here on again and again', width)] : []),
        ...lines,
        ...(isRuledOff ? [paint.faint('┄'.repeat(width))] : []),
      ];
    }),
    ...(loop === undefined ? [] : [ruleWith(`↺ as it was before step ${loop.after + 1}`, width)]),
  ];
}

/** A line across, with words in it. */
function ruleWith(words: string, width: number): string {
  return `── ${words} `.padEnd(width, '─');
}

function cellsOf(step: StepRow, before: StepRow | undefined, isKey: boolean, threads: number): Cell[] {
  const columns = Array.from({ length: threads }, (_, thread): Cell => {
    if (thread === step.thread)
      return { text: actionText(step), ...(isKey ? { paint: 'bad' as const } : {}) };
    const now = step.blocked.find((one) => one.thread === thread)?.on;
    const was = before?.blocked.find((one) => one.thread === thread)?.on;
    if (now === undefined) return { text: '' };
    return { text: now === was ? '┆' : `┆ ${now}`, paint: 'faint' };
  });
  return [
    {
      text: `${isKey ? '»' : ' '}${String(step.number).padStart(3)}`,
      ...(isKey ? { paint: 'bad' as const } : {}),
    },
    ...columns,
    { text: step.changes.join('; ') },
    { text: step.model === before?.model ? '' : step.model, paint: 'faint' },
  ];
}

function actionText({ calls, does, mark, ends, thread, blocked }: StepRow): string {
  const waits = blocked.find((one) => one.thread === thread)?.on;
  return [
    ...(calls === undefined ? [] : [`▸${calls}:`]),
    does,
    ...(mark === undefined ? [] : [`⚡${mark}`]),
    ...(ends === undefined ? [] : [`◂${ends}`]),
    ...(waits === undefined || ends !== undefined ? [] : [`┆ ${waits}`]),
  ].join(' ');
}

/** The whole story of a trace. */
export function traceText(
  trace: Trace,
  execution: Execution,
  explanation: Explanation,
  clientWords: string,
  options: TraceTextOptions,
): string[] {
  const { width, paint = plain } = options;
  const { verdict, primitive, property, part, strength, scheduling } = trace;
  const { outcome } = options;
  const switches = `${verdict.switches} context ${verdict.switches === 1 ? 'switch' : 'switches'}`;
  const least = verdict.fewestSwitches === 'proved' ? 'no schedule has fewer' : 'perhaps not the fewest';
  const shortest =
    verdict.isShortest !== undefined
      ? 'a shorter schedule may exist'
      : verdict.shortest === verdict.steps
        ? 'no schedule is shorter'
        : `the shortest schedule has ${verdict.shortest}`;
  const rule = part === undefined ? property : `${property} (${part})`;
  const ending = execution.violation === undefined ? 'was violated' : 'is violated';
  const isShort = `${primitive.name}: ${rule} ${ending}`.length <= width;
  return [
    ...(isShort
      ? [`${paint.strong(primitive.name)}: ${paint.bad(rule)} ${ending}`]
      : [`${paint.strong(primitive.name)}:`, `${paint.bad(rule)} ${ending}`]),
    ...wrap(`Client: ${clientWords}. Locks: ${strength}.${turnsIn(scheduling)}`, width),
    ...wrap(
      verdict.loop === undefined
        ? `${verdict.steps} steps (${shortest}), ${switches} (${least}).`
        : lassoWords(verdict.steps - verdict.loop, verdict.loop, verdict.isShortest === undefined),
      width,
    ),
    ...(execution.loop === undefined
      ? []
      : wrap(
          `The loop was carried out ${execution.loop.turns} times, and led back to the same state each time.`,
          width,
        )),
    '',
    ...traceColumns(execution, explanation.steps, options),
    '',
    ...(outcome?.divergence === undefined ? [] : divergenceLines(outcome, width, paint)),
    ...(execution.violation === undefined
      ? outcomeLines(trace, outcome, width, paint)
      : [
          ...wrap(`What went wrong: ${execution.violation.why}.`, width).map(paint.bad),
          ...explanation.sentences.flatMap((sentence) => hang(sentence, width)),
          ...wrap(explanation.rule, width).map(paint.faint),
        ]),
  ];
}

/** `2 steps lead to a loop of 2 steps (none is shorter, way and loop together).` */
function lassoWords(stem: number, loop: number, isShortest: boolean): string {
  const steps = (count: number): string => `${count} ${count === 1 ? 'step' : 'steps'}`;
  const leads = stem === 1 ? 'leads' : 'lead';
  const proof = isShortest ? 'none is shorter, way and loop together' : 'there may be a shorter one';
  return `${steps(stem)} ${leads} to a loop of ${steps(loop)} (${proof}).`;
}

function turnsIn(scheduling: Trace['scheduling']): string {
  switch (scheduling) {
    case 'preemptive':
      return '';
    case 'cooperative':
      return ' Turns: in any order.';
    case 'cooperative-fifo':
      return ' Turns: first in, first out.';
  }
}

function divergenceLines({ divergence }: Replay, width: number, paint: Paint): string[] {
  if (divergence === undefined) return [];
  const { step, was, is } = divergence;
  return [
    ...wrap(`It parts from the trace at step ${step}:`, width).map(paint.unsure),
    ...hang(`then: ${was}`, width),
    ...hang(`now:  ${is}`, width),
  ];
}

function outcomeLines(trace: Trace, outcome: Replay | undefined, width: number, paint: Paint): string[] {
  const { module, name } = trace.primitive;
  const next = `Other schedules may fail: npx heddle check ${module ?? name} --property ${trace.property}`;
  const lines =
    outcome?.outcome === 'undecided'
      ? wrap(
          'The rest of the schedule cannot be carried out, so it does not tell whether the failure is gone.',
          width,
        ).map(paint.unsure)
      : wrap(`The failure is gone on this schedule. It was: ${trace.verdict.why}.`, width).map(paint.good);
  return [...lines, ...wrap(next, width)];
}

/** A list item: its further lines are indented. */
function hang(text: string, width: number): string[] {
  return wrap(text, width - 4).map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`));
}
