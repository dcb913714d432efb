import { existsSync } from 'node:fs';
import path from 'node:path';
import { gallery } from 'heddle/gallery';
import { expect, test } from 'vitest';
import { root } from '../testing/heddleCommand.ts';
import { codeOf } from './codeOf.ts';

test('every primitive of the gallery has a file, compiled or not; one of elsewhere has none', () => {
  for (const primitive of gallery) {
    const code = codeOf(primitive) ?? 'none';
    expect({ code, exists: existsSync(path.join(root, code)) }).toEqual({ code, exists: true });
  }
  expect(codeOf({ module: 'file:///here/dist/src/primitives/mutex/hyman.js' })).toBe(
    'src/primitives/mutex/hyman.ts',
  );
  expect(codeOf({ module: 'file:///home/my-lock.ts' })).toBeUndefined();
  expect(codeOf({})).toBeUndefined();
});
