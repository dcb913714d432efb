/** The engine in a worker of its own, so that a loop without an end in somebody's code can be stopped. */

import { HeddleBug, IllFormedError, UsageError } from '../../core/errors.ts';
import { answerTo } from './answer.ts';
import { framesIn } from '../../program/whereabouts.ts';
import { address, SyntaxFault } from './linker.ts';
import type { Answer, Complaint, Numbered, Question, SignOfLife } from './protocol.ts';

const port = globalThis as unknown as {
  onmessage: (event: MessageEvent<Numbered<Question>>) => void;
  postMessage(message: Numbered<Answer | SignOfLife>): void;
};

port.onmessage = ({ data: { number, content } }) => {
  const now = (): number => performance.now();
  let outcome: Answer;
  try {
    outcome = answerTo(content, now, (progress) => port.postMessage({ number, content: { progress } }));
  } catch (error) {
    outcome = { answer: 'complaint', complaint: complaintFrom(error as Error) };
  }
  port.postMessage({ number, content: outcome });
};

function complaintFrom(error: Error): Complaint {
  const isExpected =
    error instanceof UsageError || error instanceof IllFormedError || error instanceof HeddleBug;
  const line =
    error instanceof SyntaxFault ? error.line : lineOf(error.cause instanceof Error ? error.cause : error);
  return {
    message: isExpected ? error.message : `${error.name}: ${error.message}`,
    ...(line === undefined ? {} : { line }),
  };
}

/** Where in the reader's own text an error was thrown. */
function lineOf({ stack = '' }: Error): number | undefined {
  return framesIn(stack).find(({ file }) => file.startsWith(address))?.line;
}
