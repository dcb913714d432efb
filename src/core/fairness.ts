/**
 * What a scheduler promises to a thread that wants to move. A thread wants to move while it is inside an
 * operation, and while it stands between two and holds permits, so that it has to go on to its release. One
 * that holds nothing may stay between operations for ever. It is enabled where it can step, or is held back
 * by a wait loop whose next turn would read the same again: it may make that turn.
 *
 * - `weak` (justice): whoever is enabled from some moment on without a break, moves again;
 * - `strong` (compassion): whoever is enabled again and again, moves again.
 *
 * Where threads take turns, one that could step and has to wait for its turn counts as enabled without a break;
 * but only if its turn can come, again and again: a thread that never ends its own turn is nobody's fault but
 * its own.
 *
 * Interrupts, deadlines and spurious wake-ups are never owed to anybody. Source: LehmannPnueliStavi1981.
 */
export type Fairness = 'weak' | 'strong';
