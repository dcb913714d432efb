import { firstLessons } from './firstLessons.ts';
import { laterLessons } from './laterLessons.ts';
import type { Lesson } from './lesson.ts';

/** The lessons, in their order; any may be taken first. */
export const lessons: readonly Lesson[] = [...firstLessons, ...laterLessons];

/** The file of the repaired version of a lesson's primitive. */
export function mendedFile({ file }: Lesson): string {
  return file.replace(/\.ts$/, 'Mended.ts');
}
