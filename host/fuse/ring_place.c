/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Where the thread runs that serves a slot. Client and server take turns: on one processor a wake-up
 * is a switch between them, from one to another it is an interrupt, which costs several times that,
 * above all in a virtual machine. The kernel cannot know that whoever wakes the other goes to sleep,
 * and once they are apart on a busy machine they stay so. So after some calls from another processor
 * the thread goes there, as a system call is served where it is made, and may be moved on like any.
 *
 * A call that slept in the driver goes on where it was woken: it says nothing about the client. And
 * where processors are idle the kernel takes the two apart again: then we try ever more rarely.
 *
 * With --poll nobody is woken, and the two are best at work at the same time: there the thread goes to another
 * processor if it was on its client's for a while.
 */
#include "host/fuse/ring.h"

#include "host/spin.h"

#include <sched.h>

enum { PATIENCE = 4, SHORT = 64, WAIT_MAX = 4096 };

/* Only to be there: afterwards all processors that were allowed are so again. */
static void go(u32 cpu, bool away)
{
	cpu_set_t allowed, there;

	if (sched_getaffinity(0, sizeof(allowed), &allowed) < 0 || !CPU_ISSET(cpu, &allowed))
		return;
	CPU_ZERO(&there);
	CPU_SET(cpu, &there);
	if (away)
		CPU_XOR(&there, &there, &allowed);
	sched_setaffinity(0, sizeof(there), &there);
	sched_setaffinity(0, sizeof(allowed), &allowed);
}

void ring_place_follow(struct ring_place *p, u32 cpu, bool slept)
{
	bool away = host_spin_us() != 0;

	p->since++;
	if ((slept && !away) || cpu == 0 || cpu > CPU_SETSIZE || ((int)cpu == sched_getcpu() + 1) != away) {
		p->amiss = 0;
		return;
	}
	if (++p->amiss < PATIENCE || p->since < p->wait)
		return;
	p->wait = p->since < 2 * p->wait + SHORT ? min(2 * p->wait + SHORT / 2, (u32)WAIT_MAX) : 0;
	p->since = p->amiss = 0;
	go(cpu - 1, away);
}
