/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "host/libc.h"

#include "host/control.h"
#include "host/core.h"
#include "host/fuse/mount.h"
#include "host/mounter.h"
#include "host/mounts.h"

#include <sys/socket.h>
#include <sys/un.h>

enum { MESSAGE_MAX = 8192, FIELDS = 3 };

static char socket_path[sizeof(((struct sockaddr_un *)0)->sun_path)];
static int listening = -1;

/* The strings of a message; false when it is not one. */
static bool split(char *text, size_t len, const char *field[FIELDS])
{
	char *end = text + len;

	for (int i = 0; i < FIELDS; i++) {
		char *nul = memchr(text, '\0', (size_t)(end - text));

		if (!nul)
			return false;
		field[i] = text;
		text = nul + 1;
	}
	return text == end;
}

static int ask(int sock, char *text, size_t len)
{
	const char *field[FIELDS];
	char source[64];
	struct ucred who;
	socklen_t room = sizeof(who);
	struct host_mounting m;

	if (getsockopt(sock, SOL_SOCKET, SO_PEERCRED, &who, &room) < 0 ||
	    (who.uid != 0 && who.uid != geteuid()))
		return -EPERM;
	if (!split(text, len, field) || field[1][0] != '/')
		return -EINVAL;
	fuse_mount_source(source, sizeof(source), host_driver_name(), getpid());
	m = (struct host_mounting){.tid = who.pid,
				   .source = source,
				   .dir = field[1],
				   .type = *field[0] ? field[0] : host_super_only(),
				   .options = field[2],
				   .tagged = true};
	return m.type ? host_mounting_do(&m) : -ENODEV;
}

static void answer(int sock)
{
	char text[MESSAGE_MAX];
	ssize_t n = recv(sock, text, sizeof(text), 0);
	int err;

	if (n <= 0)
		return;
	err = ask(sock, text, (size_t)n);
	send(sock, &err, sizeof(err), MSG_NOSIGNAL);
}

static void *control_thread(void *arg)
{
	sigset_t all;

	(void)arg;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	for (;;) {
		int sock = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
		struct timeval limit = {.tv_sec = 5};

		if (sock < 0 && errno != EINTR && errno != ECONNABORTED)
			break;
		if (sock < 0)
			continue;
		setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
		answer(sock);
		close(sock);
	}
	return NULL;
}

int host_control_start(const char *dir)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	pthread_t thread;
	mode_t mask;
	int err;

	if (snprintf(at.sun_path, sizeof(at.sun_path), "%s.sock", dir) >= (int)sizeof(at.sun_path))
		return -ENAMETOOLONG;
	listening = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	/* The folder's lock has seen to it that nobody else serves here. */
	unlink(at.sun_path);
	mask = umask(0177);
	err = listening < 0 || bind(listening, (struct sockaddr *)&at, sizeof(at)) < 0 ||
			      listen(listening, 16) < 0
		      ? -errno
		      : 0;
	umask(mask);
	if (!err)
		err = -pthread_create(&thread, NULL, control_thread, NULL);
	if (err)
		return err;
	pthread_detach(thread);
	memcpy(socket_path, at.sun_path, sizeof(socket_path));
	return 0;
}

void host_control_stop(void)
{
	if (*socket_path)
		unlink(socket_path);
}
