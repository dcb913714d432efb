import { HeddleBug, IllFormedError, UsageError } from '../core/errors.ts';

/** What the command's exit says; documented in docs/guide/command.md. */
export const exitCodes = {
  holds: 0,
  violated: 1,
  unknown: 2,
  bounded: 3,
  usage: 64,
  badFile: 65,
  bug: 70,
  interrupted: 130,
} as const;

/** One of the documented exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code for an error that ends a command. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) {
    return error.code === 'HEDDLE_BAD_FILE' ? exitCodes.badFile : exitCodes.usage;
  }
  if (error instanceof IllFormedError) return exitCodes.badFile;
  if (error instanceof HeddleBug) return exitCodes.bug;
  return exitCodes.bug;
}
