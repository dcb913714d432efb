import { useEffect, useMemo, useState } from 'preact/hooks';
import { Crew } from '../engine/crew.ts';
import type { Catalogue, CheckedProperty, Complaint, Question, SignOfLife } from '../engine/protocol.ts';

/** A property that is being checked, and how far that has come. */
export interface OpenProperty {
  readonly property: string;
  readonly title: string;
  readonly verdict: 'open';
  readonly progress: SignOfLife['progress'] | undefined;
}

/** A check that is going on, or is over: verdicts come one after the other. */
export interface CheckState {
  readonly rows: readonly (CheckedProperty | OpenProperty)[];
  /** Those that were explored, or in which something was found. */
  readonly clients: readonly string[];
  readonly elapsedMs: number;
  readonly isBusy: boolean;
  readonly complaint?: Complaint;
}

/** Checks, with several engines at once. */
export interface CheckRun {
  /** Undefined where nothing has been checked. */
  readonly state: CheckState | undefined;
  start(
    question: Omit<Extract<Question, { ask: 'check' }>, 'ask' | 'properties'>,
    properties: readonly string[],
  ): void;
  stop(): void;
  /** Forgets the verdicts, which are about something else. */
  clear(): void;
}

/** Small, and passes through all that a check passes through. */
const exampleOfWarmUp = {
  ask: 'check',
  subject: { file: 'mutex/testAndSet.ts', name: 'test-then-set' },
  clients: undefined,
  strength: 'weak',
} as const;

/** Keeps a check and its verdicts. */
export function useCheckRun({ properties: known }: Catalogue): CheckRun {
  const [state, setState] = useState<CheckState>();
  const crew = useMemo(() => new Crew(), []);
  useEffect(() => {
    crew.warmUp({ ...exampleOfWarmUp, properties: known.map(({ name }) => name) });
    return () => crew.close();
  }, [crew]);

  const start: CheckRun['start'] = (question, wanted) => {
    const chosen = known.filter(({ name }) => wanted.includes(name));
    const groups = [...new Set(chosen.map(({ search }) => search))].map((search) =>
      chosen.filter((one) => one.search === search).map(({ name }) => name),
    );
    const began = performance.now();
    setState({
      rows: chosen.map(({ name, title }) => ({
        property: name,
        title,
        verdict: 'open',
        progress: undefined,
      })),
      clients: [],
      elapsedMs: 0,
      isBusy: true,
    });
    const change = (part: (old: CheckState) => Partial<CheckState>): void =>
      setState((old) => old && { ...old, elapsedMs: performance.now() - began, ...part(old) });
    void crew
      .check(question, groups, {
        onProgress: (names, progress) =>
          change(({ rows }) => ({
            rows: rows.map((row) =>
              row.verdict === 'open' && names.includes(row.property) ? { ...row, progress } : row,
            ),
          })),
        onOutcome: (_, outcome) =>
          change(({ rows, clients }) =>
            outcome.answer === 'complaint'
              ? { complaint: outcome.complaint, isBusy: false }
              : {
                  rows: rows.map(
                    (row) => outcome.checked.results.find(({ property }) => property === row.property) ?? row,
                  ),
                  clients: [...new Set([...clients, ...outcome.checked.clients])],
                },
          ),
      })
      .then(() => {
        setState((old) =>
          old?.isBusy === true ? { ...old, isBusy: old.rows.some(({ verdict }) => verdict === 'open') } : old,
        );
      });
  };
  return {
    state,
    start,
    stop: () => {
      crew.stop();
      setState((old) => old && { ...old, isBusy: false });
    },
    clear: () => {
      crew.stop();
      setState(undefined);
    },
  };
}
