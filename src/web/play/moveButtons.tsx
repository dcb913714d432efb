import type { JSX } from 'preact';
import type { Choice } from '../../core/schedule.ts';
import type { Blocked } from '../../report/recording/recording.ts';
import type { Move } from '../engine/protocol.ts';
import { ThreadBadge, threadClass } from '../view/threadBadge.tsx';

/** Who may move next, each thread in its lane; the reader is the scheduler. */
export function MoveButtons({
  moves,
  threads,
  blocked,
  finished,
  onMove,
  isOver,
}: {
  readonly moves: readonly Move[];
  readonly threads: number;
  readonly blocked: readonly Blocked[];
  readonly finished: readonly boolean[];
  readonly onMove: (choice: Choice) => void;
  /** Whether the property is violated, so that the game is over. */
  readonly isOver: boolean;
}): JSX.Element {
  if (isOver) return <div class="next-row" />;
  return (
    <div class="next-row">
      <span class="row-number">next</span>
      <div class="row-lanes" role="group" aria-label="Who moves next">
        {Array.from({ length: threads }, (_, thread) => {
          const mine = moves.filter(({ choice }) => choice.thread === thread);
          const first = mine.findIndex(({ action }) => action === 'step' || action === 'call');
          const waits = blocked.find((one) => one.thread === thread);
          return (
            <div key={thread} class="next-cell">
              {mine.map((move, index) => (
                <MoveButton
                  key={index}
                  move={move}
                  hasKey={index === first}
                  isOneOfMany={isOneOfMany(mine, move)}
                  onMove={onMove}
                />
              ))}
              {mine.length > 0 ? null : (
                <span class="no-move">
                  {finished[thread] === true
                    ? 'finished'
                    : waits === undefined
                      ? 'cannot begin: what it needs is taken'
                      : waits.on}
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function MoveButton({
  move,
  hasKey,
  isOneOfMany,
  onMove,
}: {
  readonly move: Move;
  readonly hasKey: boolean;
  readonly isOneOfMany: boolean;
  readonly onMove: (choice: Choice) => void;
}): JSX.Element {
  const { choice, does, calls, action } = move;
  const { thread, outcome } = choice;
  const extra = extraWords(action);
  return (
    <button
      type="button"
      class={`move ${threadClass(thread)} ${extra === undefined ? '' : 'is-accident'}`}
      title={hasKey ? `Key: ${thread}` : undefined}
      onClick={() => onMove(choice)}
    >
      <span class="move-head">
        <ThreadBadge thread={thread} />
        {extra !== undefined ? <b>{extra}</b> : calls === undefined ? null : <b>▸ {calls}</b>}
      </span>
      <code>
        {does.replace('()', '')}
        {isOneOfMany ? ` (${outcome + 1})` : ''}
      </code>
    </button>
  );
}

function isOneOfMany(moves: readonly Move[], { action }: Move): boolean {
  return moves.filter((move) => move.action === action).length > 1;
}

function extraWords(action: Move['action']): string | undefined {
  switch (action) {
    case 'step':
    case 'call':
      return undefined;
    case 'interrupt before':
      return '⚡ interrupt before';
    case 'interrupt after':
      return '⚡ interrupt after';
    case 'interrupt posted':
      return '⚡ interrupt arrives';
    case 'deadline':
      return '◷ deadline passes';
    case 'spurious':
      return '⚡ wakes for no reason';
  }
}
