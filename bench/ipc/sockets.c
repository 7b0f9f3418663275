/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * AF_UNIX: the server itself listens; or a broker, as D-Bus has one, stands between. To the broker
 * the server is the first that connects; what a client sends goes there with the client's number
 * before it.
 */
#define _GNU_SOURCE
#include "ipc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct packet {
	uint32_t client;
	char data[PAYLOAD_MAX];
};

static struct sockaddr_un address(const char *name)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};

	snprintf(a.sun_path, sizeof(a.sun_path), "%s/%s", scratch, name);
	return a;
}

static int listen_at(const char *name)
{
	struct sockaddr_un a = address(name);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	need(bind(fd, (struct sockaddr *)&a, sizeof(a)) == 0 && listen(fd, 128) == 0, name);
	return fd;
}

static int connect_to(const char *name)
{
	struct sockaddr_un a = address(name);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	need(connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0, name);
	return fd;
}

static int watch(int epoll, int fd)
{
	struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};

	need(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e) == 0, "epoll");
	return fd;
}

static int next(int epoll)
{
	struct epoll_event e;

	while (epoll_wait(epoll, &e, 1, -1) != 1)
		;
	return e.data.fd;
}

static void direct_serve(int ready)
{
	static char data[PAYLOAD_MAX];
	int epoll = epoll_create1(0), listener = watch(epoll, listen_at("direct"));

	need(write(ready, "", 1) == 1, "ready");
	for (;;) {
		int fd = next(epoll);
		ssize_t n;

		if (fd == listener) {
			watch(epoll, accept(listener, NULL, NULL));
			continue;
		}
		n = recv(fd, data, sizeof(data), 0);
		if (n <= 0)
			close(fd);
		else
			need(send(fd, data, (size_t)n, 0) == n, "send");
	}
}

static void *socket_connect(const char *name)
{
	int *fd = malloc(sizeof(*fd));

	*fd = connect_to(name);
	return fd;
}

static void *direct_connect(void)
{
	return socket_connect("direct");
}

static void socket_trip(void *client, size_t size)
{
	static char data[PAYLOAD_MAX];
	int fd = *(int *)client;

	need(send(fd, data, size, 0) == (ssize_t)size, "send");
	need(recv(fd, data, sizeof(data), 0) == (ssize_t)size, "recv");
}

static pid_t broker_pid;

static void broker_main(int ready)
{
	static struct packet p;
	int epoll = epoll_create1(0), listener = watch(epoll, listen_at("broker")), server = -1;

	need(write(ready, "", 1) == 1, "ready");
	for (;;) {
		int fd = next(epoll);
		ssize_t n;

		if (fd == listener) {
			fd = watch(epoll, accept(listener, NULL, NULL));
			server = server < 0 ? fd : server;
		} else if (fd == server) {
			n = recv(fd, &p, sizeof(p), 0);
			need(n > 4, "the server");
			send((int)p.client, p.data, (size_t)n - 4, MSG_NOSIGNAL);
		} else {
			n = recv(fd, p.data, sizeof(p.data), 0);
			p.client = (uint32_t)fd;
			if (n <= 0)
				close(fd);
			else
				need(send(server, &p, (size_t)n + 4, 0) == n + 4, "send");
		}
	}
}

static bool broker_start(void)
{
	char byte;
	int ready[2];

	need(pipe(ready) == 0, "pipe");
	broker_pid = fork_main(broker_main, ready[1]);
	need(read(ready[0], &byte, 1) == 1, "the broker");
	return true;
}

static void broker_serve(int ready)
{
	static struct packet p;
	int fd = connect_to("broker");

	need(write(ready, "", 1) == 1, "ready");
	for (;;) {
		ssize_t n = recv(fd, &p, sizeof(p), 0);

		need(n > 0 && send(fd, &p, (size_t)n, 0) == n, "the broker");
	}
}

static void *broker_connect(void)
{
	return socket_connect("broker");
}

static pid_t broker_of(void)
{
	return broker_pid;
}

static bool nothing_between(void)
{
	return true;
}

static pid_t nobody(void)
{
	return 0;
}

struct contender unix_direct = {.name = "AF_UNIX, direct",
				.start = nothing_between,
				.serve = direct_serve,
				.connect = direct_connect,
				.trip = socket_trip,
				.broker = nobody};
struct contender unix_broker = {.name = "AF_UNIX, by a broker",
				.start = broker_start,
				.serve = broker_serve,
				.connect = broker_connect,
				.trip = socket_trip,
				.broker = broker_of};
