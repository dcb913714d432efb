import type { ThreadIndex } from '../core/ids.ts';
import type { Value } from '../core/value.ts';
import { Arena } from '../program/arena.ts';
import type { Pending } from '../program/log.ts';
import { possibleMoves, type Move } from '../program/moves.ts';
import type { Strength } from '../program/objectKind.ts';
import type { SharedObject } from '../program/sharedObject.ts';

interface Asking {
  readonly isParked?: boolean;
  /** Whether the operation was given a deadline, and that is past. */
  readonly isTimeUp?: boolean;
  readonly interrupt?: 'before' | 'after';
}

/** One shared object, asked directly: what each operation may do to it, move by move. */
export class ObjectBench {
  readonly #arena: Arena;
  #value: Value;

  constructor(object: SharedObject, strength: Strength = 'weak') {
    this.#arena = new Arena({ it: object }, { strength });
    this.#value = this.#arena.objects[0]!.initial;
  }

  /** The value as a reader of a trace sees it. */
  get shows(): string {
    return this.#arena.render(this.#arena.objects[0]!.index, this.#value);
  }

  /** Carries out an operation that has one outcome; answers it: `true`, `blocked`, `parked`, `error: ...`. */
  do(me: number, operation: string, ...args: unknown[]): string {
    return this.#take(this.#moves(me, operation, args, {}));
  }

  /** Goes on with an operation in which the thread is parked. */
  resume(me: number, operation: string, ...args: unknown[]): string {
    return this.#take(this.#moves(me, operation, args, { isParked: true }));
  }

  /** The deadline of a thread that waits is past: what its operation does now. */
  timeOut(me: number, operation: string, ...args: unknown[]): string {
    return this.#take(
      this.#moves(me, operation, args, { isParked: this.#canPark(operation), isTimeUp: true }),
    );
  }

  /** Interrupts a thread that waits; `no` where it can no longer be interrupted so. */
  interrupt(me: number, operation: string, ...args: unknown[]): string {
    return this.#interrupt('before', me, operation, args);
  }

  /** Interrupts a thread that waits when its operation has taken effect; `no` where it cannot be interrupted so. */
  interruptAfter(me: number, operation: string, ...args: unknown[]): string {
    return this.#interrupt('after', me, operation, args);
  }

  #interrupt(interrupt: 'before' | 'after', me: number, operation: string, args: readonly unknown[]): string {
    const moves = this.#moves(me, operation, args, { isParked: this.#canPark(operation), interrupt });
    const [move] = moves.filter(({ action }) => action === `interrupt ${interrupt}`);
    if (move === undefined) return 'no';
    this.#value = move.value;
    return 'interrupted';
  }

  /** All outcomes of an operation: the answer, and the value that the object would have. */
  outcomes(me: number, operation: string, ...args: unknown[]): string[] {
    const before = this.#value;
    return this.#moves(me, operation, args, {}).map((move) => {
      this.#value = move.value;
      const shown = `${answerOf(move)} → ${this.shows}`;
      this.#value = before;
      return shown;
    });
  }

  /** Takes one of several outcomes. */
  choose(outcome: number, me: number, operation: string, ...args: unknown[]): string {
    return this.#take([this.#moves(me, operation, args, {})[outcome]!]);
  }

  /** What may happen to a thread that is parked although nobody brings it about. */
  spurious(me: number, operation: string, ...args: unknown[]): string[] {
    return this.#moves(me, operation, args, { isParked: true })
      .filter(({ action }) => action === 'spurious')
      .map(answerOf);
  }

  #canPark(operation: string): boolean {
    const rule = this.#arena.objects[0]!.kind.operations[operation];
    return typeof rule === 'object' && 'resume' in rule && rule.resume !== undefined;
  }

  #moves(
    me: number,
    operation: string,
    args: readonly unknown[],
    { isParked = false, isTimeUp = false, interrupt }: Asking,
  ): Move[] {
    const pending: Pending = {
      type: 'operate',
      object: this.#arena.objects[0]!.index,
      operation,
      args: args.map((argument) => this.#arena.encode(argument)),
      isTimed: isTimeUp,
      isParked,
    };
    return possibleMoves(
      {
        thread: me as ThreadIndex,
        pending,
        value: this.#value,
        freeSlot: undefined,
        isHeldBack: false,
        deadline: isTimeUp ? 'past' : 'none',
        interrupt: interrupt === undefined ? undefined : { effect: interrupt, position: 'anywhere' },
        isInterruptPosted: false,
      },
      this.#arena,
    );
  }

  #take(moves: readonly Move[]): string {
    const steps = moves.filter(({ action }) => action === 'step');
    if (steps.length === 0) return 'blocked';
    if (steps.length > 1) return `${steps.length} outcomes`;
    this.#value = steps[0]!.value;
    return answerOf(steps[0]!);
  }
}

function answerOf({ answer }: Move): string {
  switch (answer?.type) {
    case 'result':
      return answer.value === undefined ? 'done' : JSON.stringify(answer.value);
    case 'failed':
      return `error: ${answer.message}`;
    case 'expired':
      return 'time is up';
    case 'parked':
    case 'interrupted':
      return answer.type;
    case undefined:
      return 'nothing';
  }
}
