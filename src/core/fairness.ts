/**
 * What a scheduler promises to a thread that wants to move. A thread wants to move while it is inside an
 * operation, and while it stands between two and holds permits, so that it has to go on to its release. One
 * that holds nothing may stay between operations for ever. It is enabled where it can step, or is held back
 * by a wait loop whose next turn would read the same again: it may make that turn.
 *
 * - `weak` (justice): whoever is enabled from some moment on without a break, moves again;
 * - `strong` (compassion): whoever is enabled again and again, moves again.
 *
 * Interrupts, deadlines and spurious wake-ups are never owed to anybody. Source: LehmannPnueliStavi1981.
 */
export type Fairness = 'weak' | 'strong';
