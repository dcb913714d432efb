/**
 * Thrown by a copy of learned tables when it is asked for what its original had not learned. Whoever
 * searches with a copy hands the state back to the one who has the original.
 */
export class Unlearned extends Error {}

/** Always the same one: it says nothing but that, and a search may meet it often. */
export const unlearned = new Unlearned('this copy of the tables does not know');
