import { defineProperty, waitsForReleases } from 'heddle';

/**
 * Threads that move get somewhere: no fair cycle exists in which one call takes step after step and never ends,
 * and nobody is granted a permit.
 *
 * Weak fairness is assumed, the least that makes sense; what is free from livelock under it is so under
 * strong fairness too. Judged for clients that give back what they take. Exact, for the clients explored,
 * for any number of rounds.
 */
export const livelockFreedom = defineProperty({
  name: 'livelock',
  title: 'Livelock freedom',
  violatedWhen:
    'a call can go on for ever, step by step, and nobody is granted any more, although the scheduler is weakly fair',
  endless: { forbids: 'livelock', fairness: 'weak' },
  appliesTo: waitsForReleases,
  monitor: () => ({ initial: null }),
});
