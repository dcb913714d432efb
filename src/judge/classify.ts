import type { ObjectIndex } from '../core/ids.ts';
import { ModelFollower } from '../automata/modelFollower.ts';
import { isGranted, type QuietMoment, type Waiting } from '../core/event.ts';
import { countsPermits } from '../core/model.ts';
import type { BlockedThread, ExecutedStep, Execution } from '../trace/execution.ts';
import type { Holder } from '../trace/possessions.ts';

/** What keeps the blocked threads of a quiet moment from ever going on. */
export type StuckClass =
  /** A lock was taken in a call that is over, and never given back. */
  | {
      readonly type: 'leaked lock';
      readonly object: ObjectIndex;
      readonly holder: Holder;
      readonly victim: BlockedThread;
    }
  /** Threads wait for each other in a circle. */
  | { readonly type: 'circular wait'; readonly circle: readonly BlockedThread[] }
  /** A thread sleeps, nobody holds what it waits for, and nobody is left to wake it. */
  | { readonly type: 'lost wakeup'; readonly victim: BlockedThread }
  /** Whoever waits does so rightly: the client never gives back what it waits for. */
  | { readonly type: 'client deadlock'; readonly victims: readonly BlockedThread[] };

/** Classifies the end of an execution in which somebody is stuck; undefined if nobody is blocked. */
export function classifyStuck(execution: Execution): StuckClass | undefined {
  const last = execution.steps.at(-1);
  const blocked = last?.blocked ?? [];
  if (blocked.length === 0) return undefined;
  const wronged = wrongedIn(execution, last?.moment, blocked);
  if (wronged.length === 0) return { type: 'client deadlock', victims: blocked };
  const circle = findCircle(blocked);
  if (circle !== undefined) return { type: 'circular wait', circle };
  for (const victim of [...wronged, ...blocked]) {
    const { object, holder } = victim;
    if (object !== undefined && holder?.hasLeft === true) {
      return { type: 'leaked lock', object, holder, victim };
    }
  }
  return { type: 'lost wakeup', victim: lastInLine(wronged[0]!, blocked) };
}

/** Those that the model would let go on; where it counts no permits, it is followed, as far as it can be. */
function wrongedIn(
  execution: Execution,
  moment: QuietMoment | undefined,
  blocked: readonly BlockedThread[],
): BlockedThread[] {
  const { steps, program } = execution;
  const { model } = program.setup;
  const waiting = moment?.waiting ?? [];
  if (model === undefined || countsPermits(model)) {
    return blocked.filter(({ thread }) => isWronged(thread, waiting, execution));
  }
  const follower = new ModelFollower(model, program.setup);
  let ways = follower.initial;
  for (const { events, moment: seen } of steps) {
    for (const event of events) ways = follower.afterEvent(ways, event).state;
    if (seen !== undefined) ways = follower.afterMoment(ways, seen).state;
  }
  if (ways.length === 0 || moment === undefined) return [...blocked];
  const wronged = follower.wronged(ways, moment).map(({ thread }) => thread);
  const stuck = waiting.filter(({ patience, isTimeUp }) => patience === 'never waits' || isTimeUp);
  const threads = [...wronged, ...stuck.map(({ thread }) => thread)];
  return blocked.filter(({ thread }) => threads.includes(thread));
}

/** Whether a thread waits for what the model would let it have. */
function isWronged(thread: number, waiting: readonly Waiting[], { steps, program }: Execution): boolean {
  const call = waiting.find((one) => one.thread === thread);
  if (call === undefined) return false;
  if (call.effect !== 'takes' || call.patience === 'never waits' || call.isTimeUp) return true;
  return call.permits <= freePermits(steps, program.setup.permits);
}

/** The permits at the start, without those that were returned to somebody, with those that were given back. */
function freePermits(steps: readonly ExecutedStep[], permits: number): number {
  return steps
    .flatMap(({ events }) => events)
    .reduce((free, event) => {
      if (event.type !== 'return') return free;
      const { effect, permits: count } = event.invocation;
      if (effect === 'gives') return free + count;
      return effect === 'takes' && isGranted(event.value) ? free - count : free;
    }, permits);
}

/** The blocked thread that holds what a blocked thread waits for, in a call that is not over. */
function blockerOf({ holder }: BlockedThread, blocked: readonly BlockedThread[]): BlockedThread | undefined {
  return holder?.hasLeft === false ? blocked.find(({ thread }) => thread === holder.thread) : undefined;
}

/** From a thread that waits for a thread that waits, and so on, the last one. */
function lastInLine(first: BlockedThread, blocked: readonly BlockedThread[]): BlockedThread {
  const next = blockerOf(first, blocked);
  return next === undefined ? first : lastInLine(next, blocked);
}

function findCircle(blocked: readonly BlockedThread[]): BlockedThread[] | undefined {
  for (const start of blocked) {
    const path: BlockedThread[] = [];
    let here: BlockedThread | undefined = start;
    for (; here !== undefined && !path.includes(here); here = blockerOf(here, blocked)) path.push(here);
    if (here !== undefined) return path.slice(path.indexOf(here));
  }
  return undefined;
}
