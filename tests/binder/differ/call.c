/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The other ioctls and system calls; floods; sleep. */
#define _GNU_SOURCE
#include "differ.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long ioctl_of(struct worker *w, uint32_t cmd, void *arg)
{
	return run(w, job_ioctl, w->peer->fd, (long)cmd, (long)arg, 0);
}

/* The first thread after this one that has something to read. */
static void call_read(struct actor *a, struct worker *w, uint32_t cmd)
{
	int first_actor = (int)(a - actors), first_worker = worker_index(w);

	for (int i = 0; i < n_actors; i++) {
		a = &actors[(first_actor + i) % n_actors];
		if (!a->peer || !a->is_open)
			continue;
		for (int j = 0; j < a->peer->n_workers; j++) {
			const char *came;

			w = &a->peer->workers[(first_worker + j) % a->peer->n_workers];
			if (a->workers[worker_index(w)].sleeps)
				continue;
			came = hear(w);
			if (strcmp(came, "EAGAIN") == 0)
				continue;
			say(" by %d.%d", (int)(a - actors), worker_index(w));
			receive(a, w, came);
			return;
		}
	}
	say(" nothing");
}

/* Many one-way messages, until one fails: how they ended, with how many of each in a row. */
static void call_flood(struct actor *a, struct worker *w, uint32_t cmd)
{
	static const uint32_t sizes[] = {0, 100, 1000, 5000};
	uint32_t handle = any_handle(a), size = sizes[draw(4)], n = 5 + draw(60), row = 0;
	uint32_t flags = TF_ONE_WAY | (chance(20) ? TF_UPDATE_TXN : 0);
	const char *last = "";
	void *data = arena(size);

	/* Who reads and who sends next would be the scheduler's choice. */
	if (sleepers() > 0) {
		say(" not");
		return;
	}
	say(" to %u flags %x %u of %u:", handle, flags, n, size);
	while (n-- > 0) {
		const char *now = CALL(w, .handle = handle, .flags = flags, .data = data, .size = size);

		if (row && strcmp(now, last) == 0) {
			row++;
			continue;
		}
		if (row)
			say(" %u x {%s}", row, last);
		last = strcpy(arena(strlen(now) + 1), now);
		row = 1;
		if (strstr(now, "FAILED") || strstr(now, "TRANSACTION("))
			break;
	}
	if (strstr(last, "TRANSACTION(")) {
		say(" and");
		receive(a, w, last);
	} else {
		say(" %u x {%s}", row, last);
	}
}

static void call_freeze(struct actor *a, struct worker *w, uint32_t cmd)
{
	struct binder_freeze_info *info = arena(sizeof(*info));
	struct actor *whom = any_actor();

	info->pid = (uint32_t)whom->peer->pid;
	info->enable = chance(45);
	info->timeout_ms = chance(10) ? 5 : 0;
	say(" %s %d:", info->enable ? "freeze" : "thaw", (int)(whom - actors));
	say(" %s", outcome(ioctl_of(w, BINDER_FREEZE, info)));
}

/* A freeze that waits for the calls that the process has to answer. */
static void call_freeze_wait(struct actor *a, struct worker *w, uint32_t cmd)
{
	struct actor *whom = any_actor();

	any_server(&whom);
	/* The first worker stays awake. */
	w = &a->peer->workers[a->peer->n_workers - 1];
	if (w == first(a->peer) || a->workers[worker_index(w)].sleeps || sleepers() == MAX_SLEEPERS) {
		say(" not");
		return;
	}
	say(" for %d:", (int)(whom - actors));
	freezer_start(a, w, whom);
	whom->is_touched = true;
}

static void call_frozen_info(struct actor *a, struct worker *w, uint32_t cmd)
{
	struct binder_frozen_status_info *info = arena(sizeof(*info));
	struct actor *whom = any_actor();
	long ret;

	info->pid = (uint32_t)whom->peer->pid;
	ret = ioctl_of(w, BINDER_GET_FROZEN_INFO, info);
	say(" of %d: %s sync %u async %u", (int)(whom - actors), outcome(ret), info->sync_recv,
	    info->async_recv);
}

static void call_node_debug(struct actor *a, struct worker *w, uint32_t cmd)
{
	struct binder_node_debug_info *info = arena(sizeof(*info));
	long ret;

	info->ptr = chance(30) ? 0 : any_node() - draw(2);
	say(" after %llx:", (unsigned long long)info->ptr);
	ret = ioctl_of(w, BINDER_GET_NODE_DEBUG_INFO, info);
	say(" %s %llx %llx strong %u weak %u", outcome(ret), (unsigned long long)info->ptr,
	    (unsigned long long)info->cookie, info->has_strong_ref, info->has_weak_ref);
}

static void call_node_ref(struct actor *a, struct worker *w, uint32_t cmd)
{
	struct binder_node_info_for_ref *info = arena(sizeof(*info));
	long ret;

	info->handle = any_handle(a);
	info->reserved2 = chance(5);
	say(" %u:", info->handle);
	ret = ioctl_of(w, BINDER_GET_NODE_INFO_FOR_REF, info);
	say(" %s strong %u weak %u", outcome(ret), info->strong_count, info->weak_count);
}

void say_error(struct worker *w)
{
	struct binder_extended_error *e = arena(sizeof(*e));
	long ret = ioctl_of(w, BINDER_GET_EXTENDED_ERROR, e);

	say(" %s %s %d id %s", outcome(ret), br_name(e->command), e->param, e->id ? "set" : "0");
}

static void call_error(struct actor *a, struct worker *w, uint32_t cmd)
{
	say_error(w);
}

static void call_max_threads(struct actor *a, struct worker *w, uint32_t cmd)
{
	uint32_t *n = arena(sizeof(*n));

	*n = draw(4);
	say(" %u: %s", *n, outcome(ioctl_of(w, BINDER_SET_MAX_THREADS, n)));
}

static void call_spam(struct actor *a, struct worker *w, uint32_t cmd)
{
	uint32_t *on = arena(sizeof(*on));

	*on = chance(85);
	say(" %u: %s", *on, outcome(ioctl_of(w, BINDER_ENABLE_ONEWAY_SPAM_DETECTION, on)));
}

void call_manager(struct actor *a, struct worker *w, uint32_t cmd)
{
	struct flat_binder_object *o = arena(sizeof(*o));

	long ret;

	if (chance(20)) {
		ret = ioctl_of(w, BINDER_SET_CONTEXT_MGR, o);
		a->is_manager |= ret == 0;
		say(" %s", outcome(ret));
		return;
	}
	o->hdr.type = BINDER_TYPE_BINDER;
	o->flags = (chance(70) ? FLAT_BINDER_FLAG_ACCEPTS_FDS : 0) | draw(40);
	o->binder = chance(50) ? any_node() : 0;
	o->cookie = o->binder ? o->binder + 1 : 0;
	ret = ioctl_of(w, BINDER_SET_CONTEXT_MGR_EXT, o);
	a->is_manager |= ret == 0;
	say(" ext %x %llx: %s", o->flags, (unsigned long long)o->binder, outcome(ret));
}

/*
 * Linux's driver forgets the buffers of what the thread has not read, and has them back only when the process
 * ends; ours has them back at once. So a thread that exits has read.
 */
static void call_thread_exit(struct actor *a, struct worker *w, uint32_t cmd)
{
	if (has_unread(w)) {
		say(" not");
		return;
	}
	a->workers[worker_index(w)].depth = 0;
	a->workers[worker_index(w)].waits = false;
	say(" %s", outcome(ioctl_of(w, BINDER_THREAD_EXIT, arena(4))));
}

static void call_poll(struct actor *a, struct worker *w, uint32_t cmd)
{
	say(" %lx", run(w, job_poll, w->peer->fd, 0, 0, 0));
}

static void call_nice(struct actor *a, struct worker *w, uint32_t cmd)
{
	int nice = (int)draw(40) - 20;

	say(" %d: %s", nice, outcome(run(w, job_nice, nice, 0, 0, 0)));
}

static void call_odd(struct actor *a, struct worker *w, uint32_t cmd)
{
	static const uint32_t cmds[] = {BINDER_SET_IDLE_TIMEOUT, BINDER_SET_IDLE_PRIORITY,
					BINDER_VERSION, _IO('b', 99), _IOWR('b', 1, int)};
	uint32_t i = draw(5);

	say(" %u: %s", i, outcome(ioctl_of(w, cmds[i], arena(64))));
}

/* Sizes that do not fit what is read or written. */
static void call_bad_sizes(struct actor *a, struct worker *w, uint32_t cmd)
{
	struct binder_write_read bwr = {.write_buffer = (uintptr_t)w->out,
					.read_buffer = (uintptr_t)w->in};

	bc_u32(w, BC_INCREFS, any_handle(a));
	bwr.write_size = chance(50) ? draw(12) : 8;
	bwr.write_consumed = chance(10) ? draw(16) : 0;
	bwr.read_size = chance(50) ? draw(100) : 0;
	if (chance(10))
		bwr.read_buffer = 8;
	if (chance(10))
		bwr.write_buffer = 8;
	w->n_out = 0;
	say(" write %llu of %llu read %llu:", (unsigned long long)bwr.write_consumed,
	    (unsigned long long)bwr.write_size, (unsigned long long)bwr.read_size);
	receive(a, w, write_read(w, bwr));
}

static void call_sleep(struct actor *a, struct worker *w, uint32_t cmd)
{
	if (w == first(a->peer) || sleepers() == MAX_SLEEPERS)
		say(" not");
	else
		sleeper_start(a, w);
}

/* From here on nothing can be sent to it. */
static void call_unmap(struct actor *a, struct worker *w, uint32_t cmd)
{
	say(" %s", outcome(run(w, job_munmap, (long)a->peer->map, (long)a->peer->map_size, 0, 0)));
}

const struct op call_ops[] = {
	{"read", 200, call_read, 0},
	{"flood", 5, call_flood, 0},
	{"freeze", 16, call_freeze, 0},
	{"freeze-wait", 12, call_freeze_wait, 0},
	{"frozen-info", 4, call_frozen_info, 0},
	{"node-debug", 3, call_node_debug, 0},
	{"node-ref", 3, call_node_ref, 0},
	{"error", 8, call_error, 0},
	{"max-threads", 4, call_max_threads, 0},
	{"spam", 7, call_spam, 0},
	{"manager", 8, call_manager, 0},
	{"thread-exit", 4, call_thread_exit, 0},
	{"poll", 6, call_poll, 0},
	{"nice", 3, call_nice, 0},
	{"odd", 1, call_odd, 0},
	{"bad-sizes", 5, call_bad_sizes, 0},
	{"sleep", 14, call_sleep, 0},
	{"unmap", 1, call_unmap, 0},
	{"borrow", 5, call_borrow, 0},
	{"other", 10, call_other, 0},
	{"fork", 5, call_fork, 0},
	{"euid", 4, call_euid, 0},
	{"worker", 2, call_worker, 0},
	{"close", 3, call_close, 0},
	{"kill", 4, call_kill, 0},
	{.name = NULL},
};
