/**
 * Writes an order as a plain script, without Heddle: a few lines that anybody can run and paste into a
 * report.
 */

import { nameInContract } from '../program/client.ts';
import type { OrderTrace } from './orderTrace.ts';
import type { Subject } from './subject.ts';

/** The script of an order, as the text of an ECMAScript module. */
export function scriptOf(trace: OrderTrace, subject: Subject): string {
  return new ScriptWriter(trace, subject).write();
}

class ScriptWriter {
  readonly #trace: OrderTrace;
  readonly #subject: Subject;
  readonly #sources: ReadonlyMap<string, string>;
  /** Whether a release gives back what the acquire came to. */
  readonly #keepsGrants: boolean;

  constructor(trace: OrderTrace, subject: Subject) {
    this.#trace = trace;
    this.#subject = subject;
    const calls = trace.order.filter(({ type }) => type === 'call' || type === 'probe');
    const used = new Set(calls.map(({ does }) => operationOf(does)));
    this.#sources = new Map([...used].map((name) => [name, sourceOf(subject.operations[name]!)]));
    this.#keepsGrants = [...this.#sources.values()].some((source) => /\bgrant\b/.test(source));
  }

  write(): string {
    const { property, part, verdict, client, subject: origin, order } = this.#trace;
    const { create, abort, imports } = this.#subject;
    const isAborted = order.some(({ type }) => type === 'abort');
    const signalled = isAborted && typeof abort !== 'object';
    const lines = [
      `// ${origin.package ?? origin.name}: ${part ?? property} is violated: ${verdict.why}.`,
      ...(origin.package === undefined ? [] : [`// npm install ${origin.package}`]),
      ...(imports === undefined ? [] : [imports]),
      '',
      `const create = ${sourceOf(create)};`,
      ...[...this.#sources].map(([name, source]) => `const ${name} = ${source};`),
      ...(isAborted && typeof abort === 'object' ? [`const cancelAll = ${sourceOf(abort.cancelAll)};`] : []),
      '',
      `const made = create({ permits: ${client.permits} });`,
      'const waits = new Set();',
      `const call = (what, answer, then = () => {}) => {
  waits.add(what);
  const end = (value) => (waits.delete(what), console.log(what, value instanceof Error ? value.message : value === false ? 'is refused' : 'is done'), value);
  return typeof answer?.then === 'function' ? void answer.then((value) => then(end(value)), end) : then(end(answer));
};`,
      'const rest = () => new Promise((resolve) => setImmediate(resolve));',
      'const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));',
      ...(signalled ? ['const aborts = [];'] : []),
      ...(this.#keepsGrants ? ['const grants = [];'] : []),
      '',
      '// Taken in advance, so that what the code puts off by setImmediate comes after them.',
      `const rests = Array.from({ length: ${this.#restsFrom(0)} }, rest);`,
      ...order.flatMap((step, index) => (step.at === 'at once' ? [] : [this.#lineOf(index)])),
      'await sleep(100);',
      "console.log('Still waiting:', [...waits].join(', ') || 'nobody');",
    ];
    return `${lines.join('\n')}\n`;
  }

  /** One occurrence, and how long it takes until the next. */
  #lineOf(index: number): string {
    const { order } = this.#trace;
    const next = order.slice(index + 1).find(({ at }) => at !== 'at once');
    const { type } = order[index]!;
    if (type === 'timer') {
      const more = this.#restsFrom(index + 1);
      return `${this.#statementOf(index)};${more === 0 ? '' : ` rests.push(...Array.from({ length: ${more} }, rest));`}`;
    }
    const then =
      next === undefined || next.at === 'same tick' || next.type === 'timer'
        ? ''
        : next.at === 'settled'
          ? ' await rests.shift();'
          : ' await null;'.repeat(next.at as number);
    return `${this.#statementOf(index)};${then}`;
  }

  /** How many occurrences come at rest from one on, before the next timer; the first of them need not wait for it. */
  #restsFrom(index: number): number {
    const ahead = this.#trace.order.slice(index);
    const timer = ahead.findIndex(({ type }) => type === 'timer');
    const stretch = timer < 0 ? ahead : ahead.slice(0, timer);
    return Math.max(0, stretch.filter(({ at }) => at === 'settled').length - 1);
  }

  #statementOf(index: number): string {
    const { order } = this.#trace;
    const { type, thread = 0, does, afterMs = 0 } = order[index]!;
    if (type === 'timer')
      return afterMs === 0 ? 'await rest()' : `await sleep(${Math.max(afterMs, timeoutMs) + 10})`;
    if (type === 'abort')
      return typeof this.#subject.abort === 'object' ? 'cancelAll(made)' : `aborts[${thread}].abort()`;
    const name = operationOf(does);
    const followers = order.slice(index + 1);
    const end = followers.findIndex(
      (step) => step.thread === thread && (step.type === 'call' || step.type === 'probe'),
    );
    const atOnce =
      end >= 0 && followers[end]!.at === 'at once' ? this.#statementOf(index + 1 + end) : undefined;
    const takes = this.#keepsGrants && this.#subject.model.operations[name]!.effect === 'takes';
    const parts = [
      ...(takes ? [`grants[${thread}] = grant`] : []),
      ...(atOnce === undefined ? [] : [atOnce]),
    ];
    const then =
      parts.length === 0
        ? ''
        : `, (grant) => ${parts.length === 1 ? `(${parts[0]})` : `(${parts.join(', ')})`}`;
    return `call('T${thread} ${name}', ${this.#answerOf(name, does, thread)}${then})`;
  }

  /** The call of the operation, told no more than it looks at. */
  #answerOf(name: string, does: string, thread: number): string {
    const source = this.#sources.get(name)!;
    const [, permits = '1'] = /\((\d+)\)/.exec(does) ?? [];
    const isAborted = this.#trace.order.some((step) => step.type === 'abort');
    const options = [
      ...(/\bpermits\b/.test(source) ? [`permits: ${permits}`] : []),
      ...(/\btimeoutMs\b/.test(source) ? [`timeoutMs: ${timeoutMs}`] : []),
      ...(/\bgrant\b/.test(source) ? [`grant: grants[${thread}]`] : []),
      ...(/\bsignal\b/.test(source)
        ? [
            isAborted
              ? `signal: (aborts[${thread}] = new AbortController()).signal`
              : 'signal: new AbortController().signal',
          ]
        : []),
    ];
    return `${name}(made${options.length === 0 ? '' : `, { ${options.join(', ')} }`})`;
  }
}

/** As the native execution has it. */
const timeoutMs = 30;

/** `T1 calls acquire(2)` is about acquire; a post is a release. */
function operationOf(does: string): string {
  const [, name = 'acquire'] = /calls (\w+)/.exec(does) ?? [];
  return nameInContract(name);
}

/** The code of a function as it was written, or nearly so if a compiler has been at it. */
function sourceOf(code: ((...args: any[]) => unknown) & { readonly source?: string }): string {
  const text = (code.source ?? code.toString())
    .replaceAll(/\b__vi_import_\d+__\.(\w+)/g, '$1')
    .replaceAll(/\(0,\s*(\w+)\)\(/g, '$1(')
    .replaceAll(/\/\* @__PURE__ \*\/ ?/g, '')
    .replaceAll(/\b__name\((.+?),\s*"\w+"\)/g, '$1');
  return /\w=>|\)=>/.test(text) ? spacedOut(text) : text;
}

/** Puts spaces where a compiler has left them out; not in strings. */
function spacedOut(text: string): string {
  return text
    .split(/((['"`])(?:\\.|(?!\2).)*\2)/s)
    .map((part, index) => {
      // Every third piece is a string, and the one after it its quote.
      if (index % 3 === 1) return part;
      if (index % 3 === 2) return '';
      return part
        .replaceAll(/\s*=>\s*/g, ' => ')
        .replaceAll(/,(?=\S)/g, ', ')
        .replaceAll(/;(?=\S)/g, '; ')
        .replaceAll(/\{(?=[^\s}])/g, '{ ')
        .replaceAll(/(?<=[^\s{])\}/g, ' }')
        .replaceAll(/(?<=\w):(?=\S)/g, ': ')
        .replaceAll(/(?<=[\w)\]])(===|!==|=)(?=[\w([{])/g, ' $1 ');
    })
    .join('');
}
