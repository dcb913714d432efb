import type { Property } from '../core/monitor.ts';
import type { Limits, Progress, Surroundings } from '../explore/limits.ts';
import type { Method } from '../explore/method.ts';
import type { Client } from '../program/client.ts';
import type { Strength } from '../program/objectKind.ts';
import type { Scheduling } from '../program/turn.ts';
import type { SourceOfPrimitive } from './counterexample.ts';

/** What to check, with which clients, and within which limits. */
export interface CheckOptions {
  readonly properties: readonly Property[];
  /** In place of the default ones; they are also what is interrupted, if an interrupt property is asked for. */
  readonly clients?: readonly Client[];
  /** Of the locks and semaphores that the primitive leaves open. Default weak. */
  readonly strength?: Strength;
  /** Default the one that the primitive was written for. */
  readonly scheduling?: Scheduling;
  /** How to search. Default every state, with all reductions that are proved. */
  readonly method?: Method;
  /** For each search by itself. */
  readonly limits?: Limits;
  readonly surroundings?: CheckSurroundings;
  /** What the traces say of the primitive's source. */
  readonly source?: SourceOfPrimitive;
}

/** What a check needs from outside. */
export interface CheckSurroundings extends Omit<Surroundings, 'onProgress'> {
  readonly onProgress?: (progress: Progress, client: string) => void;
}

/** What the search of one client needs from outside; its progress is told with the client. */
export function surroundingsOf({ onProgress, ...rest }: CheckSurroundings, client: string): Surroundings {
  return {
    ...rest,
    ...(onProgress === undefined ? {} : { onProgress: (progress) => onProgress(progress, client) }),
  };
}
