/** The exercises in a terminal: each save is checked, keys turn the pages. */

import { spawn, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import type { Lesson } from '../../lessons/lesson.ts';
import { lessons } from '../../lessons/lessons.ts';
import { wrap } from '../../report/textTable.ts';
import { readText, writeText } from '../files.ts';
import { heddleCommand } from '../pages.ts';
import { colours, lineWidth } from '../terminal.ts';
import { lessonFile } from './lessonFiles.ts';

/** Editors write a file in several strokes. */
const pauseMs = 150;
/** A check that takes longer is one of code that does not come back. */
const patienceMs = 90_000;

interface Kept {
  readonly mended: readonly string[];
}

/** What was done so far, kept beside the exercises. */
export function readDone(folder: string): Set<string> {
  try {
    return new Set((JSON.parse(readText(path.join(folder, 'progress.json'))) as Kept).mended);
  } catch {
    return new Set();
  }
}

/** Notes an exercise as done. */
export function noteDone(folder: string, lesson: Lesson): void {
  const mended = [...readDone(folder).add(lesson.id)].sort();
  writeText(path.join(folder, 'progress.json'), `${JSON.stringify({ mended } satisfies Kept, null, 2)}\n`);
}

/** `[####------] 4 / 14 mended`. */
export function progressLine(folder: string): string {
  const done = readDone(folder);
  const bar = lessons.map(({ id }) => (done.has(id) ? '#' : '-')).join('');
  const words = `[${bar}] ${done.size} / ${lessons.length} mended`;
  return done.size === lessons.length ? `${words}: that is all of them` : words;
}

/** Runs until the reader quits. @param first where to begin. */
export function watchLessons(folder: string, first: Lesson): Promise<void> {
  return new Promise((resolve) => new Watching(folder, first, resolve).begin());
}

class Watching {
  readonly #folder: string;
  readonly #quit: () => void;
  #lesson: Lesson;
  #hints = 0;
  #running: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: string, first: Lesson, quit: () => void) {
    this.#folder = folder;
    this.#lesson = first;
    this.#quit = quit;
  }

  begin(): void {
    const { stdin } = process;
    const watcher = watch(this.#folder, (_, name) => {
      if (name !== null && name !== path.basename(lessonFile(this.#folder, this.#lesson))) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#check(), pauseMs);
    });
    stdin.setRawMode(true);
    stdin.resume();
    stdin.on('data', (data) => {
      const key = data.toString();
      if (key === 'q' || key === '\u0003' || key === '\u0004') {
        stdin.setRawMode(false);
        stdin.pause();
        watcher.close();
        clearTimeout(this.#timer);
        this.#running?.kill();
        this.#quit();
      } else this.#take(key);
    });
    this.#check();
  }

  #take(key: string): void {
    const index = lessons.indexOf(this.#lesson);
    if (key === 'n') this.#turnTo(lessons[index + 1]);
    else if (key === 'p') this.#turnTo(lessons[index - 1]);
    else if (key === 'l') this.#list();
    else if (key === 'h') this.#hint();
    else if (key === 'c' || key === '\r') this.#check();
  }

  #turnTo(lesson: Lesson | undefined): void {
    if (lesson === undefined) return;
    this.#lesson = lesson;
    this.#hints = 0;
    this.#check();
  }

  #list(): void {
    const done = readDone(this.#folder);
    const rows = lessons.map((lesson, index) => {
      const sign = done.has(lesson.id) ? colours.good('✓') : ' ';
      return `${lesson === this.#lesson ? '>' : ' '} ${sign} ${String(index + 1).padStart(2)} ${lesson.title}: ${lesson.goal}`;
    });
    print(['', ...rows, '', keys]);
  }

  #hint(): void {
    const { hints } = this.#lesson;
    const hint = hints[this.#hints];
    print(
      hint === undefined
        ? ['There are no further hints.']
        : wrap(`Hint ${++this.#hints}: ${hint}`, lineWidth()),
    );
  }

  #check(): void {
    this.#running?.kill();
    const lesson = this.#lesson;
    const file = lessonFile(this.#folder, lesson);
    process.stdout.write('\u001b[2J\u001b[H');
    print([
      colours.strong(`${lessons.indexOf(lesson) + 1} / ${lessons.length}: ${lesson.title}`),
      file,
      ...wrap(lesson.exercise.task, lineWidth()),
      '',
      'Exploring…',
    ]);
    const child = spawn(
      process.execPath,
      [heddleCommand(), 'learn', '--check', lesson.id, '--folder', this.#folder],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
        timeout: patienceMs,
      },
    );
    this.#running = child;
    child.on('close', (code, signal) => {
      if (child !== this.#running) return;
      this.#running = undefined;
      if (signal !== null)
        print(['The code did not come back, and was stopped: look for a loop that never ends.']);
      if (code === 0) print(['', ...told(lesson)]);
      print(['', keys]);
    });
  }
}

const keys = 'h hint · n next · p previous · l list · c check again · q quit';

/** What it was, for whoever has mended it. */
function told({ what, history, repair }: Lesson): string[] {
  return [
    colours.good('Mended.'),
    ...[...what, `Where it has happened: ${history}`, `How it is repaired: ${repair}`].flatMap((text) => [
      '',
      ...wrap(text, lineWidth()),
    ]),
  ];
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
