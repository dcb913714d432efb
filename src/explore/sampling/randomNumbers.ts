import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Random numbers that a seed determines: xoroshiro128+ (BlackmanVigna2018). */
export class RandomNumbers {
  readonly #generator;

  /** @param seed a 32-bit integer; what is above that is cut off. */
  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
    // Seeds that differ in few bits start with numbers that are alike; a jump tears them apart.
    this.#generator.jump();
  }

  /** An integer from 0 to `count` - 1. Uneven by at most `count` in 2^32. */
  below(count: number): number {
    return Math.floor(this.fraction() * count);
  }

  /** A number from 0 to 1, without 1, in steps of 2^-32. */
  fraction(): number {
    return (this.#generator.next() >>> 0) / 0x1_0000_0000;
  }
}
