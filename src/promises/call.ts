import type { SubjectCall } from './subject.ts';

/** The call of an operation, as its subject sees it. */
export class Call implements SubjectCall {
  readonly permits: number;
  readonly timeoutMs: number;
  readonly grant: unknown;
  #controller: AbortController | undefined;
  /** Whether it has been granted, although its promise does not tell yet. */
  isBegun = false;
  #isAborted = false;

  constructor(permits: number, timeoutMs: number, grant: unknown) {
    this.permits = permits;
    this.timeoutMs = timeoutMs;
    this.grant = grant;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isAborted && !this.#controller.signal.aborted) this.#controller.abort();
    return this.#controller.signal;
  }

  get begun(): () => void {
    return () => {
      this.isBegun = true;
    };
  }

  abort(): void {
    this.#isAborted = true;
    this.#controller?.abort();
  }
}
