/** What the browser keeps of the reader's progress. */

/** One lesson as far as it has been taken. */
export interface LessonProgress {
  /** In how many moves, at the best. */
  readonly moves?: number;
  /** Whether the exercise is solved. */
  readonly isMended?: boolean;
}

/** By the id of the lesson. */
export type Progress = Readonly<Record<string, LessonProgress>>;

const key = 'heddle-lessons';

/** What is kept; nothing where the browser keeps nothing, or something else. */
export function readProgress(): Progress {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? (kept as Progress) : {};
  } catch {
    return {};
  }
}

/** Adds to what is kept of one lesson; the fewest moves count. Answers all of it. */
export function noteProgress(id: string, news: LessonProgress): Progress {
  const kept = readProgress();
  const { moves, isMended } = kept[id] ?? {};
  const best = news.moves === undefined ? moves : Math.min(news.moves, moves ?? Number.POSITIVE_INFINITY);
  const next: Progress = {
    ...kept,
    [id]: {
      ...(best === undefined ? {} : { moves: best }),
      ...(isMended === true || news.isMended === true ? { isMended: true } : {}),
    },
  };
  try {
    localStorage.setItem(key, JSON.stringify(next));
  } catch {
    // The browser keeps nothing: what is done is done until the page is closed.
  }
  return next;
}
