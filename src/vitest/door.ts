/**
 * The door to tests with vitest: `heddle/vitest`. Importing it adds the matcher `toHold`.
 *
 * @example
 * verify('my mutex', myMutex);
 */

import type { Subject } from 'heddle/promises';
import { expect, test } from 'vitest';
import type { Primitive } from '../program/primitive.ts';
import './toHold.ts';
import type { VerifyOptions } from './verification.ts';

export type { TraceArtifact } from './toHold.ts';
export type { VerifyOptions } from './verification.ts';

/** How long a verification may take in a test, in milliseconds. */
const timeoutMs = 300_000;

/**
 * A test that a primitive holds what it promises, in every execution of its clients. The test has the name that it
 * is given, whatever is found.
 */
export function verify(name: string, target: Primitive | Subject, options: VerifyOptions = {}): void {
  test(name, { timeout: timeoutMs }, async () => {
    await expect(target).toHold(options);
  });
}
