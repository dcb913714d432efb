/* W3p: Peterson's filter lock for up to four threads, step for step what w3p() of peerPrograms.ts does.
 * The await reads all registers in one step; the level goes on in the same step.
 */
#ifndef T
#define T 2
#endif
#ifndef K
#define K 1
#endif

byte level[T];				/* 0 outside */
byte last[T];				/* of levels 1 to T-1: who came last */
byte inside = 0;

#define other(n)	(level[(_pid + n) % T] >= at)
#if T == 2
#define crowded		other(1)
#elif T == 3
#define crowded		(other(1) || other(2))
#else
#define crowded		(other(1) || other(2) || other(3))
#endif
#define may_pass	(!crowded || last[at] != _pid)

active [T] proctype visitor()
{
	byte at = 0;			/* the level that it tries; 0 outside of the doorway */
	byte round = 0;

enter:	if
	:: d_step { at == 0; at = 1; level[_pid] = 1 }
	:: d_step { at > 0; level[_pid] = at }
	fi;
	last[at] = _pid;
	if
	:: d_step { may_pass && at < T - 1;  at = at + 1 }; goto enter
	:: d_step { may_pass && at == T - 1; at = 0 }
	fi;

	inside = inside + 1;
	assert(inside <= 1);
	inside = inside - 1;

	if
	:: d_step { round < K - 1;  level[_pid] = 0; round = round + 1 }; goto enter
	:: d_step { round == K - 1; level[_pid] = 0; round = round + 1 }
	fi;
end_of_visits:
	false
}
