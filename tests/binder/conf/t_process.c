/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* fork, exec, the descriptor in another process; nice values. */
#define _GNU_SOURCE
#include "conf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Run in a child of the peer; what it prints goes to the arena. */
struct child_report {
	char text[1024];
};

static void put(struct child_report *r, const char *what, const char *how)
{
	snprintf(r->text + strlen(r->text), sizeof(r->text) - strlen(r->text), "%s %s; ", what,
		 how);
}

static void use(struct child_report *r, struct worker *w, int fd)
{
	struct binder_version v = {0};
	struct binder_write_read bwr = {.read_size = READ_SIZE, .read_buffer = (uintptr_t)w->in};
	long sig;

	put(r, "version", outcome(ioctl(fd, BINDER_VERSION, &v)));
	put(r, "first read", outcome(ioctl(fd, BINDER_WRITE_READ, &bwr)));
	bwr.read_consumed = 0;
	put(r, "second read", outcome(ioctl(fd, BINDER_WRITE_READ, &bwr)));
	put(r, "map",
	    outcome(mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED ? -1 : 0));
	sig = job_peek(w, (long)r->text + 1000, (long)w->peer->map, 1, 0);
	put(r, "parent's mapping", text("signal %ld", sig));
}

static long job_fork(struct worker *w, long report, long b, long c, long d)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		use((struct child_report *)report, w, w->peer->fd);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return status;
}

static void forks(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct child_report *r = arena(sizeof(*r));
	long status;

	SEND(first(c), TEXT("before the fork"));
	hear(first(m));
	status = run(first(m), job_fork, (long)r, 0, 0, 0);
	probe("fork", "status %#lx %s", status, r->text);
	probe("fork-parent-content", "%s", content(first(m)));
	probe("fork-parent-replies", "%s", REPLY(first(m), TEXT("after")));
	probe("fork-caller", "%s", hear(first(c)));
}

/* A child without a mapping of its own uses the parent's file: it is one more thread. */
static long job_fork_call(struct worker *w, long bwr, long b, long c, long d)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0)
		_exit(ioctl(w->peer->fd, BINDER_WRITE_READ, bwr) == 0 ? 0 : errno);
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

static void child_calls(void)
{
	struct peer *m = manager(), *c = peer_new();
	struct binder_write_read *bwr = arena(sizeof(*bwr));
	long status;

	bc_txn(first(c), (struct txn){.code = 9, .flags = TF_ONE_WAY, TEXT("from the child")});
	bwr->write_size = first(c)->n_out;
	bwr->write_buffer = (uintptr_t)first(c)->out;
	first(c)->n_out = 0;
	status = run(first(c), job_fork_call, (long)bwr, 0, 0, 0);
	probe("child-calls", "%ld wrote %llu", status, (unsigned long long)bwr->write_consumed);
	probe("child-calls-heard", "%s", hear(first(m)));
	probe("child-calls-content", "%s", content(first(m)));
}

int process_exec_child(const char *arg)
{
	int fd = atoi(arg);
	struct binder_version v = {0};

	printf("version %s", outcome(ioctl(fd, BINDER_VERSION, &v)));
	printf("; map %s\n",
	       outcome(mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED ? -1 : 0));
	return 0;
}

static long job_exec(struct worker *w, long report, long keep, long c, long d)
{
	struct child_report *r = (struct child_report *)report;
	char fd[16];
	int fds[2], status;
	pid_t pid;
	ssize_t n;

	if (pipe(fds) != 0)
		return -1;
	snprintf(fd, sizeof(fd), "%d", w->peer->fd);
	pid = fork();
	if (pid == 0) {
		if (keep)
			fcntl(w->peer->fd, F_SETFD, 0);
		dup2(fds[1], 1);
		execl("/proc/self/exe", "conf", "exec-child", fd, NULL);
		_exit(1);
	}
	close(fds[1]);
	n = read(fds[0], r->text, sizeof(r->text) - 1);
	r->text[n > 0 ? strcspn(r->text, "\n") : 0] = 0;
	close(fds[0]);
	waitpid(pid, &status, 0);
	return status;
}

static void execs(void)
{
	struct peer *p = peer_new();
	struct child_report *r = arena(sizeof(*r)), *q = arena(sizeof(*q));
	long status = run(first(p), job_exec, (long)r, 1, 0, 0);

	probe("exec", "status %#lx %s", status, r->text);
	status = run(first(p), job_exec, (long)q, 0, 0, 0);
	probe("exec-cloexec", "status %#lx %s", status, q->text);
}

static long job_dup(struct worker *w, long fd, long b, long c, long d)
{
	return dup((int)fd);
}

static void dups(void)
{
	struct peer *m = manager(), *c = peer_new();
	long copy = run(first(m), job_dup, m->fd, 0, 0, 0);

	run(first(m), job_close, m->fd, 0, 0, 0);
	m->fd = (int)copy;
	probe("dup-still-manager", "%s", SEND(first(c), TEXT("x")));
	hear(first(m));
	probe("dup-content", "%s", content(first(m)));
	run(first(m), job_close, m->fd, 0, 0, 0);
	/* The mapping keeps the file. */
	probe("closed-while-mapped", "%s", hear(first(c)));
	probe("mapping-outlives-close", "signal %ld",
	      run(first(m), job_peek, (long)arena(16), (long)first(m)->data, 1, 0));
	run(first(m), job_munmap, (long)m->map, MAP_SIZE, 0, 0);
	run(first(c), job_poll, c->fd, POLL_MS, 0, 0);
	probe("closed-and-unmapped", "%s", hear(first(c)));
}

/* ---- nice values ---- */

static long job_get_nice(struct worker *w, long b, long c, long d, long e)
{
	errno = 0;
	return getpriority(PRIO_PROCESS, (id_t)w->tid);
}

static long nice_of(struct worker *w)
{
	return run(w, job_get_nice, 0, 0, 0, 0);
}

static void inherits(const char *name, uint32_t min_priority, int caller, int server,
		     uint32_t flags)
{
	struct peer *m, *c = peer_new();
	long during;

	m = manager_with(O_NONBLOCK, min_priority);
	run(first(c), job_nice, caller, 0, 0, 0);
	run(first(m), job_nice, server, 0, 0, 0);
	SEND(first(c), .flags = flags, TEXT("x"));
	hear(first(m));
	during = nice_of(first(m));
	if (!(flags & TF_ONE_WAY))
		REPLY(first(m), TEXT("y"));
	probe(name, "%ld then %ld", during, nice_of(first(m)));
	free_last(first(m));
	hear(first(m));
	probe(text("%s-waiting", name), "%ld", nice_of(first(m)));
	peer_kill(m);
}

static void nice_values(void)
{
	inherits("nice-caller-high", 10, -5, 0, 0);
	inherits("nice-caller-low", 10, 15, 0, 0);
	inherits("nice-caller-mid", 10, 5, 0, 0);
	inherits("nice-min-0", 0, 5, 7, 0);
	inherits("nice-min-0-high", 0, -5, 7, 0);
	inherits("nice-server-high", 10, 5, -10, 0);
	inherits("nice-oneway", 10, -5, 15, TF_ONE_WAY);
	inherits("nice-oneway-high", 10, -5, 5, TF_ONE_WAY);
	inherits("nice-min-255", 0xff, 3, 0, 0);
}

const struct test process_tests[] = {
	{"forks", forks}, {"child-calls", child_calls}, {"execs", execs},
	{"dups", dups},	  {"nice-values", nice_values}, {NULL, NULL},
};
