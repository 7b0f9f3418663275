/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "conf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ARENA_SIZE = 8 << 20 };

static struct peer *peers;
static int n_peers;
static unsigned char *arena_start;
static size_t arena_used;

static void *shared(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		give_up("mmap");
	return p;
}

void peers_setup(void)
{
	peers = shared(sizeof(*peers) * MAX_PEERS);
	arena_start = shared(ARENA_SIZE);
}

void *arena(size_t size)
{
	void *p = arena_start + arena_used;

	arena_used += (size + 15) & ~(size_t)15;
	if (arena_used > ARENA_SIZE)
		give_up("the arena is full");
	return p;
}

size_t arena_mark(void)
{
	return arena_used;
}

void arena_reset(size_t mark)
{
	memset(arena_start + mark, 0, arena_used - mark);
	arena_used = mark;
}

static void serve(struct worker *w)
{
	w->tid = (pid_t)syscall(SYS_gettid);
	sem_post(&w->done);
	for (;;) {
		while (sem_wait(&w->work) != 0)
			;
		errno = 0;
		w->ret = w->fn(w, w->arg[0], w->arg[1], w->arg[2], w->arg[3]);
		w->err = errno;
		sem_post(&w->done);
	}
}

static void *worker_thread(void *arg)
{
	serve(arg);
	return NULL;
}

static struct worker *new_worker(struct peer *p)
{
	struct worker *w = &p->workers[p->n_workers];

	if (p->n_workers == MAX_WORKERS)
		give_up("too many workers");
	p->n_workers++;
	sem_init(&w->work, 1, 0);
	sem_init(&w->done, 1, 0);
	w->peer = p;
	return w;
}

static void await(struct worker *w)
{
	struct timespec end;

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += PATIENCE_S;
	while (sem_timedwait(&w->done, &end) != 0)
		if (errno == ETIMEDOUT)
			test_hangs();
}

static void on_signal(int sig)
{
	(void)sig;
}

static struct peer *add_peer(void)
{
	struct peer *p = &peers[n_peers];

	if (n_peers == MAX_PEERS)
		give_up("too many peers");
	n_peers++;
	memset(p, 0, sizeof(*p));
	p->fd = -1;
	new_worker(p);
	fflush(stdout);
	return p;
}

struct peer *peer_bare(void)
{
	struct sigaction wake = {.sa_handler = on_signal};
	struct peer *p = add_peer();
	pid_t pid;

	pid = fork();
	if (pid < 0)
		give_up("fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		sigaction(SIGUSR1, &wake, NULL);
		serve(&p->workers[0]);
	}
	/* Not by the child: it shares the memory. */
	p->pid = pid;
	await(first(p));
	return p;
}

struct peer *peer_with(int flags, size_t map)
{
	struct peer *p = peer_bare();

	if (run(first(p), job_own, flags, (long)map, 0, 0) != 0)
		give_up(device);
	run(first(p), job_ioctl, p->fd, (long)BINDER_VERSION,
	    (long)arena(sizeof(struct binder_version)), 0);
	return p;
}

static long job_fork(struct worker *w, long peer, long b, long c, long d)
{
	/* The conductor's child, as all peers are: it waits for their ends. */
	long pid = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve(&((struct peer *)peer)->workers[0]);
	}
	return pid;
}

struct peer *peer_fork(struct worker *w)
{
	struct peer *p = add_peer();

	p->fd = w->peer->fd;
	p->map = w->peer->map;
	p->map_size = w->peer->map_size;
	p->pid = (pid_t)run(w, job_fork, (long)p, 0, 0, 0);
	if (p->pid < 0)
		give_up("fork");
	await(first(p));
	return p;
}

/* The index of the one with this process id among all. */
const char *peer_name(pid_t pid)
{
	for (int i = 0; i < n_peers; i++)
		if (peers[i].pid == pid && pid)
			return text("peer %d", i);
	return pid ? "a stranger" : "nobody";
}

struct peer *peer_new(void)
{
	return peer_with(O_NONBLOCK, MAP_SIZE);
}

static long job_thread(struct worker *w, long worker, long b, long c, long d)
{
	pthread_t t;

	return pthread_create(&t, NULL, worker_thread, (void *)worker);
}

struct worker *peer_worker(struct peer *p)
{
	struct worker *w = new_worker(p);

	run(first(p), job_thread, (long)w, 0, 0, 0);
	await(w);
	return w;
}

struct worker *first(struct peer *p)
{
	return &p->workers[0];
}

void start(struct worker *w, job_fn fn, long a, long b, long c, long d)
{
	w->fn = fn;
	w->arg[0] = a;
	w->arg[1] = b;
	w->arg[2] = c;
	w->arg[3] = d;
	sem_post(&w->work);
}

long finish(struct worker *w)
{
	await(w);
	errno = w->err;
	return w->ret;
}

long run(struct worker *w, job_fn fn, long a, long b, long c, long d)
{
	start(w, fn, a, b, c, d);
	return finish(w);
}

/* Is the thread asleep in ioctl(2) now? */
static bool in_ioctl(const struct worker *w)
{
	char path[64], text[512] = "";
	const char *state;
	FILE *f;
	int nr = -1;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/syscall", w->peer->pid, w->tid);
	f = fopen(path, "r");
	if (f) {
		if (fscanf(f, "%d", &nr) != 1)
			nr = -1;
		fclose(f);
	}
	if (nr != SYS_ioctl)
		return false;
	snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", w->peer->pid, w->tid);
	f = fopen(path, "r");
	if (f) {
		if (!fgets(text, sizeof(text), f))
			text[0] = 0;
		fclose(f);
	}
	state = strrchr(text, ')');
	return state && state[1] && state[2] == 'S';
}

/*
 * Where the driver is a process, $DRIVER_PID, a call that it is about to answer sleeps, too. Do all its threads
 * sleep? *@ran counts how often they gave a CPU up: the same before and after a look at a caller, none ran.
 */
static bool driver_rests(const char *pid, unsigned long *ran)
{
	char path[320], line[128];
	bool rests = true;
	unsigned long n;
	struct dirent *e;
	DIR *tasks;

	*ran = 0;
	snprintf(path, sizeof(path), "/proc/%s/task", pid);
	tasks = opendir(path);
	while (tasks && (e = readdir(tasks))) {
		FILE *f;

		if (*e->d_name == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%s/task/%s/status", pid, e->d_name);
		f = fopen(path, "r");
		while (f && fgets(line, sizeof(line), f)) {
			if (strncmp(line, "State:", 6) == 0)
				rests &= line[7] == 'S';
			else if (sscanf(line, "voluntary_ctxt_switches: %lu", &n) == 1 ||
				 sscanf(line, "nonvoluntary_ctxt_switches: %lu", &n) == 1)
				*ran += n;
		}
		if (f)
			fclose(f);
	}
	if (tasks)
		closedir(tasks);
	return rests;
}

bool sleeps_for(struct worker *w, int looks)
{
	const struct timespec pause = {.tv_nsec = 5 * 1000 * 1000};
	const char *driver = getenv("DRIVER_PID");
	unsigned long before, after;
	int seen = 0, posted;

	if (driver)
		looks = 1;
	for (int i = 0; i < PATIENCE_S * 200; i++) {
		bool rested = !driver || driver_rests(driver, &before);

		if (sem_getvalue(&w->done, &posted) == 0 && posted > 0)
			return false;
		seen = in_ioctl(w) ? seen + 1 : 0;
		if (driver && !(rested && driver_rests(driver, &after) && after == before))
			seen = 0;
		if (seen == looks)
			return true;
		nanosleep(&pause, NULL);
	}
	test_hangs();
}

bool sleeps(struct worker *w)
{
	return sleeps_for(w, 10);
}

static void end(struct peer *p, job_fn how)
{
	if (!p->pid)
		return;
	if (how)
		start(first(p), how, 0, 0, 0, 0);
	else
		kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
	p->pid = 0;
}

static long job_exit(struct worker *w, long a, long b, long c, long d)
{
	_exit(0);
}

void peer_kill(struct peer *p)
{
	end(p, NULL);
}

void peer_exit(struct peer *p)
{
	end(p, job_exit);
}

void peers_end(void)
{
	for (int i = 0; i < n_peers; i++)
		peer_kill(&peers[i]);
	n_peers = 0;
	arena_reset(0);
}
