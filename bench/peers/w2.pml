/* W2: Barz's semaphore from two binary ones, step for step what w2() of peerPrograms.ts does. */
#ifndef T
#define T 2
#endif
#ifndef K
#define K 1
#endif
#ifndef P
#define P 1
#endif

bit gate = (P > 0);
bit mutex = 1;
byte count = P;
byte inside = 0;

inline wait_for(semaphore) { d_step { semaphore == 1; semaphore = 0 } }

active [T] proctype visitor()
{
	byte round = 0;

enter:	if :: wait_for(gate) fi;
	wait_for(mutex);
	count = count - 1;
	if
	:: count > 0  -> goto open
	:: count == 0 -> goto taken
	fi;
open:	gate = 1;
taken:	mutex = 1;

	inside = inside + 1;
	assert(inside <= P);
	inside = inside - 1;

	wait_for(mutex);
	count = count + 1;
	if
	:: count == 1 -> goto reopen
	:: count != 1 -> goto leave
	fi;
reopen:	gate = 1;
leave:	if
	:: d_step { round < K - 1;  mutex = 1; round = round + 1 }; goto enter
	:: d_step { round == K - 1; mutex = 1; round = round + 1 }
	fi;
end_of_visits:
	false
}
