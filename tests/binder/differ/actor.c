/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Actors: their processes begin and end, and what the driver says of them. */
#define _GNU_SOURCE
#include "differ.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

struct actor actors[ACTORS];
int n_actors;

static struct peer *observer;
static int generations;

bool actor_may_begin(void)
{
	return generations++ < GENERATIONS;
}

/* Most are in the first device's context. */
static void actor_init(struct actor *a)
{
	int threads = 1 + (int)draw(3);

	memset(a, 0, sizeof(*a));
	a->context = devices[1] && chance(15);
	a->other = -1;
	device = devices[a->context];
	a->peer = peer_new();
	device = devices[0];
	a->pid = a->peer->pid;
	a->is_open = true;
	for (int i = 1; i < threads; i++)
		peer_worker(a->peer);
}

void actors_start(void)
{
	observer = peer_new();
	n_actors = 3 + (int)draw(2);
	generations = n_actors;
	for (int i = 0; i < n_actors; i++)
		actor_init(&actors[i]);
}

/* Does the driver know an open by this process? */
static bool is_known(pid_t pid)
{
	struct binder_frozen_status_info *info = arena(sizeof(*info));

	info->pid = (uint32_t)pid;
	return run(first(observer), job_ioctl, observer->fd, (long)BINDER_GET_FROZEN_INFO,
		   (long)info, 0) == 0;
}

static void await_forgotten(pid_t pid)
{
	const struct timespec pause = {.tv_nsec = 1000 * 1000};

	for (int i = 0; is_known(pid); i++) {
		if (i == PATIENCE_S * 1000)
			test_hangs();
		nanosleep(&pause, NULL);
	}
}

/*
 * Linux closes in a work of the kernel's, one open after the other, the last one first. So when this
 * process has been forgotten, what was closed before it and taken in hand is over, too.
 */
void await_idle(void)
{
	struct binder_version version;
	int fd = open(device, O_RDWR | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 || ioctl(fd, BINDER_VERSION, &version) != 0)
		give_up(device);
	close(fd);
	await_forgotten(getpid());
}

static void forgotten(pid_t pid)
{
	await_forgotten(pid);
	await_idle();
	await_idle();
}

/* Nothing is left of what it had from the driver. */
static void actor_forgets(struct actor *a)
{
	a->n_held = 0;
	a->handles = 0;
	a->is_manager = false;
	memset(a->workers, 0, sizeof(a->workers));
}

void actor_gone(struct actor *a)
{
	forgotten(a->pid);
	if (actor_may_begin())
		actor_init(a);
	else
		a->peer = NULL;
}

void actor_kill(struct actor *a)
{
	if (chance(50))
		peer_kill(a->peer);
	else
		peer_exit(a->peer);
	actor_gone(a);
}

void actor_close(struct actor *a)
{
	struct worker *w = first(a->peer);
	bool map_first = chance(50);

	if (map_first)
		run(w, job_munmap, (long)a->peer->map, (long)a->peer->map_size, 0, 0);
	run(w, job_close, a->peer->fd, 0, 0, 0);
	await_idle();
	sleepers_wake(a);
	if (!map_first)
		run(w, job_munmap, (long)a->peer->map, (long)a->peer->map_size, 0, 0);
	forgotten(a->peer->pid);
	a->peer->fd = -1;
	a->is_open = false;
	actor_forgets(a);
}

void actor_open(struct actor *a)
{
	long ret = run(first(a->peer), job_own, O_NONBLOCK, MAP_SIZE, 0, 0);

	say(" %s", outcome(ret));
	a->is_open = ret == 0;
}

void actors_end(void)
{
	pid_t pids[ACTORS];
	int n = 0;

	for (int i = 0; i < n_actors; i++) {
		if (!actors[i].peer)
			continue;
		pids[n++] = actors[i].peer->pid;
		peer_kill(actors[i].peer);
	}
	for (int i = 0; i < n; i++)
		await_forgotten(pids[i]);
	await_idle();
	peers_end();
}

int worker_index(const struct worker *w)
{
	return (int)(w - w->peer->workers);
}

struct worker *actor_worker(struct actor *a)
{
	uint32_t i;

	do
		i = draw((uint32_t)a->peer->n_workers);
	while (a->workers[i].sleeps);
	return &a->peer->workers[i];
}

bool is_managed(const struct actor *of)
{
	for (int i = 0; i < n_actors; i++)
		if (actors[i].peer && actors[i].is_manager && actors[i].context == of->context)
			return true;
	return false;
}

struct worker *any_server(struct actor **ret)
{
	const uint32_t n = (uint32_t)n_actors * MAX_WORKERS;
	uint32_t at = draw(n);

	for (uint32_t i = 0; i < n; i++, at++) {
		struct actor *a = &actors[at / MAX_WORKERS % (uint32_t)n_actors];

		if (!a->peer || a->workers[at % MAX_WORKERS].sleeps ||
		    a->workers[at % MAX_WORKERS].depth == 0)
			continue;
		*ret = a;
		return &a->peer->workers[at % MAX_WORKERS];
	}
	return NULL;
}

int actor_n_alive(void)
{
	int n = 0;

	for (int i = 0; i < n_actors; i++)
		n += actors[i].peer != NULL;
	return n;
}

struct actor *any_actor(void)
{
	struct actor *a;

	do
		a = &actors[draw((uint32_t)n_actors)];
	while (!a->peer);
	return a;
}

uint32_t actor_fd(struct actor *a, struct worker *w, const char *s)
{
	int fd;

	if (a->n_opened == MAX_OPENED)
		return 999;
	fd = (int)run(w, job_pipe, (long)arena_text(s), 0, 0, 0);
	if (fd < 0)
		give_up("pipe");
	a->opened[a->n_opened++] = fd;
	return (uint32_t)fd;
}

void actor_close_fds(struct actor *a)
{
	while (a->n_opened > 0)
		run(first(a->peer), job_close, a->opened[--a->n_opened], 0, 0, 0);
}

void say_state(struct actor *a)
{
	struct peer_state s;

	state_of(a->peer, &s);
	/* A look at a node may queue it, and wake a sleeper, who may or may not have it read by now. */
	if (sleepers_of(a) > 0)
		s.work = "not said";
	say(" | %d refs [%s] nodes [%s] buffers [%s] work [%s] threads [%s] nice",
	    (int)(a - actors), s.refs, s.nodes, s.buffers,
	    s.work, s.threads);
	for (int i = 0; i < a->peer->n_workers; i++)
		say(" %d", getpriority(PRIO_PROCESS, (id_t)a->peer->workers[i].tid));
}
