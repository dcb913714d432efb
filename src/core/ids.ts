/**
 * Branded integers: each kind of id is a number that cannot be handed where another kind is meant.
 * They are made with `as` at the one place that counts them up, and read back from typed arrays.
 */

declare const brand: unique symbol;

type Id<Name extends string> = number & { readonly [brand]: Name };

/** A thread of the client, counted from 0. */
export type ThreadIndex = Id<'thread'>;

/** A shared object of the program under test, counted from 0 in the order in which it became known. */
export type ObjectIndex = Id<'object'>;

/** A state of one thread's learned automaton. */
export type NodeId = Id<'node'>;

/** An interned value of one kind of shared object, counted from 0. */
export type ValueId = Id<'value'>;

/** A group of visible events that happen in one step; 0 is the empty group. */
export type EventId = Id<'event'>;
