/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Workers that sleep in a read: who of them is woken is the driver's choice. An actor's first worker stays
 * awake. A thread that has been woken is not asleep, whether it has run since or not: so one look tells.
 */
#define _GNU_SOURCE
#include "differ.h"

#include <fcntl.h>

enum { LOOKS = 2 };

static long job_set_flags(struct worker *w, long fd, long flags, long c, long d)
{
	return fcntl((int)fd, F_SETFL, flags);
}

int sleepers_of(const struct actor *a)
{
	int n = 0;

	for (int j = 0; a->peer && j < a->peer->n_workers; j++)
		n += a->workers[j].sleeps;
	return n;
}

int sleepers(void)
{
	int n = 0;

	for (int i = 0; i < n_actors; i++)
		n += sleepers_of(&actors[i]);
	return n;
}

/* It has come back. */
static void wake(struct actor *a, struct worker *w)
{
	a->workers[worker_index(w)].sleeps = false;
	say(" woken %d.%d:", (int)(a - actors), worker_index(w));
	receive(a, w, end_ask(w));
}

void sleeper_start(struct actor *a, struct worker *w)
{
	run(first(a->peer), job_set_flags, a->peer->fd, 0, 0, 0);
	w->n_out = 0;
	start_ask(w);
	a->workers[worker_index(w)].sleeps = sleeps_for(w, LOOKS);
	run(first(a->peer), job_set_flags, a->peer->fd, O_NONBLOCK, 0, 0);
	if (!a->workers[worker_index(w)].sleeps)
		receive(a, w, end_ask(w));
}

static bool look(struct actor *a)
{
	bool any = false;

	for (int j = 0; a->peer && j < a->peer->n_workers; j++) {
		struct worker *w = &a->peer->workers[j];

		if (!a->workers[j].sleeps || sleeps_for(w, LOOKS))
			continue;
		wake(a, w);
		any = true;
	}
	return any;
}

void sleepers_look(void)
{
	bool any = true;

	while (any) {
		any = false;
		for (int i = 0; i < n_actors; i++)
			any |= look(&actors[i]);
	}
}

void sleepers_wake(struct actor *a)
{
	for (int j = 0; j < a->peer->n_workers; j++)
		if (a->workers[j].sleeps)
			wake(a, &a->peer->workers[j]);
}
