/** Stored states lie in chunks: so many of them, in the order of their numbers, one behind the other in one array. */

export const chunkBits = 14;
export const chunkStates = 1 << chunkBits;
/** The bits of a state's number that say where in its chunk it is. */
export const chunkMask = chunkStates - 1;
