/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Binder, by whatever /dev/binder is: the driver in this process's host mode, or a kernel's. */
#define _GNU_SOURCE
#include "bench/binder/trip.h"
#include "ipc.h"

static bool start(void)
{
	return access("/dev/binder", R_OK | W_OK) == 0;
}

static void serve(int ready)
{
	serve_binder("/dev/binder", ready);
}

static void *connect_binder(void)
{
	struct end *e = calloc(1, sizeof(*e));

	e->fd = open_device("/dev/binder");
	return e;
}

static void trip(void *client, size_t size)
{
	static char data[PAYLOAD_MAX];

	check(exchange(client, BC_TRANSACTION, data, size) == size, "the reply's size");
}

/* Who serves the device: the caller says. */
static pid_t broker(void)
{
	const char *pid = getenv("BINDER_DAEMON");

	return pid ? atoi(pid) : 0;
}

struct contender binder = {.name = "Binder",
			   .start = start,
			   .serve = serve,
			   .connect = connect_binder,
			   .trip = trip,
			   .broker = broker};

/* Of a trip only that it is three ioctls, each of which waits for the driver's process. */
static void three_calls(void *client, size_t size)
{
	const struct end *e = client;
	struct binder_version version;

	(void)size;
	for (int i = 0; i < 3; i++)
		need(ioctl(e->fd, BINDER_VERSION, &version) == 0, "BINDER_VERSION");
}

struct contender binder_calls = {.name = "Binder, three empty ioctls",
				 .start = start,
				 .connect = connect_binder,
				 .trip = three_calls,
				 .part = true};
