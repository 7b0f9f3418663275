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

/**
 * struct worker - one child
 * @ask: job numbers go there; @answer: a size and that many bytes come from there
 * @job: what it is at, or -1
 */
struct worker {
	pid_t pid;
	int ask, answer, job;
	long long deadline;
	size_t size, have;
	char *text;
};

struct run {
	const struct pool *p;
	struct worker w[MAX_WIDTH];
	int n, next, left;
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
	int job;

	while (move_all(ask, (char *)&job, sizeof(job), false)) {
		char *text = NULL;
		size_t size = 0;
		FILE *out = open_memstream(&text, &size);

		if (!out)
			_exit(2);
		p->work(job, out, p->arg);
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

static void close_others(const struct run *r)
{
	for (int i = 0; i < r->n; i++) {
		close(r->w[i].ask);
		close(r->w[i].answer);
	}
}

static bool start(struct run *r, struct worker *w)
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

static void finish(struct run *r, struct worker *w, char *text, const char *died)
{
	int job = w->job;

	w->job = -1;
	r->left--;
	r->p->done(job, text, died, r->p->arg);
}

static void fail(struct run *r, struct worker *w, const char *why)
{
	int job = w->job;
	const char *words = stop(w);

	w->job = job;
	finish(r, w, NULL, why ? why : words);
	start(r, w);
}

static void give(struct run *r, struct worker *w)
{
	if (w->job >= 0 || r->next == r->p->jobs)
		return;
	w->job = r->next++;
	w->deadline = now_ms() + r->p->limit_ms;
	w->size = w->have = 0;
	w->text = NULL;
	if (w->pid <= 0)
		finish(r, w, NULL, "no process could be started for it");
	else if (!move_all(w->ask, (char *)&w->job, sizeof(w->job), true))
		fail(r, w, NULL);
}

static void take(struct run *r, struct worker *w)
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

static int wait_ms(const struct run *r)
{
	long long now = now_ms(), first = now + 60 * 1000;

	for (int i = 0; i < r->n; i++)
		if (r->w[i].job >= 0 && r->w[i].deadline < first)
			first = r->w[i].deadline;
	return first > now ? (int)(first - now) : 0;
}

static void round_once(struct run *r)
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

void pool_run(const struct pool *p)
{
	struct run r = {.p = p, .left = p->jobs};
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	int width = p->width < p->jobs ? p->width : p->jobs;

	/* A worker that is gone is seen by its pipe. */
	sigaction(SIGPIPE, &ignore, &before);
	width = width > MAX_WIDTH ? MAX_WIDTH : width < 1 ? 1 : width;
	while (r.left && r.n < width) {
		start(&r, &r.w[r.n]);
		r.n++;
	}
	while (r.left)
		round_once(&r);
	for (int i = 0; i < r.n; i++)
		stop(&r.w[i]);
	sigaction(SIGPIPE, &before, NULL);
}
