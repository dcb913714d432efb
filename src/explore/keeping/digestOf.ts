import { imageOf } from '../../automata/automataCopy.ts';
import type { Product } from '../product.ts';

/** A text that differs, but for bad luck, wherever what has been learned differs. */
export function digestOf({ learner, monitors, layout }: Product): string {
  const { shared, threads, values, objects } = imageOf(learner);
  const digest = new Digest();
  digest.add([threads.length, objects.length, learner.turns?.size ?? 0, ...layout.widths]);
  for (const { table, isAllocated } of objects) digest.add([table, Number(isAllocated)]);
  for (const { size, references } of values) digest.add([size, ...references]);
  for (const array of [shared.cells, shared.moves, shared.watches]) digest.add(array);
  for (const { info, references, callCells } of threads) {
    for (const array of [info, references, callCells]) digest.add(array);
  }
  for (const { image } of monitors) {
    digest.add([image.size, ...image.onEvents, ...image.onMoments, ...image.onSteps]);
  }
  return digest.text;
}

/** Two hashes of 32 bits over all numbers, and how many there were. */
class Digest {
  #a = 0x811c9dc5;
  #b = 0x2545f491;
  #count = 0;

  add(numbers: ArrayLike<number>): void {
    for (let at = 0; at < numbers.length; at++) {
      this.#a = Math.imul(this.#a ^ numbers[at]!, 0x85ebca6b);
      this.#a ^= this.#a >>> 15;
      this.#b = Math.imul(this.#b, 0xc2b2ae35) + numbers[at]!;
      this.#b ^= this.#b >>> 13;
      this.#count++;
    }
  }

  get text(): string {
    return [this.#a, this.#b, this.#count].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
