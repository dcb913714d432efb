/** A release too many: whether it adds a permit, and whether it is an error. */

import type { Circumstances } from '../../program/objectKind.ts';
import type { Primitive } from '../../program/primitive.ts';
import type { Finding } from './finding.ts';
import { evidenceAlone, runAlone } from './runAlone.ts';

/**
 * One thread that holds nothing releases once more often than there is room for, which is the finite `postsMax` that
 * the primitive declares, or else 0. Then it acquires, once more often than there are permits without the last release.
 *
 * No answer where a release before the last does not return: the room that is declared is not there.
 */
export function releaseTooMany(
  primitive: Primitive,
  here: Circumstances,
): Record<'bounded' | 'double-release', Finding> {
  const { postsMax = Infinity } = primitive;
  const room = Number.isFinite(postsMax) ? postsMax : 0;
  const words = [...times(room + 1, 'post'), ...times(room + 2, 'acquire')].join(' ');
  const solo = runAlone(primitive, words, 1, here);
  const evidence = evidenceAlone(primitive, solo, describe(room));
  const before = solo.ends.slice(0, room).filter((end) => end === 'returned');
  if (before.length < room) {
    const says = `${evidence.says} The room that it declares is not there.`;
    const moot: Finding = { answer: 'none', evidence: { ...evidence, says } };
    return { bounded: moot, 'double-release': moot };
  }
  const isError = solo.ends[room] === 'thrown';
  const granted = solo.ends.filter((end) => end === 'granted');
  const addsNone = isError || granted.length < room + 2;
  return {
    bounded: { answer: addsNone ? 'yes' : 'no', evidence },
    'double-release': { answer: isError ? 'yes' : 'no', evidence },
  };
}

function describe(room: number): string {
  return room === 0
    ? 'a release by one who holds nothing, then two acquires, one permit'
    : `${room + 1} releases by one who holds nothing, there being room for ${room}, then ${room + 2} acquires, one permit`;
}

function times(count: number, word: string): string[] {
  return Array.from({ length: count }, () => word);
}
