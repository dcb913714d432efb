/** Several engines that share a check: each takes the properties that one search decides, and then the next ones. */

import { Engine, type Outcome } from './engine.ts';
import type { Question, SignOfLife } from './protocol.ts';

type CheckQuestion = Extract<Question, { ask: 'check' }>;

/** Told what becomes of the properties that one search decides. */
export interface CrewNews {
  onProgress(properties: readonly string[], progress: SignOfLife['progress']): void;
  onOutcome(properties: readonly string[], outcome: Exclude<Outcome<'check'>, { answer: 'dropped' }>): void;
}

/** More engines than this gain little: there are about as many long searches. */
const sizeMax = 4;

/** As many engines as there are processors to spare, started when they are first needed. */
export class Crew {
  readonly #engines: readonly Engine[];
  /** Each check has a number, so that one that was stopped says no more. */
  #current = 0;
  #isChecking = false;

  constructor(size: number = Math.max(1, Math.min(sizeMax, navigator.hardwareConcurrency))) {
    this.#engines = Array.from({ length: size }, () => new Engine());
  }

  /** Has all engines check something small, so that the first check of a reader finds them awake. */
  warmUp(question: CheckQuestion): void {
    for (const engine of this.#engines) void engine.ask(question);
  }

  /**
   * Checks groups of properties, as many at a time as there are engines; settled when all are decided, or when it
   * was stopped. The first complaint ends it, for every search would make the same.
   *
   * @param groups names of properties; one group is one search.
   */
  async check(
    question: Omit<CheckQuestion, 'ask' | 'properties'>,
    groups: readonly (readonly string[])[],
    news: CrewNews,
  ): Promise<void> {
    this.stop();
    this.#isChecking = true;
    const number = this.#current;
    const isStale = (): boolean => number !== this.#current;
    const open = [...groups];
    const work = async (engine: Engine): Promise<void> => {
      for (let group = open.shift(); group !== undefined; group = open.shift()) {
        const properties = group;
        const outcome = await engine.ask(
          { ask: 'check', ...question, properties },
          (progress) => {
            if (!isStale()) news.onProgress(properties, progress);
          },
          isStale,
        );
        if (isStale() || outcome.answer === 'dropped') return;
        news.onOutcome(properties, outcome);
        if (outcome.answer === 'complaint') {
          this.stop();
          return;
        }
      }
    };
    await Promise.all(this.#engines.map((engine) => work(engine)));
    if (!isStale()) this.#isChecking = false;
  }

  /** Drops the check that is going on, if there is one. */
  stop(): void {
    this.#current++;
    if (!this.#isChecking) return;
    this.#isChecking = false;
    for (const engine of this.#engines) engine.stop();
  }

  /** Ends it for good. */
  close(): void {
    this.stop();
    for (const engine of this.#engines) engine.close();
  }
}
