import type { JSX } from 'preact';
import { lessons } from '../../lessons/lessons.ts';
import type { Progress } from './progress.ts';

/** All lessons, with what has been done of each. */
export function LessonList({ progress }: { readonly progress: Progress }): JSX.Element {
  const solved = lessons.filter(({ id }) => progress[id]?.moves !== undefined).length;
  const mended = lessons.filter(({ id }) => progress[id]?.isMended === true).length;
  const next = lessons.find(({ id }) => progress[id]?.moves === undefined);
  return (
    <div class="lesson-list">
      <h1>Be the scheduler</h1>
      <p class="lead">
        Threads do not break a lock. The order in which they move does, and somebody chooses it: for once,
        you. Each lesson is a real primitive with one thing wrong. Bring it about, see why, then mend it;
        every verdict is a proof over all orders, made while you wait.
      </p>
      <p class="tally" role="status">
        {solved} of {lessons.length} broken, {mended} mended.{' '}
        {next === undefined ? (
          'That is all of them.'
        ) : (
          <a class="go-on" href={`#/learn/${next.id}`}>
            {solved === 0 ? 'Begin' : 'Go on'}: {next.title}
          </a>
        )}
      </p>
      <ol class="lesson-cards">
        {lessons.map(({ id, title, goal }, index) => {
          const { moves, isMended } = progress[id] ?? {};
          return (
            <li key={id}>
              <a class="lesson-card" href={`#/learn/${id}`}>
                <span class="lesson-number">{index + 1}</span>
                <span class="lesson-title">{title}</span>
                <span class="lesson-goal">{goal}</span>
                <span class="lesson-done">
                  {moves === undefined ? null : <span class="done-mark">✓ in {moves}</span>}
                  {isMended === true ? <span class="done-mark">✓ mended</span> : null}
                </span>
              </a>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
