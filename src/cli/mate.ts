/** What a thread does that searches together with others. */

import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Order } from '../explore/parallel/crew.ts';
import { searchAsMate } from '../explore/parallel/searchAsMate.ts';
import type { MateData } from './searchCrew.ts';

const { signals, port } = workerData as MateData;

searchAsMate(
  {
    post: (answer) => port.postMessage(answer),
    receive: () => receiveMessageOnPort(port)?.message as Order | undefined,
  },
  signals,
);
