/** The exercises as files: laid out once, and then the reader's own. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { HeddleBug } from '../../core/errors.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import { lessons } from '../../lessons/lessons.ts';
import { writeText } from '../files.ts';
import { builtPage } from '../pages.ts';

/** The file of a lesson, in its folder: `02-check-then-act.ts`. */
export function lessonFile(folder: string, lesson: Lesson): string {
  const number = String(lessons.indexOf(lesson) + 1).padStart(2, '0');
  return path.join(folder, `${number}-${lesson.id}.ts`);
}

/** Writes the exercises that are not there; what the reader has changed stays as it is. Answers how many were written. */
export function layOut(folder: string): number {
  const texts = JSON.parse(builtPage('lessons.json')) as Record<string, string>;
  const textOf = (file: string): string => {
    const text = texts[file];
    if (text === undefined) throw new HeddleBug(`the lessons have no file ${file}`);
    return text;
  };
  let written = 0;
  for (const lesson of lessons) {
    const file = lessonFile(folder, lesson);
    if (existsSync(file)) continue;
    writeText(file, `${headOf(lesson)}\n${textOf(lesson.file)}`);
    written++;
  }
  // A model that one of them imports.
  const model = path.join(folder, 'counterModel.ts');
  if (!existsSync(model)) writeText(model, textOf('counterModel.ts'));
  return written;
}

function headOf(lesson: Lesson): string {
  return `// ${lessons.indexOf(lesson) + 1} / ${lessons.length}: ${lesson.title}
//
// As it stands, a scheduler can reach this: ${lesson.goal}
// ${lesson.exercise.task}
//
// Save the file, and it is checked: every order in which the threads can move.
`;
}
