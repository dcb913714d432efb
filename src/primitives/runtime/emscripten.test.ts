/** Where the wait of a page's main thread loses a wake-up: at one level before 2020, in nested waits where the address is written back. */

import { workload, type Primitive } from 'heddle';
import { describe, expect, test } from 'vitest';
import { findings } from '../../testing/findings.ts';
import {
  emscriptenMain,
  emscriptenMain2016,
  emscriptenMainOverwritten,
  emscriptenMainRestored,
} from './emscripten.ts';

const shown = (primitive: Primitive, threads: number): object =>
  findings(primitive, workload(threads, 1, 1), { of: ['safety', 'no-lost-wakeup', 'failure-freedom'] });

describe('the main thread and one worker', () => {
  test('what is not written down yet when it is woken is waited for in vain', () => {
    // 4 for the worker to be in, its call included; 3 to look at a word that is 2; 4 to release, and wake nobody; 1 to
    // write the address down; 3 to serve the call, and 2 to look for another.
    expect(shown(emscriptenMain2016, 2)).toEqual({ 'no-lost-wakeup': 'lost wakeup, 17 steps' });
  });

  test.each([emscriptenMain, emscriptenMainOverwritten, emscriptenMainRestored])(
    '$name loses none',
    (primitive) => {
      expect(shown(primitive, 2)).toEqual({});
    },
  );
});

describe('with a worker besides, that holds the mutex while the other passes on a call', () => {
  test('an address that is written back hides a wake that came during the nested wait', () => {
    expect(shown(emscriptenMainRestored, 3)).toEqual({ 'no-lost-wakeup': 'lost wakeup, 31 steps' });
  });

  test.each([emscriptenMain, emscriptenMainOverwritten])('$name loses none', (primitive) => {
    expect(shown(primitive, 3)).toEqual({});
  });
});
