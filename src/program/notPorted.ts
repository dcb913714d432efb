/** A published algorithm that a collection names and does not have. */
export interface NotPorted {
  /** Its number in the literature list of the gallery. */
  readonly catalogue: string;
  readonly name: string;
  readonly source: string;
  /** Why it is not there, in a sentence without a full stop. */
  readonly why: string;
}
