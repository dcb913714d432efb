/** The page's end of the engine: asks, waits, and stops what does not come back. */

// Vite makes the constructor of a worker out of the module.
// oxlint-disable-next-line import/default
import EngineWorker from './worker.ts?worker&inline';
import type { Answer, Complaint, Numbered, Question, SignOfLife } from './protocol.ts';

/**
 * Longer without a sign of life, and the reader's code is taken to run in circles. A search gives signs all the time,
 * but it has long moments when it has found something, and looks for the shortest way there.
 */
const patienceMs = { catalogue: 30_000, play: 6000, check: 15_000, outlook: 15_000 } as const;

/** What came of a question. */
export type Outcome<Asked extends Question['ask']> =
  | Extract<Answer, { answer: Asked }>
  | { readonly answer: 'complaint'; readonly complaint: Complaint }
  /** Another question took its place. */
  | { readonly answer: 'dropped' };

interface Open {
  readonly number: number;
  readonly ask: Question['ask'];
  readonly settle: (answer: Answer | { readonly answer: 'dropped' }) => void;
  readonly onProgress: ((progress: SignOfLife['progress']) => void) | undefined;
  timer: ReturnType<typeof setTimeout>;
}

/** One worker, one question at a time. */
export class Engine {
  #worker: Worker | undefined;
  #open: Open | undefined;
  /** Settled when no question is open. */
  #idle: Promise<unknown> = Promise.resolve();
  #count = 0;

  /**
   * Never rejects: what goes wrong is a complaint. A question that is open is answered first.
   *
   * @param isStale whether nobody wants the answer any more when its turn has come.
   */
  ask<Asked extends Question['ask']>(
    question: Extract<Question, { ask: Asked }>,
    onProgress?: (progress: SignOfLife['progress']) => void,
    isStale?: () => boolean,
  ): Promise<Outcome<Asked>> {
    const answer = this.#idle.then(() =>
      isStale?.() === true ? { answer: 'dropped' as const } : this.#begin(question, onProgress),
    );
    this.#idle = answer;
    return answer as Promise<Outcome<Asked>>;
  }

  #begin(
    question: Question,
    onProgress: Open['onProgress'],
  ): Promise<Answer | { readonly answer: 'dropped' }> {
    const number = ++this.#count;
    return new Promise((settle) => {
      this.#open = { number, ask: question.ask, settle, onProgress, timer: this.#watch(question.ask) };
      this.#running().postMessage({ number, content: question } satisfies Numbered<Question>);
    });
  }

  /** Drops the open question, if there is one, and the worker with it, which may be in the middle of a search. */
  stop(): void {
    if (this.#open === undefined) return;
    this.#end({ answer: 'dropped' });
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  /** Ends it for good. */
  close(): void {
    this.stop();
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #running(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new EngineWorker();
    worker.onmessage = ({ data }: MessageEvent<Numbered<Answer | SignOfLife>>) => this.#take(data);
    worker.onerror = ({ message }) => this.#end({ answer: 'complaint', complaint: { message } });
    this.#worker = worker;
    return worker;
  }

  #take({ number, content }: Numbered<Answer | SignOfLife>): void {
    const open = this.#open;
    if (open?.number !== number) return;
    if ('answer' in content) {
      this.#end(content);
      return;
    }
    clearTimeout(open.timer);
    open.timer = this.#watch(open.ask);
    open.onProgress?.(content.progress);
  }

  #watch(ask: Question['ask']): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.#worker?.terminate();
      this.#worker = undefined;
      this.#end({ answer: 'complaint', complaint: { message: neverCameBack(patienceMs[ask]) } });
    }, patienceMs[ask]);
  }

  #end(answer: Answer | { readonly answer: 'dropped' }): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    clearTimeout(open.timer);
    open.settle(answer);
  }
}

function neverCameBack(ms: number): string {
  return `The code did not come back for ${ms / 1000} seconds, and was stopped.
  found:    no step, and no end
  expected: a yield* in every turn of a loop
  next:     Look for a loop that never ends. A thread that waits does it with until(), a lock or a condition.`;
}
