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

  show(what: string, { states, transitions, frontier, elapsedMs }: Progress): void {
    if (!this.#isLive && (elapsedMs < longSearchMs || performance.now() < this.#nextLineAt)) return;
    const rate = elapsedMs > 0 ? `${grouped(transitions / (elapsedMs / 1000))}/s, ` : '';
    const line = `${what}: ${grouped(states)} states, ${rate}${grouped(frontier)} to go, ${(elapsedMs / 1000).toFixed(0)} s`;
    if (!this.#isLive) {
      this.#nextLineAt = performance.now() + lineIntervalMs;
      process.stderr.write(`${line}\n`);
      return;
    }
    this.tell(line);
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
