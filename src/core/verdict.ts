/** Verdicts: what was found out about one property, and up to which bound. */

/** A client whose executions were all explored. */
export interface Bound {
  /** The client in one line. */
  readonly client: string;
  readonly states: number;
  readonly transitions: number;
  /** For a search by executions: how many there are that differ in the order of dependent moves. */
  readonly executions?: number;
  /** Why the client was not searched by executions, as was asked for. */
  readonly instead?: string;
  /** For a client of which only the executions within a bound on switches were explored. */
  readonly within?: SwitchBound;
}

/** Why an exploration is not complete. */
export type Stop = 'states' | 'memory' | 'time' | 'interrupted' | 'sampled';

/**
 * How often an execution may switch threads of its own accord. A preemption leaves a thread that could
 * go on. Delays are counted against a scheduler that lets the thread that moved last go on, and else
 * turns to the next one that can: one for each thread that is passed over.
 */
export interface SwitchBound {
  readonly of: 'preemptions' | 'delays';
  readonly max: number;
}

/** What a sample of executions has shown, and what it cannot have. */
export interface SampleNote {
  readonly strategy: string;
  readonly seed: number;
  readonly executions: number;
  /** Executions that were cut, since they went on for too long. */
  readonly cut: number;
  /** Behaviours (what was visible, and the end state) that were seen, and a lower estimate of how many there are. */
  readonly behaviours: { readonly seen: number; readonly estimated: number };
  /** Estimated chance that one execution more shows a behaviour that none has shown. */
  readonly unseenChance: number;
  /** A lower bound on the chance that the sample meets a bug of some depth, if its strategy gives one. */
  readonly guarantee?: { readonly depth: number; readonly chance: number };
}

/** What a check says of one property. Only `holds` is a proof. */
export type Verdict<Counterexample> =
  /** Every execution of every client of the bound was explored, and none violates the property. */
  | { readonly verdict: 'holds'; readonly bounds: readonly Bound[] }
  /** Every execution within a bound on switches was explored, and none violates the property. */
  | { readonly verdict: 'bounded'; readonly within: SwitchBound; readonly bounds: readonly Bound[] }
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
      /** For a sample. */
      readonly sample?: SampleNote;
      readonly bounds: readonly Bound[];
    };
