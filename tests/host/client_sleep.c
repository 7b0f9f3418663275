/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Sleeping calls: wake-ups, signals, death, poll in all its forms. */
#define _GNU_SOURCE
#include "tests/host/client.h"

static void on_signal(int sig)
{
	(void)sig;
}

static void *wake_later(void *arg)
{
	int fd = *(int *)arg;

	usleep(50000);
	ioctl(fd, PROBE_WAKE);
	return NULL;
}

static void case_signal(void)
{
	struct sigaction sa = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
	int fd = open_node(O_RDWR), look = open_node(O_RDWR);
	pid_t child;
	int st;

	sigaction(SIGALRM, &sa, NULL);
	ualarm(50000, 0);
	check_fails(ioctl(fd, PROBE_WAIT), EINTR);
	check(ioctl(fd, PROBE_NULL) == 0);
	child = fork();
	if (child == 0) {
		ioctl(fd, PROBE_WAIT);
		_exit(0);
	}
	check(wait_for_waiting(look, 1));
	kill(child, SIGKILL);
	double begin = now_s();

	waitpid(child, &st, 0);
	check(WIFSIGNALED(st) && now_s() - begin < 1);
	check(wait_for_waiting(look, 0));
}

enum { WAITERS = 300 };

static void *wait_once(void *arg)
{
	return (void *)(intptr_t)ioctl(*(int *)arg, PROBE_WAIT);
}

/* More sleepers than any fixed number of threads; the one who wakes them must still get through. */
static void case_crowd(void)
{
	int fd = open_node(O_RDWR), look = open_node(O_RDWR), good = 0;
	pthread_attr_t attr;
	pthread_t t[WAITERS];
	void *ret;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 64 << 10);
	for (int i = 0; i < WAITERS; i++)
		pthread_create(&t[i], &attr, wait_once, &fd);
	check(wait_for_waiting(look, WAITERS));
	check(ioctl(fd, PROBE_WAKE) == 0);
	for (int i = 0; i < WAITERS; i++) {
		pthread_join(t[i], &ret);
		good += ret == NULL;
	}
	check(good == WAITERS);
	check(wait_for_waiting(look, 0));
}

static void case_poll(void)
{
	int fd = open_node(O_RDWR), waker = open_node(O_RDWR);
	struct pollfd p = {.fd = fd, .events = POLLIN};
	pthread_t t;

	check(poll(&p, 1, 0) == 0);
	check(poll(&p, 1, 30) == 0);
	/* A poll that was never woken finds the file ready too, when its time is over. */
	double begin = now_s();

	pthread_create(&t, NULL, wake_later, &waker);
	check(poll(&p, 1, 10000) == 1 && p.revents == POLLIN);
	check(now_s() - begin < 5);
	pthread_join(t, NULL);
	check(poll(&p, 1, 5000) == 1);
	ioctl(fd, PROBE_ACK);
	check(poll(&p, 1, 0) == 0);

	fd_set set;
	struct timeval tv = {10, 0};

	FD_ZERO(&set);
	FD_SET(fd, &set);
	begin = now_s();
	pthread_create(&t, NULL, wake_later, &waker);
	check(select(fd + 1, &set, NULL, NULL, &tv) == 1);
	check(now_s() - begin < 5);
	pthread_join(t, NULL);
}

static void case_epoll(void)
{
	int fd = open_node(O_RDWR), waker = open_node(O_RDWR), ep = epoll_create1(0);
	struct epoll_event ev = {.events = EPOLLIN | EPOLLET}, got;
	pthread_t t;

	check(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev) == 0);
	check(epoll_wait(ep, &got, 1, 0) == 0);
	for (int i = 0; i < 5; i++) {
		pthread_create(&t, NULL, wake_later, &waker);
		check(epoll_wait(ep, &got, 1, 5000) == 1 && got.events == EPOLLIN);
		pthread_join(t, NULL);
		/* Edge triggered: still readable, told once. */
		check(epoll_wait(ep, &got, 1, 20) == 0);
	}
	ev.events = EPOLLIN;
	check(epoll_ctl(ep, EPOLL_CTL_MOD, fd, &ev) == 0);
	check(epoll_wait(ep, &got, 1, 5000) == 1);
	check(epoll_wait(ep, &got, 1, 5000) == 1);
	ioctl(fd, PROBE_ACK);
	check(epoll_wait(ep, &got, 1, 20) == 0);
}

/* Holds a node asleep until the driver is stopped, then says what it got: for shutdown.sh. */
static void case_hold(void)
{
	int fd = open_node(O_RDWR), ret;

	ret = ioctl(fd, PROBE_WAIT);
	printf("woken %d %s\n", ret, strerrorname_np(errno));
	for (double end = now_s() + 10; now_s() < end; usleep(10000)) {
		ret = ioctl(fd, PROBE_NULL);
		if (ret < 0 && errno != ENODEV)
			break;
	}
	printf("later %d %s\n", ret, strerrorname_np(errno));
	ret = open(node, O_RDWR);
	printf("open %d %s\n", ret, strerrorname_np(errno));
}

enum { LEFT = 64 };

/* What a thread's calls got when the driver's end was none of ENODEV, ENOTCONN, ECONNABORTED. */
static void *be_left(void *arg)
{
	int fd = *(int *)arg;

	while (ioctl(fd, PROBE_WAIT) == 0 || errno == ENODEV)
		;
	if (errno != ENOTCONN && errno != ECONNABORTED)
		printf("left with %s\n", strerrorname_np(errno));
	return NULL;
}

/* Callers that come all the time until the driver has ended, each to a thread of its own. */
static void case_left(void)
{
	int fd = open_node(O_RDWR);
	pthread_t t[LEFT];

	for (int i = 0; i < LEFT; i++, usleep(2000))
		pthread_create(&t[i], NULL, be_left, &fd);
	for (int i = 0; i < LEFT; i++)
		pthread_join(t[i], NULL);
	printf("all were left\n");
}

static void case_stuck(void)
{
	ioctl(open_node(O_RDWR), PROBE_STUCK);
}

enum { RACERS = 4 };

static void *race(void *arg)
{
	for (int i = 0; i < 200; i++)
		ioctl(*(int *)arg, PROBE_RACE);
	return NULL;
}

static void case_race(void)
{
	int fd = open_node(O_RDWR);
	pthread_t t[RACERS];

	for (int i = 0; i < RACERS; i++)
		pthread_create(&t[i], NULL, race, &fd);
	for (int i = 0; i < RACERS; i++)
		pthread_join(t[i], NULL);
}

const struct test_case sleep_cases[] = {
	{"signal", case_signal}, {"crowd", case_crowd}, {"poll", case_poll},
	{"epoll", case_epoll},	 {"hold", case_hold},	{"left", case_left},
	{"stuck", case_stuck},	 {"race", case_race},	{0},
};
