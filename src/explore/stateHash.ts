/** A hash of 32 bits of a packed state. */
export function hashOf(words: Int32Array, base: number, wordCount: number): number {
  let hash = 0x2545f491;
  for (let word = 0; word < wordCount; word++) {
    hash = Math.imul(hash ^ words[base + word]!, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash;
}

/** The tag takes the high bits of the hash, so the slot must depend on all of it. */
export function spread(hash: number): number {
  const mixed = Math.imul(hash, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** The bits of an entry of a table that hold the number of a state, plus 1; those above hold a tag of its hash. */
export function indexMaskOf(tableLength: number): number {
  return (1 << (33 - Math.clz32(tableLength - 1))) - 1;
}
