/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Processes: children with their parent's descriptor, two contexts, another's open, identities, ends. */
#define _GNU_SOURCE
#include "differ.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Any command on this descriptor; what comes is not for the actor to keep. */
static void put_any_on(struct actor *a, struct worker *w, int fd)
{
	int own = w->peer->fd;

	w->peer->fd = fd;
	put_any(a, w);
	say(": %s", sleepers() > 0 || chance(40) ? tell(w) : ask(w));
	w->peer->fd = own;
}

static void close_on(struct worker *w, int fd)
{
	run(w, job_close, fd, 0, 0, 0);
	/* The close tells all threads to return. */
	await_idle();
	await_idle();
}

/* ---- another's open ---- */

static long job_borrow(struct worker *w, long pid, long fd, long c, long d)
{
	long pidfd = syscall(SYS_pidfd_open, pid, 0);
	long got = syscall(SYS_pidfd_getfd, pidfd, fd, 0);

	close((int)pidfd);
	return got;
}

/*
 * A command by way of another process's open: this thread becomes one of that process's. It cannot see what
 * lies in the other's mapping.
 */
void call_borrow(struct actor *a, struct worker *w, uint32_t cmd)
{
	struct actor *of = any_actor();
	int fd;

	say(" of %d", (int)(of - actors));
	if (of == a || !of->is_open) {
		say(" not");
		return;
	}
	fd = (int)run(w, job_borrow, of->peer->pid, of->peer->fd, 0, 0);
	if (fd < 0) {
		say(" %s", outcome(fd));
		return;
	}
	put_any_on(a, w, fd);
	close_on(w, fd);
	of->is_touched = true;
}

/* ---- the other context ---- */

/* The same process in the other device's context, until it closes that. */
void call_other(struct actor *a, struct worker *w, uint32_t cmd)
{
	const char *path = devices[!a->context];

	if (!path) {
		say(" not");
	} else if (a->other < 0) {
		a->other = (int)run(w, job_open, (long)arena_text(path), O_RDWR | O_CLOEXEC | O_NONBLOCK, 0, 0);
		say(" open %s", outcome(a->other < 0 ? -1 : 0));
	} else if (chance(15)) {
		say(" close");
		close_on(w, a->other);
		a->other = -1;
	} else if (chance(20)) {
		say(" manager %s", outcome(run(w, job_ioctl, a->other, BINDER_SET_CONTEXT_MGR, (long)arena(4), 0)));
	} else {
		put_any_on(a, w, a->other);
	}
}

/* ---- a child ---- */

static void child_maps(struct worker *w)
{
	long at = run(w, job_mmap, w->peer->fd, 8192, PROT_READ | MAP_PRIVATE << 4, 0);

	say(" map %s", outcome(at == -1 ? -1 : 0));
}

static void child_step(struct actor *a, struct worker *w)
{
	uint32_t what = draw(12);

	if (what == 0) {
		child_maps(w);
	} else if (what == 1) {
		say(" peek %ld", run(w, job_peek, (long)arena(8), (long)w->peer->map, 1, 0));
	} else if (what == 2) {
		say(" poll %lx", run(w, job_poll, w->peer->fd, 0, 0, 0));
	} else if (what == 3) {
		say(" manager");
		call_manager(a, w, 0);
	} else if (what == 4) {
		say(" close");
		close_on(w, w->peer->fd);
	} else {
		put_any_on(a, w, w->peer->fd);
	}
}

/*
 * A child has its parent's descriptor, but not the mapping, and uses it as one more thread; sometimes it is there
 * for longer than its parent.
 */
void call_fork(struct actor *a, struct worker *w, uint32_t cmd)
{
	struct actor before = *a;
	bool orphan = chance(20) && actor_n_alive() > 2;
	uint32_t n = 1 + draw(4);
	struct peer *child;

	if (!actor_may_begin()) {
		say(" not");
		return;
	}
	child = peer_fork(w);
	if (orphan) {
		say(" orphan");
		peer_kill(a->peer);
		await_idle();
		await_idle();
	}
	while (n-- > 0)
		child_step(a, first(child));
	if (chance(50))
		peer_kill(child);
	else
		peer_exit(child);
	/* What the child opened, called and was told is not the actor's. */
	before.is_manager = a->is_manager;
	*a = before;
	if (orphan) {
		actor_gone(a);
	} else {
		await_idle();
		await_idle();
	}
}

/* ---- identities, ends ---- */

/* The thread's own alone. */
void call_euid(struct actor *a, struct worker *w, uint32_t cmd)
{
	uint32_t uid = chance(50) ? 0 : 1 + draw(2);

	say(" %u: %s", uid, outcome(run(w, job_seteuid, uid, 0, 0, 0)));
}

void call_worker(struct actor *a, struct worker *w, uint32_t cmd)
{
	if (a->peer->n_workers < 4)
		peer_worker(a->peer);
	say(" %d", a->peer->n_workers);
}

/* Who waits for another to be frozen is not woken by it. */
void call_close(struct actor *a, struct worker *w, uint32_t cmd)
{
	if (has_freezer(a)) {
		say(" not");
		return;
	}
	if (a->other >= 0)
		close_on(w, a->other);
	a->other = -1;
	actor_close(a);
}

void call_kill(struct actor *a, struct worker *w, uint32_t cmd)
{
	if (actor_n_alive() > 2)
		actor_kill(a);
	else
		say(" not");
}
