/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a worker can be told to do that is no business of Binder's. */
#define _GNU_SOURCE
#include "conf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread sigjmp_buf fault;

static void on_fault(int sig)
{
	siglongjmp(fault, sig);
}

static void catch_faults(void)
{
	struct sigaction sa = {.sa_handler = on_fault};

	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
}

long job_open(struct worker *w, long path, long flags, long c, long d)
{
	return open((const char *)path, (int)flags);
}

long job_own(struct worker *w, long flags, long map, long c, long d)
{
	struct peer *p = w->peer;
	void *at;

	p->fd = open(device, O_RDWR | O_CLOEXEC | (int)flags);
	if (p->fd < 0)
		return -1;
	if (!map)
		return 0;
	at = mmap(NULL, (size_t)map, PROT_READ, MAP_PRIVATE, p->fd, 0);
	if (at == MAP_FAILED)
		return -1;
	p->map = at;
	p->map_size = (size_t)map;
	return 0;
}

long job_close(struct worker *w, long fd, long b, long c, long d)
{
	return close((int)fd);
}

long job_ioctl(struct worker *w, long fd, long cmd, long arg, long d)
{
	return ioctl((int)fd, (unsigned long)cmd, arg);
}

long job_mmap(struct worker *w, long fd, long size, long prot_and_flags, long offset)
{
	void *at = mmap(NULL, (size_t)size, (int)(prot_and_flags & 0xf), (int)(prot_and_flags >> 4),
			(int)fd, offset);

	return at == MAP_FAILED ? -1 : (long)at;
}

long job_munmap(struct worker *w, long at, long size, long c, long d)
{
	return munmap((void *)at, (size_t)size);
}

long job_peek(struct worker *w, long to, long from, long size, long d)
{
	int sig = sigsetjmp(fault, 1);

	if (sig)
		return sig;
	catch_faults();
	memcpy((void *)to, (const void *)from, (size_t)size);
	return 0;
}

long job_poke(struct worker *w, long at, long b, long c, long d)
{
	int sig = sigsetjmp(fault, 1);

	if (sig)
		return sig;
	catch_faults();
	*(volatile char *)at = 'x';
	return 0;
}

long job_poll(struct worker *w, long fd, long timeout_ms, long c, long d)
{
	struct pollfd p = {.fd = (int)fd, .events = POLLIN | POLLOUT | POLLPRI};
	int n = poll(&p, 1, (int)timeout_ms);

	return n < 0 ? -1 : p.revents;
}

long job_pipe(struct worker *w, long text, long b, long c, long d)
{
	const char *s = (const char *)text;
	int fds[2];

	if (pipe(fds) != 0 || write(fds[1], s, strlen(s)) != (ssize_t)strlen(s))
		return -1;
	close(fds[1]);
	return fds[0];
}

long job_read(struct worker *w, long fd, long to, long size, long d)
{
	return read((int)fd, (void *)to, (size_t)size);
}

long job_is_open(struct worker *w, long fd, long b, long c, long d)
{
	return fcntl((int)fd, F_GETFD);
}

long job_nice(struct worker *w, long nice, long b, long c, long d)
{
	return setpriority(PRIO_PROCESS, (id_t)w->tid, (int)nice);
}

long job_seteuid(struct worker *w, long uid, long b, long c, long d)
{
	return syscall(SYS_setresuid, -1, uid, -1);
}
