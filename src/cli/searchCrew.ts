/** Threads that search together: made when a search first asks for them, and kept for the next ones. */

import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { Answer, Crew, Mate, Order } from '../explore/parallel/crew.ts';
import { makeSignals, presentSignal } from '../explore/parallel/signals.ts';
import { mateFile, workerArguments } from './workerFile.ts';

/** What a mate's thread is started with. */
export interface MateData {
  readonly signals: Int32Array;
  readonly port: MessagePort;
}

/** A search that finds fewer states is over before other threads would be of help. */
const fromStates = 100_000;

/** The threads are set off at this part of that, so that they are there in time. */
const headStart = 1 / 2;

/** Threads of this process, started when they are first wanted. */
export class SearchCrew implements Crew {
  readonly signals: Int32Array;
  readonly #fromStates: number;
  readonly #size: number;
  #workers: Worker[] | undefined;
  #mates: readonly Mate[] = [];
  #isAbandoned = false;

  /** @param size how many threads search, the one that leads included. */
  constructor(size: number, from = fromStates) {
    this.#size = size;
    this.#fromStates = from;
    this.signals = makeSignals(size);
  }

  mates(states: number): readonly Mate[] {
    if (this.#size < 2 || this.#isAbandoned || states < headStart * this.#fromStates) return [];
    if (this.#workers === undefined) this.#start();
    if (states < this.#fromStates) return [];
    return Atomics.load(this.signals, presentSignal) === this.#size - 1 ? this.#mates : [];
  }

  abandon(): void {
    void this.dismiss();
    this.#isAbandoned = true;
  }

  /** Ends the threads. */
  async dismiss(): Promise<void> {
    const workers = this.#workers ?? [];
    this.#workers = undefined;
    this.#mates = [];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #start(): void {
    const mates: Mate[] = [];
    this.#workers = Array.from({ length: this.#size - 1 }, () => {
      const { port1, port2 } = new MessageChannel();
      mates.push(new PortMate(port1));
      const workerData: MateData = { signals: this.signals, port: port2 };
      const worker = new Worker(mateFile, {
        workerData,
        transferList: [port2],
        execArgv: workerArguments,
      });
      // A search that has no mates goes on alone.
      worker.once('error', () => this.abandon());
      worker.unref();
      return worker;
    });
    this.#mates = mates;
  }
}

class PortMate implements Mate {
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    this.#port = port;
    port.unref();
  }

  post(order: Order): void {
    this.#port.postMessage(order);
  }

  receive(): Answer | undefined {
    return receiveMessageOnPort(this.#port)?.message as Answer | undefined;
  }
}
