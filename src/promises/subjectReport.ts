/** What a check says of code made of promises. */

import type { OrderExplanation } from './explainOrder.ts';
import type { NativeExecution } from './nativeRun.ts';
import type { OrderTrace } from './orderTrace.ts';

/** A client whose executions were all explored, at those positions. */
export interface SubjectBound {
  readonly client: string;
  readonly positions: string;
  readonly executions: number;
}

/** An order that violates a property, confirmed natively. */
export interface OrderCounterexample {
  readonly trace: OrderTrace;
  readonly explanation: OrderExplanation;
  readonly execution: NativeExecution;
}

/** What a check says of one property of a subject. */
export type SubjectVerdict =
  | { readonly verdict: 'holds'; readonly bounds: readonly SubjectBound[] }
  | {
      readonly verdict: 'violated';
      readonly client: string;
      readonly counterexample: OrderCounterexample;
      readonly bounds: readonly SubjectBound[];
    }
  | { readonly verdict: 'unknown'; readonly why: string; readonly bounds: readonly SubjectBound[] };

/** The verdict on one property of a subject. */
export interface SubjectPropertyReport {
  readonly property: string;
  readonly title: string;
  readonly verdict: SubjectVerdict;
  /** The largest measure over all executions. */
  readonly measure?: number;
}

/** The verdicts on one subject. */
export interface SubjectReport {
  readonly subject: string;
  readonly title: string;
  readonly model: string;
  readonly properties: readonly SubjectPropertyReport[];
  /** Executions, over all clients and positions. */
  readonly executions: number;
  /** What a reader should know of the bound. */
  readonly remarks: readonly string[];
}
