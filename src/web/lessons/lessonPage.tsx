import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Engine } from '../engine/engine.ts';
import { settingsOf } from '../engine/clientFrom.ts';
import type { Catalogue } from '../engine/protocol.ts';
import { useGame } from '../play/game.ts';
import { PlayBoard } from '../play/playBoard.tsx';
import { decodeChoices, encodeChoices } from '../play/settings.ts';
import { Exercise } from './exercise.tsx';
import type { Lesson } from '../../lessons/lesson.ts';
import { lessons } from '../../lessons/lessons.ts';
import { noteProgress, type Progress } from './progress.ts';
import { Solved } from './solved.tsx';

/** One lesson: the goal, the board, hints; and when it is reached, what it was, the repair, and the exercise. */
export function LessonPage({
  lesson,
  catalogue,
  engine,
  thinker,
  progress,
  query,
  onProgress,
  onQuery,
}: {
  readonly lesson: Lesson;
  readonly catalogue: Catalogue;
  readonly engine: Engine;
  readonly thinker: Engine;
  readonly progress: Progress;
  readonly query: string;
  readonly onProgress: (progress: Progress) => void;
  readonly onQuery: (query: string) => void;
}): JSX.Element {
  const { id, title, goal, about, file, client, rule, hints } = lesson;
  const board = useMemo(
    () => ({
      subject: { file: `lessons/${file}` },
      client: settingsOf(client),
      strength: 'weak' as const,
      rule,
    }),
    [lesson],
  );
  const opening = useMemo(() => decodeChoices(new URLSearchParams(query).get('moves') ?? ''), [lesson]);
  const game = useGame(board, engine, thinker, opening);
  const [fewest, setFewest] = useState<number>();
  const [hintCount, setHintCount] = useState(0);
  const number = lessons.indexOf(lesson) + 1;
  const violation = game.played?.recording.course.violation;
  const isSolved = violation !== undefined;
  const wasSolved = progress[id]?.moves !== undefined;

  useEffect(() => {
    // What it takes at the least is found out here and now, by the same search that checks.
    const counter = new Engine();
    void counter.ask({ ask: 'outlook', ...board, choices: [] }).then((outcome) => {
      if (outcome.answer === 'outlook' && outcome.outlook.way !== undefined)
        setFewest(outcome.outlook.way.length);
    });
    return () => counter.close();
  }, [lesson]);
  useEffect(() => {
    if (violation !== undefined) onProgress(noteProgress(id, { moves: violation.after }));
  }, [isSolved]);
  useEffect(() => {
    onQuery(game.choices.length === 0 ? '' : `moves=${encodeChoices(game.choices)}`);
  }, [game.choices]);

  const below =
    isSolved || wasSolved ? (
      <>
        <Solved lesson={lesson} catalogue={catalogue} />
        <Exercise
          key={id}
          lesson={lesson}
          catalogue={catalogue}
          onMended={() => onProgress(noteProgress(id, { isMended: true }))}
        />
      </>
    ) : undefined;
  const card = (
    <section class={`panel goal ${isSolved ? 'is-reached' : ''}`} aria-label="Goal">
      <p class="lesson-count">
        Lesson {number} of {lessons.length}
      </p>
      <h1>{title}</h1>
      <p class="goal-line">{goal}</p>
      <p class="about-line">{about}</p>
      <p class="moves-line" role="status">
        {isSolved ? (
          <>
            <b class="good">✓ Done, in {violation.after} moves.</b>{' '}
            {fewest === undefined
              ? ''
              : violation.after === fewest
                ? 'Nobody can do it in fewer.'
                : `It can be done in ${fewest}.`}
          </>
        ) : (
          <>
            {game.choices.length === 0 && !wasSolved ? (
              <>
                You say who moves next: click a box in the lowest row of the lanes, or press the number of its
                thread.{' '}
              </>
            ) : (
              `${game.choices.length} ${game.choices.length === 1 ? 'move' : 'moves'}. `
            )}
            {fewest === undefined ? 'Counting the fewest…' : `The fewest are ${fewest}.`}
          </>
        )}
      </p>
      {isSolved ? (
        <p>
          <a class="go-on" href="#what-it-was" onClick={(event) => jump(event, 'what-it-was')}>
            What it was, and how to mend it
          </a>
        </p>
      ) : (
        <div class="hints">
          <ol>
            {hints.slice(0, hintCount).map((hint) => (
              <li key={hint}>{hint}</li>
            ))}
          </ol>
          <button
            type="button"
            disabled={hintCount === hints.length}
            title="Key: i"
            onClick={() => setHintCount(hintCount + 1)}
          >
            {hintCount === 0 ? 'A hint' : hintCount < hints.length ? 'A further hint' : 'No further hints'}
          </button>
        </div>
      )}
    </section>
  );

  return (
    <div class="lesson">
      <PlayBoard
        game={game}
        besides={card}
        below={below}
        keys={{ i: () => setHintCount(Math.min(hints.length, hintCount + 1)) }}
      />
      <nav class="lesson-nav" aria-label="Lessons">
        <Neighbour lesson={lessons[number - 2]} words="Before" />
        <a href="#/">All lessons</a>
        <Neighbour lesson={lessons[number]} words="Next" />
      </nav>
    </div>
  );
}

function Neighbour({
  lesson,
  words,
}: {
  readonly lesson: Lesson | undefined;
  readonly words: string;
}): JSX.Element {
  return lesson === undefined ? (
    <span />
  ) : (
    <a href={`#/learn/${lesson.id}`}>
      {words}: {lesson.title}
    </a>
  );
}

/** The fragment of the link says which lesson this is, so that a place within it is gone to by hand. */
function jump(event: Event, target: string): void {
  event.preventDefault();
  const place = document.getElementById(target);
  place?.scrollIntoView({ block: 'start' });
  place?.focus();
}
