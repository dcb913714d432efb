/**
 * What the threads of a parallel search tell each other through shared memory: integers that are read
 * and written by atomic operations alone.
 */

/** Grows by one with each order that the lead gives. */
export const orderSignal = 0;
/** How many mates have carried the order out. */
export const doneSignal = 1;
/** The next place of the work that nobody has taken. */
export const cursorSignal = 2;
/** 1 while everybody is to stop at the next state. */
export const pauseSignal = 3;
/** How many mates are there. */
export const presentSignal = 4;
/** From here on, of each searcher: how many states it has found in this round. */
export const foundSignals = 8;

/** As many signals as `searchers` threads need. */
export function makeSignals(searchers: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * (foundSignals + searchers)));
}

/** Looks at a signal so often before it goes to sleep: about as long as sleeping and waking takes. */
const looksMax = 4000;

/** Waits until a signal is no longer what it was, for a second at most; answers what it is then. */
export function awaitChange(signals: Int32Array, place: number, was: number): number {
  for (let looks = 0; looks < looksMax; looks++) {
    const now = Atomics.load(signals, place);
    if (now !== was) return now;
  }
  Atomics.wait(signals, place, was, 1000);
  return Atomics.load(signals, place);
}

/** Adds one to a signal, and wakes whoever waits for it. */
export function raise(signals: Int32Array, place: number): void {
  Atomics.add(signals, place, 1);
  Atomics.notify(signals, place);
}
