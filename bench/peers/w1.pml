/* W1: the reference semaphore in Promela, step for step what w1() of peerPrograms.ts does.
 *
 * -DT threads, each K times: acquire, count itself in, look that no more than P are inside, count
 * itself out, release. One semicolon is one step; d_step joins a wait for a lock with taking it, and the
 * last step of a round with the count of rounds. The waiter's lock of a thread is made afresh each time it
 * is needed, held; once it was taken it is garbage, and looks like a free one.
 */
#ifndef T
#define T 2
#endif
#ifndef K
#define K 1
#endif
#ifndef P
#define P 1
#endif

bit internal = 0;			/* held */
byte value = P;
chan waiters = [T] of { byte };
bit held[T];				/* the waiters' locks */
byte inside = 0;

inline lock_internal() { d_step { internal == 0; internal = 1 } }

active [T] proctype visitor()
{
	byte round = 0;
	byte waiter = 0;		/* 0 where it is of no meaning */

enter:	if :: lock_internal() fi;
test:	if
	:: value > 0  -> goto take
	:: value == 0 -> goto wait
	fi;
wait:	held[_pid] = 1;			/* a fresh lock, held */
	waiters ! _pid;
	internal = 0;
	(held[_pid] == 0);		/* sleep; the lock is garbage afterwards */
	if :: lock_internal() fi;
	goto test;
take:	value = value - 1;
	internal = 0;

	inside = inside + 1;
	assert(inside <= P);
	inside = inside - 1;

	lock_internal();
	value = value + 1;
	if
	:: nempty(waiters) -> goto wake
	:: empty(waiters)  -> goto leave
	fi;
wake:	waiters ? waiter;
	d_step { held[waiter] = 0; waiter = 0 };
leave:	if
	:: d_step { round < K - 1;  internal = 0; round = round + 1 }; goto enter
	:: d_step { round == K - 1; internal = 0; round = round + 1 }
	fi;
end_of_visits:
	false				/* a valid end, and no step of its own */
}
