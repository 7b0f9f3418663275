/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Bare system calls: the thread sanitizer's own take them for an order between calls (quiet.h). */
#define _GNU_SOURCE
#include "host/fuse/ends.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

int ends_open(void)
{
	int fd = (int)syscall(SYS_epoll_create1, EPOLL_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int ends_add(int ends, int pidfd)
{
	struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.fd = pidfd};

	return syscall(SYS_epoll_ctl, ends, EPOLL_CTL_ADD, pidfd, &event) < 0 ? -errno : 0;
}

int ends_wait(int ends)
{
	struct epoll_event event;

	return syscall(SYS_epoll_wait, ends, &event, 1, -1) == 1 ? event.data.fd : -1;
}
