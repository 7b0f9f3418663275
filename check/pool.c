/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "check/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_WIDTH = 256 };

/* What a child is asked; @size bytes follow. */
struct question {
	int job;
	size_t size;
};

/**
 * struct worker - one child
 * @ask: questions go there; @answer: a size and that many bytes come from there
 * @job: what it is at, or -1
 */
struct worker {
	pid_t pid;
	int ask, answer, job;
	long long deadline;
	size_t size, have;
	char *text;
};

/*
 * @list: the @jobs jobs that are to be done, -1 for one that was given; those before @first all were
 * @left: those without an answer; @home: for each job of the pool, 1 + the worker who did it, or 0
 */
struct crew {
	const struct pool *p;
	struct worker w[MAX_WIDTH];
	int n, left, first;
	int *list, jobs, *home;
	struct sigaction before;
};

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* ---- in the child ---- */

static bool move_all(int fd, char *data, size_t n, bool out)
{
	while (n) {
		ssize_t moved = out ? write(fd, data, n) : read(fd, data, n);

		if (moved < 0 && errno == EINTR)
			continue;
		if (moved <= 0)
			return false;
		data += moved;
		n -= (size_t)moved;
	}
	return true;
}

static _Noreturn void serve(const struct pool *p, int ask, int answer)
{
	struct question q;

	while (move_all(ask, (char *)&q, sizeof(q), false)) {
		char *text = NULL, *told = malloc(q.size + 1);
		size_t size = 0;
		FILE *out = open_memstream(&text, &size);

		if (!out || !told || !move_all(ask, told, q.size, false))
			_exit(2);
		told[q.size] = '\0';
		p->work(q.job, told, q.size, out, p->arg);
		free(told);
		fclose(out);
		fflush(NULL);
		if (!move_all(answer, (char *)&size, sizeof(size), true) ||
		    !move_all(answer, text, size, true))
			_exit(2);
		free(text);
	}
	_exit(0);
}

/* ---- in the parent ---- */

static void close_others(const struct crew *r)
{
	for (int i = 0; i < r->n; i++) {
		close(r->w[i].ask);
		close(r->w[i].answer);
	}
}

static bool start(struct crew *r, struct worker *w)
{
	int ask[2], answer[2];
	pid_t parent = getpid();

	*w = (struct worker){.pid = -1, .ask = -1, .answer = -1, .job = -1};
	if (pipe2(ask, O_CLOEXEC) < 0)
		return false;
	if (pipe2(answer, O_CLOEXEC) < 0) {
		close(ask[0]);
		close(ask[1]);
		return false;
	}
	fflush(NULL);
	w->pid = fork();
	if (w->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(2);
		signal(SIGPIPE, SIG_DFL);
		close_others(r);
		close(ask[1]);
		close(answer[0]);
		serve(r->p, ask[0], answer[1]);
	}
	close(ask[0]);
	close(answer[1]);
	w->ask = ask[1];
	w->answer = answer[0];
	return w->pid > 0;
}

/* Return: what it ended by, in words. */
static const char *stop(struct worker *w)
{
	static char words[64];
	int st = 0;

	if (w->ask >= 0)
		close(w->ask);
	if (w->answer >= 0)
		close(w->answer);
	while (w->pid > 0 && waitpid(w->pid, &st, 0) < 0 && errno == EINTR)
		;
	if (WIFSIGNALED(st))
		snprintf(words, sizeof(words), "the checker died of signal %d (%s)", WTERMSIG(st),
			 strsignal(WTERMSIG(st)));
	else
		snprintf(words, sizeof(words), "the checker ended with status %d", WEXITSTATUS(st));
	free(w->text);
	*w = (struct worker){.pid = -1, .ask = -1, .answer = -1, .job = -1};
	return words;
}

static void finish(struct crew *r, struct worker *w, char *text, const char *died)
{
	int job = w->job;

	w->job = -1;
	r->left--;
	r->p->done(job, text, died, r->p->arg);
}

static void fail(struct crew *r, struct worker *w, const char *why)
{
	int job = w->job;
	const char *words = stop(w);

	for (int i = 0; i < r->p->jobs; i++)
		if (r->home[i] == 1 + (int)(w - r->w))
			r->home[i] = 0; /* what it knew went with it */
	w->job = job;
	finish(r, w, NULL, why ? why : words);
	start(r, w);
}

/* A job that nobody knows, or that @w does; -1: none is left for it. */
static int next_job(struct crew *r, const struct worker *w)
{
	int me = 1 + (int)(w - r->w);

	while (r->first < r->jobs && r->list[r->first] < 0)
		r->first++;
	for (int i = r->first; i < r->jobs; i++) {
		int job = r->list[i];

		if (job < 0 || (r->home[job] && r->home[job] != me))
			continue;
		r->list[i] = -1;
		r->home[job] = me;
		return job;
	}
	return -1;
}

static void give(struct crew *r, struct worker *w)
{
	struct question q = {.job = w->job < 0 ? next_job(r, w) : -1};
	const char *told = NULL;

	if (q.job < 0)
		return;
	if (r->p->ask)
		told = r->p->ask(q.job, &q.size, r->p->arg);
	w->job = q.job;
	w->deadline = now_ms() + r->p->limit_ms;
	w->size = w->have = 0;
	w->text = NULL;
	if (w->pid <= 0)
		finish(r, w, NULL, "no process could be started for it");
	else if (!move_all(w->ask, (char *)&q, sizeof(q), true) ||
		 !move_all(w->ask, (char *)told, q.size, true))
		fail(r, w, NULL);
}

static void take(struct crew *r, struct worker *w)
{
	ssize_t n;

	if (!w->text) {
		if (!move_all(w->answer, (char *)&w->size, sizeof(w->size), false) ||
		    !(w->text = malloc(w->size + 1))) {
			fail(r, w, NULL);
			return;
		}
	}
	n = w->size > w->have ? read(w->answer, w->text + w->have, w->size - w->have) : 0;
	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0 && w->size > w->have) {
		fail(r, w, NULL);
		return;
	}
	w->have += (size_t)n;
	if (w->have < w->size)
		return;
	w->text[w->size] = '\0';
	finish(r, w, w->text, NULL);
	w->text = NULL;
}

static int wait_ms(const struct crew *r)
{
	long long now = now_ms(), first = now + 60 * 1000;

	for (int i = 0; i < r->n; i++)
		if (r->w[i].job >= 0 && r->w[i].deadline < first)
			first = r->w[i].deadline;
	return first > now ? (int)(first - now) : 0;
}

static void round_once(struct crew *r)
{
	struct pollfd fds[MAX_WIDTH];

	for (int i = 0; i < r->n; i++) {
		give(r, &r->w[i]);
		fds[i] = (struct pollfd){.fd = r->w[i].job >= 0 ? r->w[i].answer : -1,
					 .events = POLLIN};
	}
	if (!r->left || poll(fds, (nfds_t)r->n, wait_ms(r)) < 0)
		return;
	for (int i = 0; i < r->n; i++) {
		if (fds[i].revents) {
			take(r, &r->w[i]);
		} else if (r->w[i].job >= 0 && r->w[i].deadline <= now_ms()) {
			kill(r->w[i].pid, SIGKILL);
			fail(r, &r->w[i], "the checker came to no end with it");
		}
	}
}

struct crew *pool_open(const struct pool *p)
{
	struct crew *r = calloc(1, sizeof(*r));
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	int width = p->width < p->jobs ? p->width : p->jobs;
	size_t n = (size_t)p->jobs + 1;

	if (!r || !(r->home = calloc(n, sizeof(*r->home))) ||
	    !(r->list = calloc(n, sizeof(*r->list)))) {
		fputs("cleat: out of memory\n", stderr);
		exit(2);
	}
	r->p = p;
	/* A worker that is gone is seen by its pipe. */
	sigaction(SIGPIPE, &ignore, &r->before);
	width = width > MAX_WIDTH ? MAX_WIDTH : width;
	while (r->n < width) {
		start(r, &r->w[r->n]);
		r->n++;
	}
	return r;
}

void pool_do(struct crew *r, const int *list, int n)
{
	for (int i = 0; i < n; i++)
		r->list[i] = list ? list[i] : i;
	r->jobs = r->left = n;
	r->first = 0;
	while (r->left)
		round_once(r);
}

struct crew *pool_close(struct crew *r)
{
	if (!r)
		return NULL;
	for (int i = 0; i < r->n; i++)
		stop(&r->w[i]);
	sigaction(SIGPIPE, &r->before, NULL);
	free(r->list);
	free(r->home);
	free(r);
	return NULL;
}

void pool_run(const struct pool *p)
{
	struct crew *r = pool_open(p);

	pool_do(r, NULL, p->jobs);
	pool_close(r);
}
