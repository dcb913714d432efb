import type { ComponentChildren, JSX } from 'preact';
import type { Choice } from '../../core/schedule.ts';
import type { Played } from '../engine/protocol.ts';
import { ChartView } from '../view/chartView.tsx';
import { situationAt, stepInWords } from '../view/courseView.ts';
import { useIsPrinted } from '../view/isPrinted.ts';
import { useKeys, type KeyMap } from '../view/keys.ts';
import { Lanes } from '../view/lanes.tsx';
import { ObjectsView } from '../view/objectsView.tsx';
import { SourceView } from '../view/sourceView.tsx';
import { StepControls } from '../view/stepControls.tsx';
import { VerdictView } from '../view/verdictView.tsx';
import { ComplaintView } from './complaintView.tsx';
import type { Game } from './game.ts';
import { MoveButtons } from './moveButtons.tsx';
import { OutlookView } from './outlookView.tsx';
import { showShortest } from './showShortest.ts';

/** The keys of the board, for the list of them. */
export const boardKeys: readonly (readonly [string, string])[] = [
  ['0 … 9', 'that thread makes its next step'],
  ['u Backspace', 'take the last step back'],
  ['r', 'begin again'],
  ['← →', 'look at the step before, at the next one'],
  ['Home End', 'to the start, to the end'],
  ['w', 'can it still go wrong from here?'],
  ['s', 'show the shortest way to go wrong'],
];

/** The board of a game: lanes with the moves under them, and all that tells how things stand. */
export function PlayBoard({
  game,
  keys = {},
  above,
  besides,
  below,
}: {
  readonly game: Game;
  /** Further keys. */
  readonly keys?: KeyMap;
  /** What stands above the lanes, and first among the panels. */
  readonly above?: ComponentChildren;
  readonly besides?: ComponentChildren;
  /** What stands below the lanes. */
  readonly below?: ComponentChildren;
}): JSX.Element {
  const isPrinted = useIsPrinted();
  const { played, step } = game;
  const course = played?.recording.course;
  const steps = course?.steps.length ?? 0;
  const moves = played?.moves[step] ?? [];
  const moveThread = (thread: number): void => {
    const mine = moves.filter(({ choice }) => choice.thread === thread);
    const move = mine.find(({ action }) => action === 'step' || action === 'call') ?? mine[0];
    if (move !== undefined) game.move(move.choice);
  };
  useKeys({
    ...Object.fromEntries(
      Array.from({ length: 10 }, (_, thread) => [String(thread), () => moveThread(thread)]),
    ),
    u: () => game.undo(),
    Backspace: () => game.undo(),
    r: () => game.restart(),
    ArrowLeft: () => game.look(Math.max(0, step - 1)),
    ArrowRight: () => game.look(Math.min(steps, step + 1)),
    Home: () => game.look(0),
    End: () => game.look(steps),
    w: () => game.ask(),
    s: () => showShortest(game),
    ...keys,
  });

  if (played === undefined || course === undefined) {
    return (
      <div class="workbench">
        <div class="lanes-area">
          {above}
          {game.complaint === undefined ? (
            <p class="empty">Compiling…</p>
          ) : (
            <ComplaintView message={game.complaint.message} />
          )}
        </div>
        <div class="panels">{besides}</div>
      </div>
    );
  }
  const { recording } = played;
  const now = situationAt(course, step);
  const isOver = course.violation !== undefined && step >= course.violation.after;
  return (
    <div class="workbench">
      <div class="lanes-area">
        {above}
        {game.complaint === undefined ? null : <ComplaintView message={game.complaint.message} />}
        <div class="board-bar">
          <StepControls
            step={step}
            steps={steps}
            words={stepInWords(course, step)}
            marks={
              course.violation === undefined
                ? []
                : [{ step: course.violation.after, kind: 'is-failure', title: 'violated' }]
            }
            onStep={(target) =>
              game.look(
                target === 'back'
                  ? Math.max(0, step - 1)
                  : target === 'forward'
                    ? Math.min(steps, step + 1)
                    : target,
              )
            }
          />
          <span class="board-buttons">
            <button
              type="button"
              title="Take the last step back (u)"
              disabled={step === 0}
              onClick={() => game.undo()}
            >
              Undo
            </button>
            <button
              type="button"
              title="Begin again (r)"
              disabled={steps === 0}
              onClick={() => game.restart()}
            >
              Restart
            </button>
          </span>
        </div>
        <Lanes
          label="Steps so far"
          plans={recording.plans}
          shown={course.steps.map((_, index) => index + 1)}
          setting={{
            course,
            objectNames: recording.objects.map(({ name }) => name),
            threads: recording.plans.length,
            keySteps: recording.explanation.steps,
            selected: step,
            lastGood: undefined,
            differsAt: undefined,
            idPrefix: 'step-',
          }}
          isPrinted={isPrinted}
          onSelect={(target) => game.look(target)}
          foot={
            <MoveButtons
              moves={moves}
              threads={recording.plans.length}
              blocked={now.blocked}
              finished={now.threads.map(({ operation, asks }) => operation === undefined && asks === '')}
              isOver={isOver}
              onMove={(choice: Choice) => game.move(choice)}
            />
          }
        />
        <p class="board-note" role="status">
          {noteOn(played, step, isOver)}
        </p>
        <OutlookView game={game} isOver={isOver} />
        {below}
      </div>
      <div class="panels">
        {besides}
        <VerdictView
          recording={recording}
          course={course}
          step={step}
          onSelect={(target) => game.look(target)}
        />
        <ObjectsView recording={recording} course={course} step={step} />
        <SourceView sources={recording.sources} course={course} step={step} />
        {recording.model === undefined ? null : <ChartView model={recording.model} lit={now.chart} />}
      </div>
      <p class="spoken" aria-live="polite">
        {stepInWords(course, step)}
      </p>
    </div>
  );
}

/** What should be said of how things stand, if anything should. */
function noteOn({ recording: { course }, moves, round }: Played, step: number, isOver: boolean): string {
  const steps = course.steps.length;
  if (step < steps) return `You look at step ${step} of ${steps}. A move from here forgets what came after.`;
  if (isOver && course.loop !== undefined) {
    return `✗ All is as it was before step ${course.loop + 1}: steps ${course.loop + 1} to ${steps} can be repeated for ever.`;
  }
  if (isOver) return '✗ That is the end of it: the property is violated. Undo (u) takes the last step back.';
  if (round !== undefined) {
    return `All is as it was ${round} ${round === 1 ? 'step' : 'steps'} ago. To go round like this for ever is no violation: somebody waits who could move and is never let, or nobody waits all the time.`;
  }
  if ((moves[step] ?? []).length > 0) return '';
  const isFinished = situationAt(course, step).threads.every(
    ({ operation, asks }) => operation === undefined && asks === '',
  );
  return isFinished
    ? 'All have finished, and nothing was violated. Restart (r) to try another order.'
    : 'Nobody can move any more, and nothing was violated. Undo (u), or restart (r).';
}
