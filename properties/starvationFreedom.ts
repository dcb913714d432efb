import { defineProperty, waitsForReleases, type Fairness, type Property } from 'heddle';

/**
 * Nobody waits for ever while others are served, if the scheduler is fair: no fair cycle exists in which one
 * call never ends and other threads are granted permits.
 *
 * What fairness promises, and to whom, is said at Fairness. Weak fairness promises less, so what is free from
 * starvation under it is so under strong fairness too. A call that has a deadline is never starved, for it may
 * end. Exact, for the clients explored, for any number of rounds. Source: the lock-outs of Dijkstra1965 and
 * Stark1982.
 */
export const starvationFreedoms: readonly Property[] = (['weak', 'strong'] as const).map(starvationFreedom);

function starvationFreedom(fairness: Fairness): Property {
  return defineProperty({
    name: `starvation-${fairness}`,
    title: `Starvation freedom, ${fairness} fairness`,
    violatedWhen: `a call can last for ever while others are granted again and again, although the scheduler is ${fairness}ly fair`,
    endless: { forbids: 'starvation', fairness },
    appliesTo: waitsForReleases,
    monitor: () => ({ initial: null }),
  });
}
