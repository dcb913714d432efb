/**
 * The versions that Heddle itself is checked with: installed side by side, under names of their own where a
 * package is there several times.
 */

/** One version of a package. */
export interface PinnedPackage {
  /** The name that it is installed under. */
  readonly installed: string;
  readonly name: string;
  readonly version: string;
  /** By subject: the properties that are known to be violated. */
  readonly violates: Readonly<Record<string, readonly string[]>>;
  /** Where that is known from, or what it is. */
  readonly note?: string;
}

/** All of them, by package and then by version. */
export const pinnedPackages: readonly PinnedPackage[] = [
  {
    installed: 'async-mutex-0.2.4',
    name: 'async-mutex',
    version: '0.2.4',
    violates: { 'async-mutex-release': ['no-lost-wakeup', 'deadlock-freedom'] },
    note: 'issue 27: release() forgets the releaser of the next holder; mended in 0.2.6',
  },
  { installed: 'async-mutex-0.2.6', name: 'async-mutex', version: '0.2.6', violates: {} },
  { installed: 'async-mutex', name: 'async-mutex', version: '0.5.0', violates: {} },
  { installed: 'async-sema', name: 'async-sema', version: '3.1.1', violates: {} },
  { installed: 'await-semaphore', name: 'await-semaphore', version: '0.1.3', violates: {} },
  { installed: 'semaphore-async-await', name: 'semaphore-async-await', version: '1.5.1', violates: {} },
  { installed: '@shopify/semaphore', name: '@shopify/semaphore', version: '3.1.0', violates: {} },
  { installed: 'p-limit', name: 'p-limit', version: '7.3.3', violates: {} },
  { installed: 'p-queue', name: 'p-queue', version: '9.3.3', violates: {} },
  { installed: 'fastq', name: 'fastq', version: '1.20.3', violates: {} },
  {
    installed: 'async-lock-1.3.1',
    name: 'async-lock',
    version: '1.3.1',
    violates: {
      'async-lock-max-pending': ['bounded-queue'],
      'async-lock-throwing': ['no-lost-wakeup', 'deadlock-freedom', 'failure-freedom'],
    },
    note: 'issue 51: a task in callback mode that throws keeps the lock; mended in 1.3.2',
  },
  {
    installed: 'async-lock-1.3.2',
    name: 'async-lock',
    version: '1.3.2',
    violates: { 'async-lock-max-pending': ['bounded-queue'] },
  },
  {
    installed: 'async-lock-1.4.0',
    name: 'async-lock',
    version: '1.4.0',
    violates: { 'async-lock-max-pending': ['bounded-queue'] },
    note: 'issue 58: the option maxPending of acquire is not looked at; mended in 1.4.1',
  },
  { installed: 'async-lock', name: 'async-lock', version: '1.4.1', violates: {} },
  {
    installed: 'rwlock',
    name: 'rwlock',
    version: '5.0.0',
    violates: { 'rwlock-timed': ['no-lost-wakeup', 'deadlock-freedom'] },
    note: 'a request whose time is up removes the head of the queue, which may be another one',
  },
  {
    installed: 'effect-3.19.18',
    name: 'effect',
    version: '3.19.18',
    violates: {
      'effect-semaphore': ['abort-restoration'],
      'effect-semaphore-order': ['fifo', 'refinement', 'abort-restoration'],
    },
    note: 'issue 6081: a permit leaks when its fiber is interrupted; mended in 3.19.19',
  },
  {
    installed: 'effect-3.19.19',
    name: 'effect',
    version: '3.19.19',
    violates: { 'effect-semaphore-order': ['fifo', 'refinement'] },
  },
  {
    installed: 'effect',
    name: 'effect',
    version: '3.22.4',
    violates: { 'effect-semaphore-order': ['fifo', 'refinement'] },
    note: 'a newcomer may be served before one who waits, which is not promised otherwise',
  },
  { installed: 'effect-4.1.0', name: 'effect', version: '4.1.0', violates: {} },
];
