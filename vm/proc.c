/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/proc.h"

#include "base/paths.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4096, GRACE_MS = 2000 };

/* What is read of one child: descriptor 1+2 cut into lines, descriptor 3 raw, signals to us. */
struct session {
	struct proc *p;
	pid_t pid;
	int lines, raw, signals;
	char line[LINE_MAX_BYTES];
	size_t fill;
	bool stop;
};

static long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static _Noreturn void child(struct proc *p, int out, int raw, pid_t parent, const sigset_t *mask)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC), ret;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	sigprocmask(SIG_SETMASK, mask, NULL);
	dup2(null, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	if (raw >= 0 && raw != 3)
		dup2(raw, 3);
	else if (raw == 3)
		fcntl(3, F_SETFD, 0);
	for (const char *const *e = p->env; e && *e; e++)
		putenv((char *)*e);
	ret = p->enter ? p->enter(p->enter_arg) : 0;
	if (ret)
		_exit(ret);
	if (p->cwd && chdir(p->cwd) < 0) {
		fprintf(stderr, "%s: %s\n", p->cwd, strerror(errno));
		_exit(127);
	}
	execvp(p->argv[0], (char *const *)p->argv);
	fprintf(stderr, "%s: %s\n", p->argv[0], strerror(errno));
	_exit(127);
}

static void end_line(struct session *s)
{
	while (s->fill && s->line[s->fill - 1] == '\r')
		s->fill--;
	s->line[s->fill] = '\0';
	s->fill = 0;
	if (s->p->line && !s->stop)
		s->stop = s->p->line(s->p->arg, s->line);
}

/* Return false at the end of the output. */
static bool read_lines(struct session *s)
{
	char buf[LINE_MAX_BYTES];
	ssize_t n = read(s->lines, buf, sizeof(buf));

	for (ssize_t i = 0; i < n; i++) {
		if (buf[i] == '\n' || s->fill == sizeof(s->line) - 1)
			end_line(s);
		if (buf[i] != '\n' && buf[i] != '\0')
			s->line[s->fill++] = buf[i];
	}
	return n > 0 || (n < 0 && errno == EINTR);
}

static bool read_raw(struct session *s)
{
	char buf[LINE_MAX_BYTES];
	ssize_t n = read(s->raw, buf, sizeof(buf));

	if (n > 0)
		s->p->raw(s->p->arg, buf, (size_t)n);
	return n > 0 || (n < 0 && errno == EINTR);
}

/* When the child said something, and kept_waiting_ms() at that time. */
struct output {
	long long at, kept_waiting;
};

/* How long the child's threads have been ready to run, and others ran instead; 0: the kernel does not say. */
static long long kept_waiting_ms(pid_t pid)
{
	char *tasks = paths_format("/proc/%d/task", (int)pid), *file;
	unsigned long long ran, waited, sum = 0;
	DIR *dir = opendir(tasks);
	struct dirent *e;
	FILE *f;

	while (dir && (e = readdir(dir))) {
		file = paths_format("%s/%s/schedstat", tasks, e->d_name);
		f = fopen(file, "re");
		if (f && fscanf(f, "%llu %llu", &ran, &waited) == 2)
			sum += waited;
		if (f)
			fclose(f);
		free(file);
	}
	if (dir)
		closedir(dir);
	free(tasks);
	return (long long)(sum / 1000000);
}

/* Who is silent because a busy machine does not let it run gets that time back. */
static bool expired(struct session *s, long long start, struct output last, int *ret_wait)
{
	long long now = now_ms(), wait = 60000, left;

	if (s->p->total_ms) {
		left = start + s->p->total_ms - now;
		if (left <= 0)
			s->p->end = PROC_TIMEOUT;
		wait = left < wait ? left : wait;
	}
	if (s->p->silent_ms && s->p->end != PROC_TIMEOUT) {
		left = last.at + s->p->silent_ms - now;
		if (left <= 0)
			left += kept_waiting_ms(s->pid) - last.kept_waiting;
		if (left <= 0)
			s->p->end = PROC_SILENT;
		wait = left < wait ? left : wait;
	}
	*ret_wait = (int)wait;
	return wait <= 0;
}

/*
 * Serve the child until its output ends or a bound is reached. The end of output and not of the
 * process: make's grandchildren may write after their parent is gone.
 */
static void serve(struct session *s)
{
	struct pollfd f[3] = {{.fd = s->lines, .events = POLLIN},
			      {.fd = s->raw, .events = POLLIN},
			      {.fd = s->signals, .events = POLLIN}};
	struct output last = {.at = now_ms()};
	long long start = last.at;
	int wait;

	while (f[0].fd >= 0 || f[1].fd >= 0) {
		if (expired(s, start, last, &wait))
			return;
		if (poll(f, 3, wait) <= 0)
			continue;
		if (f[2].revents) {
			struct signalfd_siginfo info;

			if (read(s->signals, &info, sizeof(info)) == sizeof(info))
				s->p->signo = (int)info.ssi_signo;
			s->p->end = PROC_INTERRUPTED;
			return;
		}
		last.at = now_ms();
		last.kept_waiting = s->p->silent_ms ? kept_waiting_ms(s->pid) : 0;
		if (f[1].revents && !read_raw(s))
			f[1].fd = -1;
		if (f[0].revents && !read_lines(s))
			f[0].fd = -1;
		if (s->stop) {
			s->p->end = PROC_STOPPED;
			return;
		}
	}
	if (s->fill)
		end_line(s);
}

/* End the child's whole group: politely, then for good. A child that ended by itself is reaped. */
static void reap(struct session *s)
{
	long long end = now_ms() + GRACE_MS;
	bool asked = s->p->end != PROC_EXITED;
	int st = 0;

	if (asked)
		kill(-s->pid, SIGTERM);
	while (asked && now_ms() < end) {
		pid_t got = waitpid(s->pid, &st, WNOHANG);

		if (got == s->pid)
			goto reaped;
		poll(NULL, 0, 10);
	}
	if (asked)
		kill(-s->pid, SIGKILL);
	while (waitpid(s->pid, &st, 0) < 0 && errno == EINTR)
		;
reaped:
	if (asked)
		kill(-s->pid, SIGKILL);
	s->p->status = WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}

enum proc_end proc_run(struct proc *p)
{
	int out[2] = {-1, -1}, raw[2] = {-1, -1};
	struct session s = {.p = p};
	pid_t parent = getpid();
	sigset_t stop, old;

	p->end = PROC_UNABLE;
	p->status = 127;
	if (pipe2(out, O_CLOEXEC) < 0 || (p->raw && pipe2(raw, O_CLOEXEC) < 0))
		return p->end;
	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigprocmask(SIG_BLOCK, &stop, &old);
	fflush(NULL);
	s.pid = fork();
	if (s.pid == 0)
		child(p, out[1], raw[1], parent, &old);
	close(out[1]);
	if (raw[1] >= 0)
		close(raw[1]);
	if (s.pid > 0) {
		s.lines = out[0];
		s.raw = raw[0];
		s.signals = signalfd(-1, &stop, SFD_CLOEXEC);
		p->end = PROC_EXITED;
		serve(&s);
		reap(&s);
		close(s.signals);
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
	close(out[0]);
	if (raw[0] >= 0)
		close(raw[0]);
	return p->end;
}

void proc_reraise(const struct proc *p)
{
	signal(p->signo, SIG_DFL);
	raise(p->signo);
}
