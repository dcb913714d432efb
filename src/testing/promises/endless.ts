/** Mutexes that never give the event loop back while somebody holds them. */

import { fifoSemaphore } from 'heddle/models';
import { defineSubject, type Subject } from 'heddle/promises';

class Spinning {
  isHeld = false;

  release(): void {
    this.isHeld = false;
  }
}

function subject(name: string, acquire: (mutex: Spinning) => unknown): Subject {
  return defineSubject<Spinning>({
    name,
    title: 'A mutex that spins',
    model: fifoSemaphore,
    permits: 1,
    create: () => new Spinning(),
    operations: { acquire, release: (mutex) => mutex.release() },
  });
}

export const spinsInMicrotasks = subject('spins-in-microtasks', async (mutex) => {
  while (mutex.isHeld) await Promise.resolve();
  mutex.isHeld = true;
});

export const spins = subject('spins', (mutex) => {
  while (mutex.isHeld);
  mutex.isHeld = true;
});
