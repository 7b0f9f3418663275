/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * libcleat-preload.so: takes the place of ioctl() in a program. On files that a driver of the kit
 * serves, calls go through shared memory (host/ring.h); all others, and whatever cannot go that way,
 * are the ordinary system call, which means the same and takes longer. Everything else (open, mmap,
 * poll, close) stays the kernel's.
 *
 * State is in memory that fork() empties (MADV_WIPEONFORK): a child begins anew, however it was
 * made. A descriptor's entry may be out of date; ring_shared.flushes tells, see there. The kernel gives
 * a number free a little before it tells of the close, so functions that close are here too, and take
 * the entry away first. What is left: a bare system call that closes, while another thread gets and uses
 * the same number within these microseconds.
 */
#define _GNU_SOURCE
#include "host/preload/channel.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { FDS = 1024, LOOK_AGAIN = 64 };

/* What a descriptor is: UNKNOWN; OTHER for @again more calls; OURS. */
enum fd_kind { FD_UNKNOWN, FD_OTHER, FD_OURS };

struct fd_entry {
	uint8_t kind, again;
	uint16_t file;
	uint32_t flushes;
	struct channel *channel;
};

static struct state {
	uint32_t busy;
	struct fd_entry fds[FDS];
} *state;

/* libc's, which may be cancelled where a bare system call may not. */
static int (*next_close)(int fd);
static void (*next_closefrom)(int fd);

__attribute__((constructor)) static void begin(void)
{
	void *p = mmap(NULL, sizeof(*state), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	next_close = (int (*)(int))dlsym(RTLD_NEXT, "close");
	next_closefrom = (void (*)(int))dlsym(RTLD_NEXT, "closefrom");
	if (p == MAP_FAILED)
		return;
	if (madvise(p, sizeof(*state), MADV_WIPEONFORK) == 0 && channel_begin())
		state = p;
}

static long real_ioctl(int fd, unsigned long cmd, void *arg)
{
	return syscall(SYS_ioctl, fd, cmd, arg);
}

/* Only FUSE files are asked: to any other file the question might mean something. */
static bool is_fuse(int fd)
{
	struct statfs fs;

	return syscall(SYS_fstatfs, fd, &fs) == 0 && fs.f_type == FUSE_SUPER_MAGIC;
}

/* A thread that finds the table taken, be it in a signal handler, goes the long way. */
static void look_up(int fd, struct fd_entry *e)
{
	struct channel_file f;

	if (__atomic_exchange_n(&state->busy, 1, __ATOMIC_ACQUIRE))
		return;
	if (is_fuse(fd) && channel_attach(fd, &f)) {
		e->channel = f.channel;
		e->file = (uint16_t)f.file;
		e->flushes = f.flushes;
		__atomic_store_n(&e->kind, FD_OURS, __ATOMIC_RELEASE);
	} else {
		e->again = LOOK_AGAIN;
		__atomic_store_n(&e->kind, FD_OTHER, __ATOMIC_RELEASE);
	}
	__atomic_store_n(&state->busy, 0, __ATOMIC_RELEASE);
}

/* The entry of @fd if calls on it may go through memory now. */
static bool ours(int fd, struct fd_entry *ret)
{
	struct fd_entry *e;

	if (!state || fd < 0 || fd >= FDS)
		return false;
	e = &state->fds[fd];
	for (int tries = 0; tries < 2; tries++) {
		switch (__atomic_load_n(&e->kind, __ATOMIC_ACQUIRE)) {
		case FD_OTHER:
			if (e->again && e->again--)
				return false;
			break;
		case FD_OURS:
			*ret = *e;
			if (ret->kind == FD_OURS && channel_fresh(ret->channel, ret->file, ret->flushes))
				return true;
			break;
		default:
			break;
		}
		look_up(fd, e);
	}
	return false;
}

#define PUBLIC __attribute__((visibility("default")))

PUBLIC int ioctl(int fd, unsigned long cmd, ...)
{
	struct fd_entry e;
	int saved = errno;
	va_list list;
	void *arg;
	long ret;

	va_start(list, cmd);
	arg = va_arg(list, void *);
	va_end(list);
	if (ours(fd, &e) && channel_call(e.channel, fd, e.file, (uint32_t)cmd, arg, &ret)) {
		errno = ret < 0 ? (int)-ret : saved;
		return ret < 0 ? -1 : (int)ret;
	}
	errno = saved;
	return (int)real_ioctl(fd, cmd, arg);
}

/* ---- what closes ---- */

/* These descriptors are about to be others. */
static void forget(unsigned int from, unsigned int to)
{
	for (unsigned int fd = from; state && fd < FDS && fd <= to; fd++) {
		if (__atomic_load_n(&state->fds[fd].kind, __ATOMIC_RELAXED) != FD_UNKNOWN)
			__atomic_store_n(&state->fds[fd].kind, FD_UNKNOWN, __ATOMIC_RELEASE);
	}
}

PUBLIC int close(int fd)
{
	forget((unsigned int)fd, (unsigned int)fd);
	return next_close ? next_close(fd) : (int)syscall(SYS_close, fd);
}

PUBLIC void closefrom(int fd)
{
	forget(fd < 0 ? 0 : (unsigned int)fd, FDS);
	if (next_closefrom)
		next_closefrom(fd);
}

PUBLIC int close_range(unsigned int from, unsigned int to, int flags)
{
	/* With CLOSE_RANGE_CLOEXEC they stay: they are looked up again. */
	forget(from, to);
	return (int)syscall(SYS_close_range, from, to, flags);
}

PUBLIC int dup2(int from, int to)
{
	if (from != to)
		forget((unsigned int)to, (unsigned int)to);
#ifdef SYS_dup2
	return (int)syscall(SYS_dup2, from, to);
#else
	return from == to ? fcntl(from, F_GETFD) < 0 ? -1 : to : (int)syscall(SYS_dup3, from, to, 0);
#endif
}

PUBLIC int dup3(int from, int to, int flags)
{
	forget((unsigned int)to, (unsigned int)to);
	return (int)syscall(SYS_dup3, from, to, flags);
}
