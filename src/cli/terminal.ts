import picocolors from 'picocolors';
import type { Progress } from '../explore/limits.ts';
import type { Paint } from '../report/paint.ts';

/** Colours, where the terminal has them and nobody has asked for none (NO_COLOR, FORCE_COLOR, --no-color). */
export const colours: Paint = {
  good: picocolors.green,
  bad: picocolors.red,
  unsure: picocolors.yellow,
  strong: picocolors.bold,
  faint: picocolors.dim,
};

/** Characters a line: what the terminal has, within what a reader can take in. */
export function lineWidth(): number {
  return Math.min(Math.max(process.stdout.columns ?? 80, 80), 120);
}

/** A number for people: 1,234,567. */
export function grouped(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** How far a search is: `1,204,331 states, 812,000/s, 40,112 to go, 3 s, about 2 s left`. */
export function progressText({ states, transitions, frontier, left, elapsedMs }: Progress): string {
  const seconds = elapsedMs / 1000;
  const expanded = states - frontier;
  const ahead =
    left === undefined || expanded === 0
      ? []
      : [
          `about ${grouped((seconds * left) / expanded)} s left (${grouped((100 * expanded) / (expanded + left))} %)`,
        ];
  return [
    `${grouped(states)} states`,
    ...(elapsedMs > 0 ? [`${grouped(transitions / seconds)}/s`] : []),
    `${grouped(frontier)} to go`,
    `${seconds.toFixed(0)} s`,
    ...ahead,
  ].join(', ');
}

/** A search that ends sooner is none that anybody waits for. */
const longSearchMs = 5000;
const lineIntervalMs = 10_000;

/**
 * One line on a terminal's error output that says how far things are, written over and over; where
 * there is no terminal, or in CI, whole lines now and then, about searches that take long.
 */
export class ProgressLine {
  readonly #isLive = process.stderr.isTTY === true && process.env['CI'] === undefined;
  #isShown = false;
  #nextLineAt = 0;

  show(what: string, progress: Progress): void {
    const { elapsedMs } = progress;
    if (this.#isLive) {
      // The numbers first: the line ends where the terminal does.
      this.tell(`${progressText(progress)}; ${what}`);
      return;
    }
    if (elapsedMs < longSearchMs || performance.now() < this.#nextLineAt) return;
    this.#nextLineAt = performance.now() + lineIntervalMs;
    process.stderr.write(`${what}: ${progressText(progress)}\n`);
  }

  /** What is going on just now; on a terminal alone. */
  tell(line: string): void {
    if (!this.#isLive) return;
    process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    this.#isShown = true;
  }

  /** A whole line: over the live one on a terminal, by itself elsewhere. */
  say(line: string): void {
    this.clear();
    process.stderr.write(`${line}\n`);
  }

  clear(): void {
    if (this.#isShown) process.stderr.write('\r\x1b[2K');
    this.#isShown = false;
  }
}
