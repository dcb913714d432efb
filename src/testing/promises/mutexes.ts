/** Mutexes of promises, right and wrong, written as people write them. */

import { defineSubject, type Subject, type SubjectAbort } from 'heddle/promises';
import { fifoSemaphore } from 'heddle/models';

type Waiter = { readonly resolve: () => void; readonly reject: (reason: unknown) => void };

/** Hands the lock over to who has waited longest; whoever is aborted leaves the queue. */
export class AbortableMutex {
  protected isHeld = false;
  protected readonly queue: Waiter[] = [];

  acquire(signal?: AbortSignal): Promise<void> {
    if (!this.isHeld) {
      this.isHeld = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const waiter = { resolve, reject };
      this.queue.push(waiter);
      signal?.addEventListener('abort', () => this.leave(waiter, signal.reason));
    });
  }

  release(): void {
    const next = this.queue.shift();
    if (next === undefined) this.isHeld = false;
    else next.resolve();
  }

  protected leave(waiter: Waiter, reason: unknown): void {
    const index = this.queue.indexOf(waiter);
    if (index < 0) return;
    this.queue.splice(index, 1);
    waiter.reject(reason);
  }
}

/** Rejects who is aborted, and leaves it in the queue: a release that it is handed is lost. */
export class ForgetfulMutex extends AbortableMutex {
  protected override leave(waiter: Waiter, reason: unknown): void {
    waiter.reject(reason);
  }
}

/** Looks whether the lock is free and takes it one microtask later. */
export class HastyMutex extends AbortableMutex {
  override async acquire(): Promise<void> {
    while (this.isHeld) await new Promise<void>((resolve) => this.queue.push({ resolve, reject: () => {} }));
    await Promise.resolve();
    this.isHeld = true;
  }

  override release(): void {
    this.isHeld = false;
    this.queue.shift()?.resolve();
  }
}

/** Frees the lock at once, and wakes who waits an immediate later: somebody may come in between. */
export class PutOffMutex extends AbortableMutex {
  override async acquire(): Promise<void> {
    if (this.isHeld) await new Promise<void>((resolve) => this.queue.push({ resolve, reject: () => {} }));
    this.isHeld = true;
  }

  override release(): void {
    this.isHeld = false;
    setImmediate(() => this.queue.shift()?.resolve());
  }
}

/** A subject for one of them. */
export function mutexSubject(name: string, create: () => AbortableMutex, abort?: SubjectAbort): Subject {
  return defineSubject<AbortableMutex>({
    name,
    title: `A mutex: ${name}`,
    model: fifoSemaphore,
    permits: 1,
    create,
    operations: {
      acquire: (mutex, { signal }) => mutex.acquire(signal),
      release: (mutex) => mutex.release(),
    },
    ...(abort === undefined ? {} : { abort }),
  });
}
