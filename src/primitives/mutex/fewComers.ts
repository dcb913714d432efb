import { planOf, workload, type Client } from 'heddle';

/** For a mutex whose operations take many steps: the smaller of the default clients. */
export const fewComers: readonly Client[] = [
  workload(2, 2, 1),
  workload(3, 1, 1),
  { permits: 1, plans: [planOf('tryAcquire release'), planOf('acquire release')] },
];
