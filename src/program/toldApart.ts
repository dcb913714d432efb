/** Thrown where a thread turns out not to be interchangeable with another one; a search goes on without exchanging threads. */
export class ToldApart extends Error {}
