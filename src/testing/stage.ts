import type { ThreadIndex } from '../core/ids.ts';
import type { Action } from '../core/schedule.ts';
import { keyOf } from '../core/value.ts';
import type { Client } from '../program/client.ts';
import { describePending } from '../program/describePending.ts';
import type { Primitive } from '../program/primitive.ts';
import { programOf } from '../program/program.ts';
import { World } from '../program/world.ts';

/** A primitive on the real generators, its threads moved one by one as a paper tells the story. */
export class Stage {
  readonly #world: World;

  constructor(primitive: Primitive, client: Client) {
    this.#world = new World(programOf(primitive, client, { strength: 'weak' }));
  }

  /** Lets a thread take `count` steps. */
  steps(thread: number, count: number): void {
    for (let step = 0; step < count; step++) this.#step(thread);
  }

  /** Runs a thread until its call ends or it is blocked; answers how: `returns true`, `throws Interrupt`, `waits at lock.acquire()`. */
  run(thread: number): string {
    const index = thread as ThreadIndex;
    for (;;) {
      if (this.#world.isBlocked(index)) {
        if (this.#world.thread(index)?.isCalled === false) this.act(thread, 'call');
        return `waits at ${this.#pending(thread)}`;
      }
      const end = this.#step(thread);
      if (end !== undefined) return end;
    }
  }

  /** Carries out something that is not a step: an interrupt, a deadline. */
  act(thread: number, action: Action): void {
    this.#world.apply({ thread: thread as ThreadIndex, action, outcome: 0 });
  }

  /** The shared objects by name, as a reader of a trace sees them. */
  shows(...names: string[]): Record<string, string> {
    const { arena } = this.#world.program;
    return Object.fromEntries(
      names.map((name) => {
        const object = arena.objects.find((one) => one.name === name)!;
        return [name, arena.render(object.index, this.#world.values[object.index])];
      }),
    );
  }

  #step(thread: number): string | undefined {
    const index = thread as ThreadIndex;
    const move = this.#world.movesOf(index).find(({ action }) => action === 'step');
    if (move === undefined) throw new Error(`T${thread} cannot step at ${this.#pending(thread)}`);
    const { events } = this.#world.apply({ thread: index, action: 'step', outcome: move.outcome });
    for (const event of events) {
      if (event.type === 'return')
        return event.value === undefined ? 'returns' : `returns ${keyOf(event.value)}`;
      if (event.type === 'throw') return `throws ${event.thrown.name}`;
    }
    return undefined;
  }

  #pending(thread: number): string {
    const pending = this.#world.thread(thread as ThreadIndex)?.run.pending;
    return pending === undefined ? 'its end' : describePending(pending, this.#world.program.arena);
  }
}
