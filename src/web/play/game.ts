import { useEffect, useRef, useState } from 'preact/hooks';
import type { Choice } from '../../core/schedule.ts';
import type { Engine } from '../engine/engine.ts';
import type { Complaint, OutlookAnswer, Played, Position } from '../engine/protocol.ts';

/** What an execution is of; another one begins a new game. */
export type Board = Omit<Position, 'choices'>;

/** An answer to "can it still go wrong from here?", or that it is being looked for. */
export type OutlookState =
  | { readonly isBusy: true }
  | { readonly isBusy: false; readonly answer: OutlookAnswer; readonly at: number };

/** A game in which the reader is the scheduler. */
export interface Game {
  /** Undefined until the engine has answered for the first time. */
  readonly played: Played | undefined;
  readonly complaint: Complaint | undefined;
  readonly choices: readonly Choice[];
  /** How many of the steps are looked at. */
  readonly step: number;
  readonly outlook: OutlookState | undefined;
  look(step: number): void;
  /** Makes a move from the step that is looked at; what came after it is forgotten. */
  move(choice: Choice): void;
  /** Takes back the last step before the one that is looked at, and what came after it. */
  undo(): void;
  restart(): void;
  /** Puts a whole schedule on the board. */
  put(choices: readonly Choice[], step?: number): void;
  ask(): void;
}

/** Keeps a game, and asks the engine what comes of each move. */
export function useGame(
  board: Board,
  engine: Engine,
  thinker: Engine,
  opening: readonly Choice[] = [],
  openingStep?: number,
): Game {
  const [choices, setChoices] = useState<readonly Choice[]>(opening);
  const [step, setStep] = useState(openingStep ?? opening.length);
  const [played, setPlayed] = useState<Played>();
  const [complaint, setComplaint] = useState<Complaint>();
  const [outlook, setOutlook] = useState<OutlookState>();
  const key = JSON.stringify(board);
  const keyBefore = useRef(key);
  const latest = useRef(0);

  useEffect(() => {
    const number = ++latest.current;
    const isNew = keyBefore.current !== key;
    keyBefore.current = key;
    void engine
      .ask(
        { ask: 'play', ...board, choices, wantsInsight: false },
        undefined,
        () => number !== latest.current,
      )
      .then((outcome) => {
        if (number !== latest.current || outcome.answer === 'dropped') return;
        if (outcome.answer === 'complaint') {
          setComplaint(outcome.complaint);
          if (isNew) setPlayed(undefined);
          return;
        }
        setComplaint(undefined);
        setPlayed(outcome.played);
        // The code may be another than the schedule was made for.
        const { steps } = outcome.played.recording.course;
        if (steps.length < choices.length) {
          setChoices(choices.slice(0, steps.length));
          setStep((old) => Math.min(old, steps.length));
        }
      });
  }, [key, choices]);

  const put = (next: readonly Choice[], at = next.length): void => {
    setChoices(next);
    setStep(at);
    thinker.stop();
    setOutlook(undefined);
  };
  return {
    played,
    complaint,
    choices,
    step: Math.min(step, played?.recording.course.steps.length ?? 0),
    outlook,
    look: setStep,
    move: (choice) => put([...choices.slice(0, step), choice]),
    undo: () => put(choices.slice(0, Math.max(0, step - 1))),
    restart: () => put([]),
    put,
    ask: () => {
      setOutlook({ isBusy: true });
      const at = step;
      void thinker.ask({ ask: 'outlook', ...board, choices: choices.slice(0, at) }).then((outcome) => {
        if (outcome.answer === 'outlook') setOutlook({ isBusy: false, answer: outcome.outlook, at });
        else if (outcome.answer === 'complaint') setComplaint(outcome.complaint);
      });
    },
  };
}
