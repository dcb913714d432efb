import type { Game } from './game.ts';

/** Plays the rest of a shortest failing schedule, if it is known already; asks for it otherwise. */
export function showShortest(game: Game): void {
  const { outlook } = game;
  if (outlook === undefined || outlook.isBusy || outlook.at !== game.step) {
    game.ask();
    return;
  }
  const { way } = outlook.answer;
  if (way !== undefined) game.put([...game.choices.slice(0, outlook.at), ...way]);
}
