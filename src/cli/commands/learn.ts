import { nearestNames, UsageError } from '../../core/errors.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import { lessons } from '../../lessons/lessons.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { checkLesson } from '../learn/checkLesson.ts';
import { layOut, lessonFile } from '../learn/lessonFiles.ts';
import { noteDone, progressLine, readDone, watchLessons } from '../learn/watchLessons.ts';
import { builtPageFile, showInBrowser } from '../pages.ts';

/** What `heddle learn` can be told. */
export interface LearnFlags {
  readonly terminal?: boolean;
  readonly folder: string;
  /** False for `--no-browser`. */
  readonly browser: boolean;
  /** The id of a lesson whose file is checked once. */
  readonly check?: string;
}

/** `heddle learn`: the lessons, on a page or as files. */
export async function learnCommand(flags: LearnFlags): Promise<ExitCode> {
  if (flags.check !== undefined) return checkOnce(lessonNamed(flags.check), flags.folder);
  if (flags.terminal !== true) {
    const page = builtPageFile('heddle.html');
    process.stdout.write(`${page}\n`);
    if (flags.browser) showInBrowser(page);
    return exitCodes.holds;
  }
  const written = layOut(flags.folder);
  if (written > 0) process.stdout.write(`${written} exercises are laid out in ${flags.folder}.\n`);
  const done = readDone(flags.folder);
  const next = lessons.find(({ id }) => !done.has(id)) ?? lessons[0]!;
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) return checkOnce(next, flags.folder);
  await watchLessons(flags.folder, next);
  return exitCodes.holds;
}

/** Exits 0 if it is mended, 1 if not. */
async function checkOnce(lesson: Lesson, folder: string): Promise<ExitCode> {
  const file = lessonFile(folder, lesson);
  const { isMended, lines } = await checkLesson(lesson, file);
  if (isMended) noteDone(folder, lesson);
  process.stdout.write(`${file}\n${lines.join('\n')}\n${progressLine(folder)}\n`);
  return isMended ? exitCodes.holds : exitCodes.violated;
}

function lessonNamed(id: string): Lesson {
  const found = lessons.find((lesson) => lesson.id === id);
  if (found !== undefined) return found;
  throw new UsageError({
    what: `There is no lesson named ${id}.`,
    found: id,
    expected: `one such as ${nearestNames(
      id,
      lessons.map((lesson) => lesson.id),
    ).join(', ')}`,
  });
}
