import type { JSX } from 'preact';
import type { Game } from './game.ts';
import { showShortest } from './showShortest.ts';

/** "Can it still go wrong from here?", and the answer. */
export function OutlookView({
  game,
  isOver,
}: {
  readonly game: Game;
  readonly isOver: boolean;
}): JSX.Element {
  const { outlook, step } = game;
  return (
    <div class="outlook">
      <button
        type="button"
        title="Key: w"
        disabled={isOver || outlook?.isBusy === true}
        onClick={() => game.ask()}
      >
        Can it still go wrong from here?
      </button>
      <span class="outlook-answer" role="status">
        {outlook === undefined ? null : outlook.isBusy ? (
          'Exploring…'
        ) : outlook.at !== step ? null : (
          <Answer game={game} />
        )}
      </span>
    </div>
  );
}

function Answer({ game }: { readonly game: Game }): JSX.Element | null {
  const { outlook } = game;
  if (outlook === undefined || outlook.isBusy) return null;
  const { canFail, way = [] } = outlook.answer;
  switch (canFail) {
    case 'no':
      return <span class="good">✓ No: whatever happens from here, it holds.</span>;
    case 'unknown':
      return <span>That takes more states than this page explores.</span>;
    case 'yes':
      return (
        <>
          <span class="bad">
            Yes, in {way.length} {way.length === 1 ? 'step' : 'steps'} at the least.
          </span>{' '}
          <button type="button" title="Key: s" onClick={() => showShortest(game)}>
            Show the shortest way
          </button>
        </>
      );
  }
}
