import type { Monitor, MonitorSetup, QuietMoment, VisibleEvent, Waiting } from 'heddle';
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

/** What a monitor says of a moment, without its state. */
type Judgement = Omit<ReturnType<NonNullable<Monitor['onQuiet']>>, 'state'>;

/** A monitor that keeps {@link Waits}, and says at each quiet moment what is to be said of it. */
export function watchingWaits(
  setup: MonitorSetup,
  judge: (waits: Waits, moment: QuietMoment) => Judgement,
): Monitor<Waits> {
  return {
    initial: noWaits(setup),
    // Who is seen to wait earlier is excused by fewer heads.
    isWorsenedByMoments: true,
    rename: renameWaits,
    onEvent: (waits, event) => ({ state: waitsAfterEvent(waits, event) }),
    onQuiet: (waits, moment) => ({ state: waitsAfterMoment(waits, moment), ...judge(waits, moment) }),
  };
}

/** Before anything has happened. */
function noWaits({ permits, requestMax, model }: MonitorSetup): Waits {
  const isOrdered = model?.isFifo === true && requestMax > 1;
  return { free: permits, order: isOrdered ? { waiting: [], before: [] } : null };
}

/** What is known after an event. */
function waitsAfterEvent({ free, order }: Waits, event: VisibleEvent): Waits {
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

/** What is known after a quiet moment. */
function waitsAfterMoment({ free, order }: Waits, { waiting }: QuietMoment): Waits {
  if (order === null) return { free, order };
  const takers = waiting.filter(({ effect }) => effect === 'takes').map(({ thread }) => thread);
  return { free, order: { ...order, waiting: takers } };
}

/** The same with other names for the threads. */
function renameWaits({ free, order }: Waits, nameOf: (thread: number) => number): Waits {
  if (order === null) return { free, order };
  const renamed = (threads: readonly number[]): number[] => threads.map(nameOf).toSorted((a, b) => a - b);
  const before = order.before.map(({ head, waited }) => ({ head: nameOf(head), waited: renamed(waited) }));
  return { free, order: { waiting: renamed(order.waiting), before } };
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
