/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A strand is a line of execution: a thread, or one of several that a transport runs by turns on a few
 * threads (host/fuse/fiber.c). What belongs to one, and not to the thread that it happens to run on,
 * is here. Only at host_park_sleep() can the thread change: what lasts longer is asked for anew.
 */
#ifndef CLEAT_HOST_STRAND_H
#define CLEAT_HOST_STRAND_H

#include "libc.h"

struct host_call;
struct rw_semaphore;

enum { STRAND_READS = 16, STRAND_LATE = 16 };

/* PARK_TOKEN: a wake-up came and was not yet used; PARK_ASLEEP: the thread is in its bed; PARK_AWAY: the strand
 * is, and its thread does something else. */
enum { PARK_EMPTY, PARK_TOKEN, PARK_ASLEEP, PARK_AWAY };

/**
 * struct host_park - a strand's bed
 * @word: a futex, one of the above
 * @blocked: the strand waits for a lock
 * @strand: whose it is, if it can be away
 * @next: among those whose threads are gone
 */
struct host_park {
	unsigned int word;
	bool blocked;
	struct host_strand *strand;
	struct host_park *next;
};

/**
 * struct host_strand - what it has of its own
 * @call: the call that it makes, or NULL; @park: its bed; @id: see host_thread_id()
 * @reading: semaphores that it holds to read; @atomic: how often it is in atomic context; @rcu: read-side sections
 * @holding: locks that a sleeper could want; @late: whom to signal when it lets go of them (park.c)
 * @pinned: counts reasons why its thread must stay its own, also while it sleeps
 * @leave: let the thread do something else, until @ready was called, in any thread; NULL: a thread of its own.
 *	It calls host_park_leave() when nothing of the strand is on the thread any more.
 */
struct host_strand {
	struct host_call *call;
	struct host_park *park;
	int id;
	unsigned int pinned;
	const struct rw_semaphore *reading[STRAND_READS];
	int atomic, rcu, holding, n_late;
	struct host_late {
		struct host_park *park;
		bool away;
	} late[STRAND_LATE];
	void (*leave)(struct host_strand *strand);
	void (*ready)(struct host_strand *strand);
};

/* What threads keep for strands to find: to ThreadSanitizer each strand is a thread. */
#define STRAND_QUIET __attribute__((no_sanitize("thread"), __noinline__))

/** host_strand - what runs here */
struct host_strand *host_strand(void);

/** host_strand_set - @strand runs on this thread from now on; NULL: the thread's own does again */
void host_strand_set(struct host_strand *strand);

/** host_park_leave - a strand is away from its thread; false: it was woken already, and goes on */
bool host_park_leave(struct host_park *park);

#endif
