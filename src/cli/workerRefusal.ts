/** Errors on their way from a worker to the main thread: they lose their class, so they go in words. */

import { HeddleBug, IllFormedError, UsageError } from '../core/errors.ts';

/** Why a worker has not done what it was asked. */
export interface RefusalMessage {
  readonly refusal: {
    readonly type: 'usage' | 'bad file' | 'ill-formed' | 'bug';
    readonly message: string;
  };
}

/** An error in words. */
export function refusalOf(error: unknown): RefusalMessage {
  return { refusal: inWords(error) };
}

/** The error again. @param about what it was about; put in front of the message. */
export function errorOf(
  { refusal: { type, message } }: RefusalMessage,
  about: string,
): UsageError | IllFormedError | HeddleBug {
  const text = `${about}: ${message}`;
  switch (type) {
    case 'usage':
      return new UsageError(text);
    case 'bad file':
      return new UsageError(text, 'HEDDLE_BAD_FILE');
    case 'ill-formed':
      return new IllFormedError(text);
    case 'bug':
      return new HeddleBug(message.replace(/^heddle bug: /, ''));
  }
}

function inWords(error: unknown): RefusalMessage['refusal'] {
  if (error instanceof UsageError) {
    return { type: error.code === 'HEDDLE_BAD_FILE' ? 'bad file' : 'usage', message: error.message };
  }
  if (error instanceof IllFormedError) return { type: 'ill-formed', message: error.message };
  if (error instanceof HeddleBug) return { type: 'bug', message: error.message };
  return { type: 'bug', message: `heddle bug: ${(error as Error | undefined)?.stack ?? String(error)}` };
}
