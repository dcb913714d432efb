/** Verdicts: what was found out about one property, and up to which bound. */

/** A client whose executions were all explored. */
export interface Bound {
  /** The client in one line. */
  readonly client: string;
  readonly states: number;
  readonly transitions: number;
}

/** Why an exploration is not complete. */
export type Stop = 'states' | 'memory' | 'time' | 'interrupted';

/** What a check says of one property. */
export type Verdict<Counterexample> =
  /** Every execution of every client of the bound was explored, and none violates the property. */
  | { readonly verdict: 'holds'; readonly bounds: readonly Bound[] }
  | {
      readonly verdict: 'violated';
      readonly client: string;
      readonly counterexample: Counterexample;
      /** The clients that were explored before, without a violation. */
      readonly bounds: readonly Bound[];
    }
  /** Nothing was found, and a limit stopped the search: never a proof. */
  | {
      readonly verdict: 'unknown';
      readonly client: string;
      readonly stop: Stop;
      readonly states: number;
      /** States that were found and not expanded. */
      readonly frontier: number;
      readonly bounds: readonly Bound[];
    };
