/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * dbus-daemon takes a configuration file. dbus-broker takes its orders as D-Bus messages from
 * whoever started it: here one, "listen on this socket and allow everything".
 */
#define _GNU_SOURCE
#include "buses.h"
#include "ipc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/prctl.h>
#include <sys/un.h>
#include <signal.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

static pid_t fork_program(void)
{
	pid_t pid = fork();

	if (pid == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return pid;
}

pid_t start_dbus_daemon(const char *socket_name)
{
	char path[256], option[300], byte[256];
	int ready[2];
	FILE *f;
	pid_t pid;

	snprintf(path, sizeof(path), "%s/dbus-daemon.conf", scratch);
	f = fopen(path, "w");
	need(f != NULL, path);
	fprintf(f,
		"<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration "
		"1.0//EN\" "
		"\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
		"<busconfig><type>session</type><listen>unix:path=%s/%s</listen><auth>EXTERNAL</"
		"auth>"
		"<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
		"<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n",
		scratch, socket_name);
	fclose(f);
	need(pipe(ready) == 0, "pipe");
	pid = fork_program();
	if (pid == 0) {
		char fd[40];

		snprintf(option, sizeof(option), "--config-file=%s", path);
		snprintf(fd, sizeof(fd), "--print-address=%d", ready[1]);
		execlp("dbus-daemon", "dbus-daemon", option, "--nofork", fd, NULL);
		_exit(127);
	}
	close(ready[1]);
	return read(ready[0], byte, sizeof(byte)) > 0 ? pid : 0;
}

#define BATCH  "bta(btbs)a(btssssuutt)a(btssssuutt)"
#define POLICY "a(u(" BATCH "))a(buu(" BATCH "))a(ss)bs"

static int append_batch(sd_bus_message *m)
{
	int r = sd_bus_message_open_container(m, 'r', BATCH);

	r = r < 0 ? r : sd_bus_message_append(m, "bt", 1, UINT64_C(1));
	r = r < 0 ? r : sd_bus_message_append(m, "a(btbs)", 1, 1, UINT64_C(1), 1, "");
	for (int i = 0; i < 2 && r >= 0; i++)
		r = sd_bus_message_append(m, "a(btssssuutt)", 1, 1, UINT64_C(1), "", "", "", "", 0u,
					  0u, UINT64_C(0), UINT64_MAX);
	return r < 0 ? r : sd_bus_message_close_container(m);
}

/* The same for all users: everything is allowed. */
static int append_policy(sd_bus_message *m)
{
	int r = sd_bus_message_open_container(m, 'v', "(" POLICY ")");

	r = r < 0 ? r : sd_bus_message_open_container(m, 'r', POLICY);
	r = r < 0 ? r : sd_bus_message_open_container(m, 'a', "(u(" BATCH "))");
	r = r < 0 ? r : sd_bus_message_open_container(m, 'r', "u(" BATCH ")");
	r = r < 0 ? r : sd_bus_message_append(m, "u", UINT32_MAX);
	r = r < 0 ? r : append_batch(m);
	r = r < 0 ? r : sd_bus_message_close_container(m);
	r = r < 0 ? r : sd_bus_message_close_container(m);
	r = r < 0 ? r : sd_bus_message_append(m, "a(buu(" BATCH "))", 0);
	r = r < 0 ? r : sd_bus_message_append(m, "a(ss)", 0);
	r = r < 0 ? r : sd_bus_message_append(m, "bs", 0, "user");
	r = r < 0 ? r : sd_bus_message_close_container(m);
	return r < 0 ? r : sd_bus_message_close_container(m);
}

static int add_listener(int control, int listener)
{
	sd_bus_error error = SD_BUS_ERROR_NULL;
	sd_bus_message *m = NULL;
	sd_bus *bus = NULL;
	int r = sd_bus_new(&bus);

	r = r < 0 ? r : sd_bus_set_fd(bus, control, control);
	r = r < 0 ? r : sd_bus_start(bus);
	r = r < 0 ? r
		  : sd_bus_message_new_method_call(bus, &m, NULL, "/org/bus1/DBus/Broker",
						   "org.bus1.DBus.Broker", "AddListener");
	r = r < 0 ? r : sd_bus_message_append(m, "oh", "/org/bus1/DBus/Listener/0", listener);
	r = r < 0 ? r : append_policy(m);
	r = r < 0 ? r : sd_bus_call(bus, m, 0, &error, NULL);
	if (r < 0)
		fprintf(stderr, "dbus-broker: %s\n", error.message ? error.message : strerror(-r));
	/* The connection stays: the broker ends with it. */
	return r;
}

pid_t start_dbus_broker(const char *socket_name)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int pair[2], listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	pid_t pid;

	snprintf(a.sun_path, sizeof(a.sun_path), "%s/%s", scratch, socket_name);
	need(bind(listener, (struct sockaddr *)&a, sizeof(a)) == 0 && listen(listener, 128) == 0,
	     a.sun_path);
	need(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0, "socketpair");
	pid = fork_program();
	if (pid == 0) {
		char fd[16];

		fcntl(pair[1], F_SETFD, 0);
		snprintf(fd, sizeof(fd), "%d", pair[1]);
		execlp("dbus-broker", "dbus-broker", "--controller", fd, "--machine-id",
		       "0123456789abcdef0123456789abcdef", NULL);
		_exit(127);
	}
	close(pair[1]);
	return add_listener(pair[0], listener) >= 0 ? pid : 0;
}
