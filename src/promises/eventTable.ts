import type { Invocation, VisibleEvent } from '../core/event.ts';
import type { ThreadIndex } from '../core/ids.ts';
import type { Model } from '../core/model.ts';

/** How an operation ended: in success, with `false`, with the abort that it was sent, or with an error. */
export type Ending = 'granted' | 'refused' | 'aborted' | { readonly name: string; readonly message: string };

const endings = ['granted', 'refused', 'aborted'] as const;

/** The visible events of a client, numbered, so that monitors can be read from tables. */
export class EventTable {
  readonly #model: Model;
  readonly #events: VisibleEvent[] = [];
  /** By operation: for each thread and number of permits, the number of the call; by thread + 1024 × permits. */
  readonly #firstOf = new Map<string, number[]>();
  readonly #errors = new Map<string, number>();

  constructor(model: Model) {
    this.#model = model;
  }

  at(event: number): VisibleEvent {
    return this.#events[event]!;
  }

  /** The number of the call; those of its ends follow it. */
  call(thread: number, operation: string, permits: number): number {
    let calls = this.#firstOf.get(operation);
    if (calls === undefined) this.#firstOf.set(operation, (calls = []));
    const key = thread + 1024 * permits;
    const known = calls[key];
    if (known !== undefined) return known;
    const first = this.#events.length;
    calls[key] = first;
    const { effect, patience } = this.#model.operations[operation]!;
    const invocation: Invocation = { thread: thread as ThreadIndex, operation, permits, effect, patience };
    const thrown = { name: 'AbortError', message: 'aborted', isInterrupt: true };
    this.#events.push(
      { type: 'call', invocation },
      { type: 'return', invocation, value: undefined },
      { type: 'return', invocation, value: false },
      { type: 'throw', invocation, thrown },
    );
    return first;
  }

  /** The number of an end of the call numbered `call`. */
  end(call: number, ending: Ending): number {
    if (typeof ending === 'string') return call + 1 + endings.indexOf(ending);
    const key = `${call} ${ending.name} ${ending.message}`;
    const known = this.#errors.get(key);
    if (known !== undefined) return known;
    const { invocation } = this.at(call);
    this.#events.push({ type: 'throw', invocation, thrown: { ...ending, isInterrupt: false } });
    this.#errors.set(key, this.#events.length - 1);
    return this.#events.length - 1;
  }
}
