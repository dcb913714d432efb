import type { Client } from './client.ts';

/** What a project asks of `heddle check`; everything may be left out, and what is typed counts more. */
export interface HeddleConfig {
  /** What is checked when nothing is named: files and names, as they are typed; in place of the gallery. */
  readonly primitives?: readonly string[];
  /** In place of the default clients. */
  readonly clients?: readonly Client[];
  readonly limits?: {
    readonly states?: number;
    /** Such as `2G`. */
    readonly memory?: string;
    readonly seconds?: number;
    /** Of promise code: executions of one client. */
    readonly executions?: number;
  };
  /** Of promise code: where events fall, as `--positions` takes it. */
  readonly positions?: string;
  /** Folders, relative to the working folder. */
  readonly traces?: string;
  readonly reports?: string;
}

/**
 * Declares what a project asks of `heddle check`, in a `heddle.config.ts` that exports it as its default. The
 * identity function: it is there for its type.
 *
 * @example export default defineConfig({ primitives: ['./src/my-lock.ts'], limits: { states: 1_000_000 } });
 */
export function defineConfig(config: HeddleConfig): HeddleConfig {
  return config;
}
