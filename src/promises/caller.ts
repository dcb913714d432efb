import type { Invocation } from '../core/event.ts';
import type { Model, OperationContract } from '../core/model.ts';
import { nameInContract, type ClientOperation } from '../program/client.ts';
import type { Call } from './call.ts';

/** One caller: what it does next, and what it is in the middle of. */
export class Caller {
  /** The index of the next operation in its script. */
  next = 0;
  /** The number of the event of the pending call; -1 between operations. */
  pending = -1;
  call: Call | undefined;
  isAborted = false;
  /** Calls so far: what an earlier one comes to late is nothing to a later one. */
  serial = 0;
  calledAt = 0;
  /** What it holds, how many permits or in which way, and what the acquire came to that brought it. */
  readonly #holds: { grant: unknown; permits: number; way: OperationContract['holds'] }[] = [];

  /** Notes what an operation has brought. */
  keep(grant: unknown, { operation, permits }: Invocation, model: Model): void {
    this.#holds.push({ grant, permits, way: contractOf(operation, model).holds });
  }

  /** Whether it can do an operation: it holds what is to be given back or lent, or nothing is. */
  holdsFor(asked: ClientOperation, model: Model): boolean {
    return !needsHeld(asked, model) || this.#find(asked, model) >= 0;
  }

  /** What the acquire came to whose permits an operation gives back, or lends; undefined if it does neither. */
  bring(asked: ClientOperation, model: Model): unknown {
    const held = needsHeld(asked, model) ? this.#find(asked, model) : -1;
    if (held < 0) return undefined;
    const { grant } = this.#holds[held]!;
    if (contractOf(asked.operation, model).effect === 'gives') this.#holds.splice(held, 1);
    return grant;
  }

  #find({ operation, permits = 1 }: ClientOperation, model: Model): number {
    const { holds: way } = contractOf(operation, model);
    return this.#holds.findIndex((held) => held.permits === permits && held.way === way);
  }
}

/** Whether an operation is left out when the thread holds nothing for it; a post is not. */
function needsHeld({ operation }: ClientOperation, model: Model): boolean {
  if (operation === 'post') return false;
  const { effect } = contractOf(operation, model);
  return effect === 'gives' || effect === 'lends';
}

function contractOf(operation: string, { operations }: Model): OperationContract {
  return operations[nameInContract(operation)]!;
}
