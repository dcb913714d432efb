import path from 'node:path';
import { isSubject, type Subject } from 'heddle/promises';
import { expect, recordArtifact, type RunnerTestCase, type TestArtifactBase } from 'vitest';
import { writeText } from '../cli/files.ts';
import type { Primitive } from '../program/primitive.ts';
import { failureMessage, importedFile } from './failureMessage.ts';
import { verification, type VerifyOptions } from './verification.ts';

/** The trace of a failure, as it is attached to its test. */
export interface TraceArtifact extends TestArtifactBase {
  readonly type: 'heddle:trace';
  readonly message: string;
}

declare module 'vitest' {
  interface TestArtifactRegistry {
    readonly heddleTrace: TraceArtifact;
  }

  interface Matchers<T> {
    /**
     * Every property of a primitive holds, for all executions of its clients: of one that is made with
     * `definePrimitive`, or with `defineSubject`.
     *
     * @example await expect(myMutex).toHold();
     */
    toHold(options?: VerifyOptions): Promise<void>;
  }
}

/** What a matcher of vitest is told, as far as this one looks at it. */
interface MatcherState {
  readonly testPath?: string;
  readonly currentTestName?: string;
  readonly task?: Readonly<RunnerTestCase>;
}

/** What a matcher of vitest answers. */
export interface MatcherAnswer {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Verifies a primitive in a test; the matcher behind {@link toHold}. */
async function toHold(
  this: MatcherState,
  target: unknown,
  options: VerifyOptions = {},
): Promise<MatcherAnswer> {
  if (!isTarget(target)) {
    return {
      pass: false,
      message: () =>
        `toHold is for what definePrimitive or defineSubject makes.\n  found:    ${String(target)}\n  expected: expect(myMutex).toHold()`,
    };
  }
  const { testPath = '', currentTestName = '', task } = this;
  const file = options.file ?? importedFile(testPath, target.name);
  const found = await verification(target, options, file, () => performance.now());
  const { failure, isProved } = found;
  const folder = options.traces ?? 'traces';
  const traceFile = path.posix.join(folder, found.name, `${failure?.property ?? 'none'}.json`);
  const rerun = `npx vitest run ${path.relative(process.cwd(), testPath)} -t '${patternOf(currentTestName)}'`;
  const message = failureMessage(found, { traceFile, rerun, isReplayable: file !== undefined });
  if (failure !== undefined) {
    writeText(traceFile, failure.trace);
    if (task !== undefined) {
      await recordArtifact(task as RunnerTestCase, {
        type: 'heddle:trace',
        message: `${found.name}: ${failure.property} is violated; ${traceFile}`,
        attachments: [{ path: path.resolve(traceFile), contentType: 'application/json' }],
      });
    }
  }
  return { pass: isProved, message: () => message };
}

/** The name of a test as vitest's `-t` takes it: a regular expression, quoted for a shell. */
function patternOf(name: string): string {
  return name
    .replaceAll(' > ', ' ')
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll("'", String.raw`'\''`);
}

function isTarget(thing: unknown): thing is Primitive | Subject {
  if (isSubject(thing)) return true;
  const { name, model, create } = (thing ?? {}) as Partial<Primitive>;
  return typeof name === 'string' && typeof model === 'object' && typeof create === 'function';
}

expect.extend({ toHold });
