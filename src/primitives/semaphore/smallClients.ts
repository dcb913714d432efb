import { planOf, postings, workload, type Client } from 'heddle';

/**
 * For a semaphore whose operations take many steps: the smaller of the default clients. Two who come again, two sleepers
 * and two releases, somebody who tries, somebody whose time runs out.
 */
export const smallClients: readonly Client[] = [
  workload(2, 2, 1),
  postings(2, [1, 1], 0),
  { permits: 1, plans: [planOf('tryAcquire release'), planOf('acquire release')] },
  { permits: 1, plans: [planOf('timedAcquire release'), planOf('acquire release')] },
];

/**
 * Whoever takes the last permit destroys the semaphore, while those who gave it may be on their way out still: of one
 * post, of two, of one that has been overtaken by a whole round.
 */
export const destroyingClients: readonly Client[] = [
  { permits: 0, plans: [planOf('acquire destroy'), planOf('post')] },
  { permits: 0, plans: [planOf('acquire acquire destroy'), planOf('post'), planOf('post')] },
  { permits: 0, plans: [planOf('acquire release acquire destroy'), planOf('post')] },
];
