/** An order of promise code as text: columns, one a caller, one line an occurrence, and what went wrong. */

import type { VisibleEvent } from '../core/event.ts';
import { explainOrder } from '../promises/explainOrder.ts';
import type { NativeExecution, NativeStep } from '../promises/nativeRun.ts';
import type { OrderTrace } from '../promises/orderTrace.ts';
import { describeCallers } from '../promises/subjectClients.ts';
import { clientOf } from '../trace/trace.ts';
import { clientPartOf } from '../promises/orderTrace.ts';
import { plain, type Paint } from './paint.ts';
import { row, wrap, type Cell } from './textTable.ts';

/** How an order is laid out. */
export interface OrderTextOptions {
  /** Characters a line; 80 is the least that this is made for. */
  readonly width: number;
  readonly paint?: Paint;
  /** The rule in a sentence: `Safety: violated when ...`. */
  readonly rule?: string;
}

/** The whole story of an order, as it was executed just now. */
export function orderText(
  trace: OrderTrace,
  execution: NativeExecution,
  { width, paint = plain, rule }: OrderTextOptions,
): string[] {
  const { subject, property, part, verdict } = trace;
  const why = execution.why ?? execution.crash;
  const name = part === undefined ? property : `${property} (${part})`;
  const origin = subject.package === undefined ? '' : ` (${subject.package})`;
  const { sentences, steps } = explainOrder(execution, part ?? property);
  const ending = why === undefined ? 'was violated' : 'is violated';
  return [
    ...wrap(`${subject.name}${origin}: ${name} ${ending}`, width).map(paint.strong),
    ...wrap(`Client: ${describeCallers(clientOfOrder(trace))}.`, width),
    ...wrap('Executed on the event loop as it is, with real timers.', width),
    '',
    ...orderColumns(execution, steps, width, paint),
    '',
    ...(why === undefined
      ? wrap(
          execution.divergence === undefined
            ? `The failure is gone in this order. It was: ${verdict.why}.`
            : `The order cannot be carried out any more: ${execution.divergence.why}.`,
          width,
        ).map(execution.divergence === undefined ? paint.good : paint.unsure)
      : [
          ...wrap(`What went wrong: ${why}.`, width).map(paint.bad),
          ...sentences.flatMap((sentence) => hang(sentence, width)),
          ...(rule === undefined ? [] : wrap(rule, width).map(paint.faint)),
        ]),
  ];
}

/** The client of an order trace. */
export function clientOfOrder(trace: OrderTrace): ReturnType<typeof clientOf> {
  return clientOf({ client: clientPartOf(trace) });
}

/** One line an occurrence: where in the event loop it falls, what each caller does, and what comes of it. */
function orderColumns(
  { steps }: NativeExecution,
  keySteps: readonly number[],
  width: number,
  paint: Paint,
): string[] {
  const threads = 1 + Math.max(...steps.flatMap(threadsIn), 0);
  const fixed = [5, 13];
  const each = Math.floor((width - 18) / threads);
  const widths = [...fixed, ...Array.from({ length: threads }, () => each)];
  const waiting = new Set<number>();
  const head: Cell[] = [
    { text: 'step' },
    { text: 'when' },
    ...Array.from({ length: threads }, (_, thread): Cell => ({ text: `T${thread}`, paint: 'strong' })),
  ];
  return [
    ...row(head, widths, paint),
    '─'.repeat(width),
    ...steps.flatMap((step, index) => {
      const isKey = keySteps.includes(index + 1);
      const red = isKey ? { paint: 'bad' as const } : {};
      const cells = Array.from({ length: threads }, (_, thread): Cell => {
        const text = doings(step, thread);
        if (text === '') return { text: waiting.has(thread) ? '┆' : '', paint: 'faint' };
        return { text, ...(isKey && ownerOf(step) === thread ? red : {}) };
      });
      for (const { type, invocation } of step.events) {
        if (type === 'call') waiting.add(invocation.thread);
        else waiting.delete(invocation.thread);
      }
      const when = whenOf(step);
      return row(
        [{ text: `${isKey ? '»' : ' '}${String(index + 1).padStart(3)}`, ...red }, { text: when }, ...cells],
        widths,
        paint,
      );
    }),
  ];
}

function threadsIn({ step, events }: NativeStep): number[] {
  const own = step.does.type === 'timer' ? [] : [step.does.thread];
  return [...own, ...events.map(({ invocation }) => invocation.thread)];
}

function ownerOf({ step: { does } }: NativeStep): number {
  return does.type === 'timer' ? -1 : does.thread;
}

function whenOf({ step: { at, does } }: NativeStep): string {
  if (does.type === 'timer') return `${does.afterMs} ms later`;
  if (typeof at === 'number') return at === 1 ? '1 microtask' : `${at} microtasks`;
  return at === 'settled' ? '' : at;
}

/** What one caller does and learns at one step. */
function doings({ step, events }: NativeStep, thread: number): string {
  const isAborted = step.does.type === 'abort' && step.does.thread === thread;
  const mine = events.filter(({ invocation }) => invocation.thread === thread);
  return [...(isAborted ? ['⚡gives up'] : []), ...mine.map(wordOf)].join(' ');
}

function wordOf(event: VisibleEvent): string {
  const { operation, permits, effect } = event.invocation;
  const name = permits === 1 ? operation : `${operation}(${permits})`;
  switch (event.type) {
    case 'call':
      return `▸${name}`;
    case 'return':
      return effect === 'takes' ? (event.value === false ? '◂refused' : '◂granted') : '◂returns';
    case 'throw':
      return event.thrown.isInterrupt ? '◂aborted' : `◂throws ${event.thrown.name}: ${event.thrown.message}`;
    case 'doorway':
      return 'doorway';
  }
}

/** A list item: its further lines are indented. */
function hang(text: string, width: number): string[] {
  return wrap(text, width - 4).map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`));
}
