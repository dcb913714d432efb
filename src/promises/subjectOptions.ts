import type { Property } from '../core/monitor.ts';
import type { Client } from '../program/client.ts';
import { midDrain, sameTick, settled, type Positions } from './order.ts';

/** What to check of a subject, and within which limits. */
export interface SubjectOptions {
  readonly properties: readonly Property[];
  /** In place of the default ones. */
  readonly clients?: readonly Client[];
  /** The positions of occurrences that are tried, each in turn. Default {@link defaultPositions}. */
  readonly positions?: readonly Positions[];
  readonly limits?: SubjectLimits;
  readonly isInterrupted?: () => boolean;
  readonly onProgress?: (client: string, positions: string) => void;
  /** The file that defines the subject, for its traces. */
  readonly module?: string;
}

/** For each exploration by itself. */
export interface SubjectLimits {
  readonly executions?: number;
  readonly timeMs?: number;
}

/**
 * Where nobody says otherwise: first all at rest, then in the same tick, then one of them in the middle of a
 * drain; the last with at most three callers, since it multiplies the executions most.
 */
export const defaultPositions: readonly Positions[] = [settled, sameTick, midDrain(4, 1)];
/** See {@link defaultPositions}. */
export const drainedCallersMax = 3;
