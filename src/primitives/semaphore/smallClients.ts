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
