/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* D-Bus as programs use it: the same buses, by way of libsystemd's sd-bus. */
#define _GNU_SOURCE
#include "buses.h"
#include "ipc.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#define SERVICE "org.cleat.BenchSd"

static void fine(int r, const char *what)
{
	errno = r < 0 ? -r : 0;
	need(r >= 0, what);
}

static sd_bus *hello(const char *socket_name)
{
	char address[256];
	sd_bus *bus = NULL;

	snprintf(address, sizeof(address), "unix:path=%s/%s", scratch, socket_name);
	fine(sd_bus_new(&bus), "sd_bus_new");
	fine(sd_bus_set_address(bus, address), address);
	fine(sd_bus_set_bus_client(bus, 1), "sd_bus_set_bus_client");
	fine(sd_bus_start(bus), "sd_bus_start");
	return bus;
}

static int echo(sd_bus_message *m, void *data, sd_bus_error *error)
{
	sd_bus_message *reply = NULL;
	const void *bytes;
	size_t size;

	(void)data, (void)error;
	fine(sd_bus_message_read_array(m, 'y', &bytes, &size), "Echo");
	fine(sd_bus_message_new_method_return(m, &reply), "Echo");
	fine(sd_bus_message_append_array(reply, 'y', bytes, size), "Echo");
	fine(sd_bus_send(NULL, reply, NULL), "Echo");
	sd_bus_message_unref(reply);
	return 1;
}

static const sd_bus_vtable methods[] = {
	SD_BUS_VTABLE_START(0), SD_BUS_METHOD("Echo", "ay", "ay", echo, SD_BUS_VTABLE_UNPRIVILEGED),
	SD_BUS_VTABLE_END};

static void serve(const char *socket_name, int ready)
{
	sd_bus *bus = hello(socket_name);

	fine(sd_bus_add_object_vtable(bus, NULL, "/x", SERVICE, methods, NULL),
	     "sd_bus_add_object_vtable");
	fine(sd_bus_request_name(bus, SERVICE, 0), "sd_bus_request_name");
	need(write(ready, "", 1) == 1, "ready");
	for (;;) {
		int r = sd_bus_process(bus, NULL);

		fine(r, "sd_bus_process");
		if (r == 0)
			fine(sd_bus_wait(bus, UINT64_MAX), "sd_bus_wait");
	}
}

static void trip(void *client, size_t size)
{
	static char data[PAYLOAD_MAX];
	sd_bus_message *m = NULL, *reply = NULL;
	const void *bytes;
	size_t got;

	fine(sd_bus_message_new_method_call(client, &m, SERVICE, "/x", SERVICE, "Echo"), "Echo");
	fine(sd_bus_message_append_array(m, 'y', data, size), "Echo");
	fine(sd_bus_call(client, m, 0, NULL, &reply), "Echo");
	fine(sd_bus_message_read_array(reply, 'y', &bytes, &got), "Echo");
	need(got == size, "the answer's size");
	sd_bus_message_unref(m);
	sd_bus_message_unref(reply);
}

/* The bus is the one that the contender without a library has started. */
#define SD(id, text, bus)                               \
	static bool id##_start(void)                    \
	{                                               \
		return bus.here;                        \
	}                                               \
	static void id##_serve(int ready)               \
	{                                               \
		serve(#bus, ready);                     \
	}                                               \
	static void *id##_connect(void)                 \
	{                                               \
		return hello(#bus);                     \
	}                                               \
	static pid_t id##_broker(void)                  \
	{                                               \
		return 0;                               \
	}                                               \
	struct contender id = {.name = text,            \
			       .start = id##_start,     \
			       .serve = id##_serve,     \
			       .connect = id##_connect, \
			       .trip = trip,            \
			       .broker = id##_broker}

SD(sd_dbus_daemon, "dbus-daemon, sd-bus", dbus_daemon);
SD(sd_dbus_broker, "dbus-broker, sd-bus", dbus_broker);
