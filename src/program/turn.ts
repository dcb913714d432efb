/**
 * Turns: which thread may move, where threads cannot be interrupted at any step.
 *
 * Under cooperative scheduling one thread runs until it waits or ends its operation, and only then is
 * it another's turn. A thread that is between two operations is away: it comes when it likes, also at
 * once, without giving up its turn. Whoever waits and can go on is ready. Ready threads take their
 * turns in the order in which they became ready (`cooperative-fifo`), or in any order (`cooperative`).
 *
 * The line holds who became ready, and who went away, in that order. One that is away may come at any
 * moment, so it stands behind those who were ready when it went, and before those who became ready
 * later as well as behind them. Threads that one and the same step makes ready stand side by side, for
 * nothing says in which order they would be called.
 */

import type { Action } from '../core/schedule.ts';

/** Who may move when. */
export const schedulings = ['preemptive', 'cooperative', 'cooperative-fifo'] as const;

/** A switch before any step; or only between turns, with a ready queue in any order or first in, first out. */
export type Scheduling = (typeof schedulings)[number];

/** Where a thread stands: it has finished, is between operations, can go on inside one, or cannot. */
export type Standing = 0 | 1 | 2 | 3;
export const finishedStanding = 0;
export const away = 1;
export const ready = 2;
export const blockedStanding = 3;

/** Threads side by side in the line, by number; all of them are ready, or all away. */
export interface Group {
  readonly isReady: boolean;
  readonly threads: readonly number[];
}

/** Whose turn it is. */
export interface Turn {
  /**
   * The thread that runs, or -1. If it is ready, only it may move; if it is away, it may also come back
   * at once, before anybody in the line.
   */
  readonly running: number;
  /** Empty where any order will do. */
  readonly line: readonly Group[];
  /** Ready threads that have been interrupted and have not run since, by number; only while more interrupts may come. */
  readonly interrupted: readonly number[];
}

/** What an operation does to the turn, as bits. */
export type TurnEffect = number;
/** The turn ends with the step, though the thread could go on. */
export const endsTurn = 1;
/** A thread that the step makes ready goes on at once; the one that took the step follows it. */
export const handsOver = 2;
/** Together with {@link handsOver}: the one that took the step joins the end of the line. */
export const queuesBehind = 4;
/** An interrupt, or the deadline, that ends the wait gives the turn to the thread there and then. */
export const throwsInto = 8;

/** The turn before anything has happened: nobody runs, and everybody may come. */
export function firstTurn(scheduling: Scheduling, standings: readonly Standing[]): Turn {
  if (scheduling !== 'cooperative-fifo') return { running: -1, line: [], interrupted: [] };
  const those = (isReady: boolean, wanted: (standing: Standing) => boolean): Group => ({
    isReady,
    threads: standings.flatMap((standing, thread) => (wanted(standing) ? [thread] : [])),
  });
  return {
    running: -1,
    line: tidied([
      those(false, (standing) => standing === away),
      those(true, (standing) => standing >= ready),
    ]),
    interrupted: [],
  };
}

/**
 * Whether the scheduler may choose this of a thread now.
 *
 * An interrupt comes from another thread or from the loop, so never to the thread that runs, and only
 * to one that is inside an operation. What it throws comes out of the wait when the thread runs next: until then a
 * second one adds nothing to it, and above all does not come into the midst of what the thread does about the first.
 */
export function isAllowed(
  turn: Turn,
  scheduling: Scheduling,
  thread: number,
  action: Action,
  standings: ArrayLike<number>,
): boolean {
  const { running, interrupted } = turn;
  const isInterrupt = action.startsWith('interrupt');
  if (running >= 0 && standings[running] === ready) return thread === running && !isInterrupt;
  if (isInterrupt && (standings[thread] === away || interrupted.includes(thread))) return false;
  switch (action) {
    case 'interrupt before':
    case 'interrupt posted':
    case 'deadline':
    case 'call':
      return true;
    default:
      return scheduling === 'cooperative' || running === thread || isInFront(turn, thread);
  }
}

function isInFront({ line }: Pick<Turn, 'line'>, thread: number): boolean {
  for (const { isReady, threads } of line) {
    if (threads.includes(thread)) return true;
    if (isReady) return false;
  }
  return false;
}

/** Whether a thread to which this happens runs from then on. */
export function takesTurn(action: Action, effect: TurnEffect): boolean {
  switch (action) {
    case 'interrupt before':
    case 'deadline':
      return (effect & throwsInto) !== 0;
    case 'interrupt posted':
      return false;
    default:
      return true;
  }
}

/** What has just happened. */
export interface TurnMove {
  readonly thread: number;
  readonly action: Action;
  /** Of the operation that the thread stood at. */
  readonly effect: TurnEffect;
  readonly before: readonly Standing[];
  readonly after: readonly Standing[];
  /** Whether another interrupt may come still. */
  readonly isInterruptLeft: boolean;
}

/** Whose turn it is after something has happened. */
export function turnAfter(turn: Turn, scheduling: Scheduling, move: TurnMove): Turn {
  const { thread, effect, before, after } = move;
  const isTaken = takesTurn(move.action, effect);
  const awakened = after.flatMap((standing, other) =>
    other !== thread && standing === ready && before[other] !== ready ? [other] : [],
  );
  const heir = isTaken && (effect & handsOver) !== 0 ? awakened[0] : undefined;
  const running = heir ?? (isTaken ? runningAfter(move) : turn.running);
  const interrupted = interruptedAfter(turn, move);
  if (scheduling !== 'cooperative-fifo')
    return { running: after[running] === ready ? running : -1, line: [], interrupted };

  const isOut = (other: number): boolean => other === running && after[other] === ready;
  const line = turn.line.map(({ isReady, threads }): Group => ({
    isReady,
    threads: threads.filter(
      (other) => !(isTaken && other === thread) && !isOut(other) && after[other] === (isReady ? ready : away),
    ),
  }));
  const isIn = (other: number): boolean => line.some(({ threads }) => threads.includes(other));
  const joins = (other: number): Group => ({ isReady: after[other] === ready, threads: [other] });
  const mayStand = (other: number): boolean => after[other] === ready || after[other] === away;
  const front =
    heir !== undefined && (effect & queuesBehind) === 0 && mayStand(thread) ? [joins(thread)] : [];
  const newcomers = awakened.filter((other) => !isOut(other) && !isIn(other));
  const isBehind = front.length === 0 && mayStand(thread) && !isOut(thread) && !isIn(thread);
  const next = tidied([
    ...front,
    ...line,
    { isReady: true, threads: newcomers },
    ...(isBehind ? [joins(thread)] : []),
  ]);
  // One that is in front anyway needs no leave to come back.
  const isFree = running >= 0 && after[running] === away && isInFront({ line: next }, running);
  return { running: isFree || !(running >= 0 && mayStand(running)) ? -1 : running, line: next, interrupted };
}

/** Whoever has run takes the next interrupt where it stands then; so does one that waits in what it does about the first. */
function interruptedAfter(
  turn: Turn,
  { thread, action, effect, after, isInterruptLeft }: TurnMove,
): number[] {
  if (!isInterruptLeft) return [];
  const isStruck = action === 'interrupt before' || turn.interrupted.includes(thread);
  const hasRun = takesTurn(action, effect);
  return [...turn.interrupted.filter((other) => other !== thread), ...(isStruck && !hasRun ? [thread] : [])]
    .filter((other) => after[other] === ready)
    .toSorted((a, b) => a - b);
}

function runningAfter({ thread, effect, after }: TurnMove): number {
  return (effect & endsTurn) !== 0 || after[thread] === blockedStanding ? -1 : thread;
}

/** Without empty groups, and with those who are away and next to each other in one. */
function tidied(line: readonly Group[]): Group[] {
  const result: Group[] = [];
  for (const group of line) {
    if (group.threads.length === 0) continue;
    const last = result.at(-1);
    if (last !== undefined && !last.isReady && !group.isReady) {
      const threads = [...last.threads, ...group.threads].toSorted((a, b) => a - b);
      result[result.length - 1] = { isReady: false, threads };
    } else {
      result.push({ isReady: group.isReady, threads: group.threads.toSorted((a, b) => a - b) });
    }
  }
  return result;
}

/** The line as a reader sees it: those side by side are joined by `|`, those away stand in brackets. */
export function describeLine({ line }: Turn): string {
  return line
    .map(({ isReady, threads }) => {
      const words = threads.map((thread) => `T${thread}`).join('|');
      return isReady ? words : `(${words})`;
    })
    .join(' ');
}
