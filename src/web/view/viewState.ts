/** What a reader looks at, and how it stands in the fragment of a link. */

/** Which step is shown, and which of the others are left out. */
export interface ViewState {
  /** How many steps have been made: 0 is the start. */
  readonly step: number;
  /** Whether the steps of the passing schedule are the ones that the panels tell about. */
  readonly isOnPassing: boolean;
  /** Whether both schedules are shown. */
  readonly compares: boolean;
  /** Whether only what the failure depends on is shown. */
  readonly onlyPast: boolean;
  /** Only the steps of one thread. */
  readonly thread: number | undefined;
  /** Only the steps on one shared object. */
  readonly object: number | undefined;
}

export const atTheStart: ViewState = {
  step: 0,
  isOnPassing: false,
  compares: false,
  onlyPast: false,
  thread: undefined,
  object: undefined,
};

/** The state as the fragment of a link: `step=4&past`. */
export function toFragment(state: ViewState): string {
  const words = [`step=${state.step}`];
  if (state.onlyPast) words.push('past');
  if (state.compares) words.push('compare');
  if (state.isOnPassing) words.push('passing');
  if (state.thread !== undefined) words.push(`thread=${state.thread}`);
  if (state.object !== undefined) words.push(`object=${state.object}`);
  return words.join('&');
}

/**
 * The state that a fragment says; what it does not say, or says wrongly, is as in `fallback`.
 *
 * @param bounds the steps, threads and objects that there are.
 */
export function fromFragment(
  fragment: string,
  bounds: {
    readonly steps: number;
    readonly threads: number;
    readonly objects: number;
    readonly hasPassing: boolean;
  },
  fallback: ViewState,
): ViewState {
  const given = new Map(
    fragment
      .replace(/^#/, '')
      .split('&')
      .map((word) => word.split('=') as [string, string | undefined]),
  );
  const numberOf = (name: string, max: number): number | undefined => {
    const text = given.get(name);
    if (text === undefined || !/^\d{1,7}$/.test(text)) return undefined;
    return Number(text) <= max ? Number(text) : undefined;
  };
  const compares = given.has('compare') && bounds.hasPassing;
  return {
    step: numberOf('step', bounds.steps) ?? fallback.step,
    onlyPast: given.has('past'),
    compares,
    isOnPassing: given.has('passing') && compares,
    thread: numberOf('thread', bounds.threads - 1),
    object: numberOf('object', bounds.objects - 1),
  };
}
