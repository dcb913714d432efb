/** The programs on which the literature counts executions; sources in docs/dpor.md. */

import { again, cell, done, lock, loop, type Step } from 'heddle';
import { rawProgram, type Program } from '../program/program.ts';

/** A writer, and `n` readers of what it writes: 2^n. */
export function readers(n: number): Program {
  return rawProgram(() => {
    const x = cell(0);
    const reader = function* (): Step {
      yield* x.read();
    };
    const writer = function* (): Step {
      yield* x.write(1);
    };
    return { objects: { x }, threads: [writer, ...Array.from({ length: n }, () => reader)] };
  });
}

/** Writers that each add 1 to what stands before their element, and a reader that looks for the last zero: (n + 3) 2^(n - 2). */
export function lastzero(n: number): Program {
  return rawProgram(() => {
    const a = Array.from({ length: n + 1 }, () => cell(0));
    const reader = function* (): Step {
      let index = n;
      while ((yield* a[index]!.read()) !== 0) index--;
    };
    const writers = a.slice(1).map(
      (own, index) =>
        function* (): Step {
          yield* own.write((yield* a[index]!.read()) + 1);
        },
    );
    return { objects: { a }, threads: [reader, ...writers] };
  });
}

/** Threads that each put four entries into a hash table of 128 places: 8^(n - 11) from 11 threads on. */
export function indexer(n: number): Program {
  return rawProgram(() => {
    const size = 128;
    const table = Array.from({ length: size }, () => cell(0));
    const threads = Array.from(
      { length: n },
      (_, thread) =>
        function* (): Step {
          for (let entry = 1; entry <= 4; entry++) {
            const word = entry * 11 + thread;
            let place = (word * 7) % size;
            while (!(yield* table[place]!.compareAndSet(0, word))) place = (place + 1) % size;
          }
        },
    );
    return { objects: { table }, threads };
  });
}

/** Threads that look for a free block for an inode, under 32 and 26 locks: 2^(n - 13) from 13 threads on. */
export function fileSystem(n: number): Program {
  return rawProgram(() => {
    const inodeCount = 32;
    const blockCount = 26;
    const inodeLocks = Array.from({ length: inodeCount }, () => lock());
    const inodes = Array.from({ length: inodeCount }, () => cell(0));
    const blockLocks = Array.from({ length: blockCount }, () => lock());
    const busy = Array.from({ length: blockCount }, () => cell(false));
    const threads = Array.from(
      { length: n },
      (_, thread) =>
        function* (): Step {
          const inode = thread % inodeCount;
          yield* inodeLocks[inode]!.acquire();
          if ((yield* inodes[inode]!.read()) === 0) {
            yield* loop((inode * 2) % blockCount, function* (block) {
              yield* blockLocks[block]!.acquire();
              const isFree = !(yield* busy[block]!.read());
              if (isFree) {
                yield* busy[block]!.write(true);
                yield* inodes[inode]!.write(block + 1);
              }
              yield* blockLocks[block]!.release();
              return isFree ? done() : again((block + 1) % blockCount);
            });
          }
          yield* inodeLocks[inode]!.release();
        },
    );
    return { objects: { inodeLocks, inodes, blockLocks, busy }, threads };
  });
}

/** Thread i of n turns x from i - 1 into i, if it finds it so. */
export function casrot(n: number): Program {
  return rawProgram(() => {
    const x = cell(0);
    const threads = Array.from(
      { length: n },
      (_, thread) =>
        function* (): Step {
          yield* x.compareAndSet(thread, thread + 1);
        },
    );
    return { objects: { x }, threads };
  });
}

/** Threads that each try to turn 0 into 1 and then write a value of their own. */
export function casw(n: number): Program {
  return rawProgram(() => {
    const x = cell(0);
    const threads = Array.from(
      { length: n },
      (_, thread) =>
        function* (): Step {
          yield* x.compareAndSet(0, 1);
          yield* x.write(thread + 3);
        },
    );
    return { objects: { x }, threads };
  });
}

/** Threads that each add 1 under a lock: n!. */
export function lockinc(n: number): Program {
  return rawProgram(() => {
    const m = lock();
    const x = cell(0);
    const increment = function* (): Step {
      yield* m.acquire();
      yield* x.write((yield* x.read()) + 1);
      yield* m.release();
    };
    return { objects: { m, x }, threads: Array.from({ length: n }, () => increment) };
  });
}
