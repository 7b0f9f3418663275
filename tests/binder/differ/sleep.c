/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Workers that sleep in a read, or until a process is frozen: who of them is woken is the driver's choice. An actor's first worker stays
 * awake. A thread that has been woken is not asleep, whether it has run since or not: so one look tells.
 */
#define _GNU_SOURCE
#include "differ.h"

#include <fcntl.h>

enum {
	LOOKS = 2,
	FREEZE_MS = 1000 * 1000, /* longer than any seed */
};

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
	int i = worker_index(w);

	a->workers[i].sleeps = false;
	say(" woken %d.%d:", (int)(a - actors), i);
	if (a->workers[i].freezes)
		say(" %s", outcome(finish(w)));
	else
		receive(a, w, end_ask(w));
	a->workers[i].freezes = false;
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

bool has_freezer(const struct actor *a)
{
	for (int j = 0; j < a->peer->n_workers; j++)
		if (a->workers[j].freezes)
			return true;
	return false;
}

bool any_freezer(void)
{
	for (int i = 0; i < n_actors; i++)
		if (actors[i].peer && has_freezer(&actors[i]))
			return true;
	return false;
}

void freezer_start(struct actor *a, struct worker *w, const struct actor *whom)
{
	/* Where a read would be; it is there for longer than the step. */
	struct binder_freeze_info *info = (void *)w->in;
	int i = worker_index(w);

	*info = (struct binder_freeze_info){
		.pid = (uint32_t)whom->peer->pid, .enable = 1, .timeout_ms = FREEZE_MS};
	start(w, job_ioctl, a->peer->fd, BINDER_FREEZE, (long)info, 0);
	a->workers[i].sleeps = sleeps_for(w, LOOKS);
	a->workers[i].freezes = a->workers[i].sleeps;
	if (!a->workers[i].sleeps)
		say(" %s", outcome(finish(w)));
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
