import { type Call, type Deadline, futex, interruptible, masked, type Step } from 'heddle';

/**
 * A semaphore of a C library, whose threads sleep on a futex word, and which may be destroyed.
 *
 * What interrupts is a cancellation. It is heard in the system call: before it begins, and in it. Whether it is heard too when
 * a wake has ended the call says `isFinal`: true where the call is then over.
 *
 * Left out: a cancellation that is pending when sem_wait is called. Later versions of glibc and musl hear it there, the
 * older ones do not. Who leaves there has done nothing: a step for it changes no verdict.
 */
export abstract class CancellableSemaphore {
  readonly word;

  constructor(initial: number, options: { readonly isFinal: boolean; readonly lowerPart?: number }) {
    this.word = futex(initial, { ...options, isDestructible: true });
  }

  acquire(): Step<boolean> {
    return masked(() => this.wait(undefined));
  }

  tryAcquire(): Step<boolean> {
    return masked(() => this.attempt());
  }

  timedAcquire({ deadline }: Call): Step<boolean> {
    return masked(() => this.wait(deadline));
  }

  abstract release(): Step;

  abstract destroy(): Step;

  /** Sleeps once. False if the deadline has passed. */
  protected *sleepAt(value: number, deadline: Deadline | undefined): Step<boolean> {
    const isWoken = yield* interruptible(() => this.word.wait(value, deadline));
    return isWoken || deadline === undefined || !(yield* deadline.isPast());
  }

  protected abstract attempt(): Step<boolean>;

  protected abstract wait(deadline: Deadline | undefined): Step<boolean>;
}
