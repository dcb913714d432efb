/* W1a: W1 with all that lies between two lock operations joined into one step; see w1.pml. */
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
	:: d_step { value > 0;  value = value - 1 }; goto taken
	:: d_step { value == 0; held[_pid] = 1; waiters ! _pid }; goto wait
	fi;
wait:	internal = 0;
	(held[_pid] == 0);
	if :: lock_internal() fi;
	goto test;
taken:	internal = 0;

	inside = inside + 1;
	assert(inside <= P);
	inside = inside - 1;

	lock_internal();
	if
	:: d_step { nempty(waiters); value = value + 1; waiters ? waiter }; goto wake
	:: d_step { empty(waiters);  value = value + 1 }; goto leave
	fi;
wake:	if :: d_step { held[waiter] = 0; waiter = 0 } fi;
leave:	if
	:: d_step { round < K - 1;  internal = 0; round = round + 1 }; goto enter
	:: d_step { round == K - 1; internal = 0; round = round + 1 }
	fi;
end_of_visits:
	false
}
