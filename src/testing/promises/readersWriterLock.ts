import { defineSubject, type Subject } from 'heddle/promises';
import { readersWriter } from 'heddle/models';

/** Readers together, a writer alone; who comes is let in as soon as nobody is in the way. */
class ReadersWriterLock {
  #readers = 0;
  #isWriting = false;
  readonly #queue: { readonly isWriter: boolean; readonly enter: () => void }[] = [];
  readonly #wakesAll: boolean;

  /** @param wakesAll whether all readers are let in that wait at the head of the queue, or the first alone. */
  constructor(wakesAll: boolean) {
    this.#wakesAll = wakesAll;
  }

  async acquireRead(): Promise<void> {
    if (!this.#isWriting && this.#queue.length === 0) this.#readers++;
    else await new Promise<void>((enter) => void this.#queue.push({ isWriter: false, enter }));
  }

  async acquireWrite(): Promise<void> {
    if (!this.#isWriting && this.#readers === 0) this.#isWriting = true;
    else await new Promise<void>((enter) => void this.#queue.push({ isWriter: true, enter }));
  }

  releaseRead(): void {
    this.#readers--;
    if (this.#readers === 0) this.#letIn();
  }

  releaseWrite(): void {
    this.#isWriting = false;
    this.#letIn();
  }

  #letIn(): void {
    const next = this.#queue.shift();
    if (next === undefined) return;
    if (next.isWriter) this.#isWriting = true;
    else {
      this.#readers++;
      while (this.#wakesAll && this.#queue[0]?.isWriter === false) {
        this.#readers++;
        this.#queue.shift()!.enter();
      }
    }
    next.enter();
  }
}

/** @param wakesAll whether it is right: else readers wait although nobody writes. */
export function readersWriterSubject(wakesAll: boolean): Subject {
  return defineSubject<ReadersWriterLock>({
    name: wakesAll ? 'readers-writer' : 'readers-one-by-one',
    title: 'Readers together, a writer alone',
    model: readersWriter,
    create: () => new ReadersWriterLock(wakesAll),
    operations: {
      acquireRead: (lock) => lock.acquireRead(),
      releaseRead: (lock) => lock.releaseRead(),
      acquireWrite: (lock) => lock.acquireWrite(),
      releaseWrite: (lock) => lock.releaseWrite(),
    },
  });
}
