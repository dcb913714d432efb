import type { MonitorSetup, QuietMoment, VisibleEvent, Waiting } from 'heddle';
import { freePermits } from './freePermits.ts';

/** What is known of those that wait: whether they wait rightly. */
export type Waits = {
  /** The permits that are free. */
  readonly free: number;
  /**
   * Who waited at a quiet moment, in the call that they are in; and for each of the others that asks for
   * more than one permit, which of these waited before it was called. Kept only where it matters.
   */
  readonly order: null | {
    readonly waiting: readonly number[];
    readonly before: readonly { readonly head: number; readonly waited: readonly number[] }[];
  };
};

/** Before anything has happened. */
export function noWaits({ permits, requestMax, model }: MonitorSetup): Waits {
  const isOrdered = model?.isFifo === true && requestMax > 1;
  return { free: permits, order: isOrdered ? { waiting: [], before: [] } : null };
}

/** After a visible event. */
export function waitsAfterEvent({ free, order }: Waits, event: VisibleEvent): Waits {
  return { free: freePermits(free, event), order: order === null ? null : orderAfter(order, event) };
}

function orderAfter(order: NonNullable<Waits['order']>, { type, invocation }: VisibleEvent): Waits['order'] {
  const { thread, permits, effect } = invocation;
  if (type === 'doorway' || effect !== 'takes') return order;
  if (type === 'call') {
    return permits === 1
      ? order
      : { ...order, before: [...order.before, { head: thread, waited: order.waiting }] };
  }
  const isOther = (other: number): boolean => other !== thread;
  return {
    waiting: order.waiting.filter(isOther),
    before: order.before
      .filter(({ head }) => isOther(head))
      .map(({ head, waited }) => ({ head, waited: waited.filter(isOther) })),
  };
}

/** After a quiet moment. */
export function waitsAfterMoment({ free, order }: Waits, { waiting }: QuietMoment): Waits {
  if (order === null) return { free, order };
  const takers = waiting.filter(({ effect }) => effect === 'takes').map(({ thread }) => thread);
  return { free, order: { ...order, waiting: takers } };
}

/**
 * Those that wait for permits although they need not: enough are free, and, where the contract is first
 * come, first served, no head that waits rightly for more may be before them.
 */
export function wronglyWaiting({ free, order }: Waits, { waiting }: QuietMoment): Waiting[] {
  const takers = waiting.filter(({ effect }) => effect === 'takes');
  const heads = order === null ? [] : takers.filter(({ permits }) => permits > free);
  return takers.filter(
    ({ thread, permits }) =>
      permits <= free &&
      heads.every((head) =>
        order?.before.some(({ head: other, waited }) => other === head.thread && waited.includes(thread)),
      ),
  );
}
