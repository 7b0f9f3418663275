/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Wait queues that end before the files which poll them (tests/api/pollers). */
#define _GNU_SOURCE
#include "tests/host/client.h"

#include "tests/api/pollers/uapi.h"

static void desk(int fd, unsigned long cmd, uint32_t number)
{
	check(ioctl(fd, cmd, &number) >= 0);
}

static unsigned int events(int ep, int timeout_ms)
{
	struct epoll_event e = {0};

	return epoll_wait(ep, &e, 1, timeout_ms) == 1 ? e.events : 0;
}

/* epoll waits on a queue that goes; then the file is at another one. */
static void case_poll_queue_ends(void)
{
	struct epoll_event want = {.events = EPOLLIN};

	for (int round = 0; round < 20; round++) {
		int fd = open_node(O_RDWR), ep = epoll_create1(EPOLL_CLOEXEC);

		desk(fd, DESK_CHOOSE, 0);
		check(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &want) == 0);
		check(events(ep, 0) == 0);
		desk(fd, DESK_DROP, 0);
		check(events(ep, 5000) == EPOLLHUP);
		desk(fd, DESK_CHOOSE, 1);
		/* In a kernel epoll is on no queue now: it has to be told of the file again. */
		check(epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL) == 0);
		check(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &want) == 0);
		check(events(ep, 0) == 0);
		desk(fd, DESK_COME, 1);
		check(events(ep, 5000) == EPOLLIN);
		close(round & 1 ? fd : ep);
		close(round & 1 ? ep : fd);
	}
}

static int office;

/* Two threads of one file poll two queues: the second poll must not end the first. */
static void *poll_first(void *ready)
{
	struct pollfd p = {.fd = office, .events = POLLIN};
	double end = now_s() + 20;

	__atomic_store_n((int *)ready, 1, __ATOMIC_RELEASE);
	/* At its end poll looks once more: only before that has it been woken. */
	check(poll(&p, 1, 20000) == 1 && now_s() < end);
	return NULL;
}

static void case_poll_two_queues(void)
{
	struct pollfd p = {.events = POLLIN};
	pthread_t first;
	int ready = 0;

	p.fd = office = open_node(O_RDWR);
	desk(office, DESK_CHOOSE, 0);
	pthread_create(&first, NULL, poll_first, &ready);
	while (!__atomic_load_n(&ready, __ATOMIC_ACQUIRE))
		;
	usleep(50000);
	desk(office, DESK_CHOOSE, 1);
	check(poll(&p, 1, 50) == 0);
	desk(office, DESK_CHOOSE, 0);
	desk(office, DESK_COME, 0);
	pthread_join(first, NULL);
}

const struct test_case poll_cases[] = {
	{"poll-queue-ends", case_poll_queue_ends},
	{"poll-two-queues", case_poll_two_queues},
	{0},
};
