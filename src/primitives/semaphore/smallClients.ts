import { planOf, postings, workload, type Client } from 'heddle';

/**
 * For a semaphore whose operations take many steps: the smaller of the default clients. Two sleepers and two
 * releases, a keeper, somebody who tries, somebody whose time runs out.
 */
export const smallClients: readonly Client[] = [
  workload(2, 2, 1),
  workload(3, 1, 1),
  postings(2, [1, 1], 0),
  postings(2, [2], 0),
  { permits: 2, plans: [planOf('acquire'), planOf('acquire release'), planOf('acquire release')] },
  { permits: 1, plans: [planOf('tryAcquire release'), planOf('acquire release')] },
  { permits: 1, plans: [planOf('timedAcquire release'), planOf('acquire release')] },
];
