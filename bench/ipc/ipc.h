/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Ways to call another process and get an answer, to be measured beside each other. */
#ifndef BENCH_IPC_IPC_H
#define BENCH_IPC_IPC_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { PAYLOAD_MAX = 4096 };

/* One way. Everything ends the program when it fails, but for start(). */
struct contender {
	const char *name;
	/* Once, before all: start what stands between. False, with a word on stderr: it is not
	 * there. */
	bool (*start)(void);
	/* In the server's process: answer with as many bytes as came, for ever. @ready: write a
	 * byte to it. */
	void (*serve)(int ready);
	/* In a client's process. */
	void *(*connect)(void);
	/* There and back: @size bytes. */
	void (*trip)(void *client, size_t size);
	/* The process that stands between, or 0. */
	pid_t (*broker)(void);
	pid_t server;
	/* A part of a trip: nothing goes to another process; only its time says something. */
	bool part;
	bool here;
};

extern struct contender unix_direct, unix_broker, binder, binder_calls, dbus_broker, sd_dbus_broker,
	dbus_daemon, sd_dbus_daemon;

/* A folder for sockets. */
extern const char *scratch;

/* Fails: the program ends, with errno's word. */
void need(bool fine, const char *what);
/* A child that dies with its parent, which runs @main; its process id. */
pid_t fork_main(void (*main)(int), int arg);

#endif
