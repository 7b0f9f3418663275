/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "base/run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static _Noreturn void child(struct run *r, int out_fd, pid_t parent)
{
	if (r->timeout_ms)
		setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	if (r->log) {
		int fd = open(r->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);

		if (fd < 0)
			_exit(127);
		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
	}
	if (out_fd >= 0) {
		dup2(out_fd, STDOUT_FILENO);
		if (r->merge)
			dup2(out_fd, STDERR_FILENO);
	}
	if (r->timeout_ms || r->capture) {
		int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

		dup2(null, STDIN_FILENO);
	}
	if (r->cwd && chdir(r->cwd) < 0) {
		fprintf(stderr, "%s: %s\n", r->cwd, strerror(errno));
		_exit(127);
	}
	for (const char *const *e = r->env; e && *e; e++)
		putenv((char *)*e);
	execvp(r->argv[0], (char *const *)r->argv);
	fprintf(stderr, "%s: %s\n", r->argv[0], strerror(errno));
	_exit(127);
}

static void collect(struct run *r, int fd, size_t *room)
{
	ssize_t n;

	if (*room - r->out_size < 4096) {
		char *more = realloc(r->out, *room * 2);

		if (!more)
			return;
		r->out = more;
		*room *= 2;
	}
	n = read(fd, r->out + r->out_size, *room - r->out_size - 1);
	if (n > 0)
		r->out_size += (size_t)n;
}

/* Wait for the child's end and its output, at most until the deadline. */
static void supervise(struct run *r, pid_t pid, int fd)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	long long end = r->timeout_ms ? now_ms() + r->timeout_ms : 0;
	struct pollfd p[2] = {{.fd = pidfd, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
	size_t room = 8192;

	r->out = r->capture ? calloc(1, room) : NULL;
	for (;;) {
		long long left = end ? end - now_ms() : -1;

		if (end && left <= 0) {
			r->timed_out = true;
			kill(-pid, SIGKILL);
			break;
		}
		if (poll(p, fd >= 0 ? 2 : 1, (int)left) < 0 && errno != EINTR)
			break;
		if (p[1].revents & POLLIN)
			collect(r, fd, &room);
		else if (p[0].revents)
			break;
	}
	if (r->out)
		r->out[r->out_size] = '\0';
	if (pidfd >= 0)
		close(pidfd);
}

int run_wait(struct run *r)
{
	int fds[2] = {-1, -1}, st;
	pid_t pid, parent = getpid();

	r->out = NULL;
	r->out_size = 0;
	r->timed_out = false;
	r->status = 127;
	if (r->capture && pipe2(fds, O_CLOEXEC) < 0)
		return r->status;
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		child(r, fds[1], parent);
	if (fds[1] >= 0)
		close(fds[1]);
	if (pid > 0) {
		if (r->capture || r->timeout_ms)
			supervise(r, pid, fds[0]);
		while (waitpid(pid, &st, 0) < 0 && errno == EINTR)
			;
		r->status = WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
	}
	if (fds[0] >= 0)
		close(fds[0]);
	return r->status;
}

bool run_ok(const char *const *argv)
{
	struct run r = {.argv = argv};

	return run_wait(&r) == 0;
}

char *run_output(const char *const *argv)
{
	struct run r = {.argv = argv, .capture = true};

	if (run_wait(&r) != 0) {
		free(r.out);
		return NULL;
	}
	while (r.out_size && r.out[r.out_size - 1] == '\n')
		r.out[--r.out_size] = '\0';
	return r.out;
}

bool run_found(const char *program)
{
	const char *path = getenv("PATH");
	char *dirs = strdup(path ? path : "/usr/sbin:/usr/bin:/sbin:/bin"), *save = NULL;
	bool found = false;

	for (char *d = strtok_r(dirs, ":", &save); d && !found; d = strtok_r(NULL, ":", &save)) {
		char file[4096];

		snprintf(file, sizeof(file), "%s/%s", d, program);
		found = access(file, X_OK) == 0;
	}
	free(dirs);
	return found;
}
