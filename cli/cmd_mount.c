/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* cleat mount: ask the process that serves a driver for a mount of its file system. */
#include "base/diag.h"
#include "base/paths.h"
#include "cli/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const char usage[] =
	"usage: cleat mount [-t TYPE] [-o OPTIONS] DRIVER DIR\n"
	"\n"
	"Mount the file system of a driver that \"cleat run DRIVER\" serves. DRIVER is its name,\n"
	"or the folder that it is served at. Take it away by umount (fusermount3 -u).\n"
	"\n"
	"  -t TYPE     which file system, when the driver has several\n"
	"  -o OPTIONS  its options, by commas (max=7,stats=global)\n"
	"\n"
	"Exit status: 0; 1 when the driver refuses; 2 when nobody serves it.\n";

/**
 * struct request - what is asked for
 * @driver, @dir: as typed
 */
struct request {
	const char *type, *options, *driver, *dir;
};

static int parse(struct request *q, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		bool type = strcmp(argv[i], "-t") == 0, options = strcmp(argv[i], "-o") == 0;

		if ((type || options) && !argv[i + 1])
			return diag_error("cleat mount --help", "mount: %s: a value is wanted",
					  argv[i]);
		if (type)
			q->type = argv[++i];
		else if (options)
			q->options = argv[++i];
		else if (argv[i][0] == '-' || q->dir)
			return diag_error("cleat mount --help", "mount: %s: not understood", argv[i]);
		else if (q->driver)
			q->dir = argv[i];
		else
			q->driver = argv[i];
	}
	if (!q->dir)
		return diag_error("cleat mount --help", "mount: a driver and a folder are wanted");
	return 0;
}

static int call(const char *where)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int sock = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	if (snprintf(at.sun_path, sizeof(at.sun_path), "%s.sock", where) >= (int)sizeof(at.sun_path))
		errno = ENAMETOOLONG;
	else if (sock >= 0 && connect(sock, (struct sockaddr *)&at, sizeof(at)) == 0)
		return sock;
	if (sock >= 0)
		close(sock);
	return -1;
}

/* A name is looked for where "cleat run" serves by itself; with a slash it is that place. */
static int call_driver(const char *driver)
{
	char *where = strchr(driver, '/') ? realpath(driver, NULL) : paths_served(driver);
	int sock = where ? call(where) : -1;

	free(where);
	return sock;
}

static int ask(int sock, const struct request *q, const char *dir)
{
	char text[8192];
	int n = snprintf(text, sizeof(text), "%s%c%s%c%s", q->type, 0, dir, 0, q->options), err;

	if (n >= (int)sizeof(text))
		return -E2BIG;
	if (send(sock, text, (size_t)n + 1, MSG_NOSIGNAL) < 0 ||
	    recv(sock, &err, sizeof(err), 0) != sizeof(err))
		return -ECONNRESET;
	return err;
}

int cmd_mount(int argc, char **argv)
{
	struct request q = {.type = "", .options = ""};
	char *dir;
	int err, sock;

	if (argc >= 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return EXIT_FINE;
	}
	err = parse(&q, argc, argv);
	if (err)
		return err;
	dir = realpath(q.dir, NULL);
	if (!dir)
		return diag_error("make it: mkdir", "%s: %s", q.dir, strerror(errno));
	sock = call_driver(q.driver);
	if (sock < 0) {
		free(dir);
		return diag_error("cleat run DRIVER, or name the folder that --mount was given",
				  "%s: nobody serves a driver with a file system there: %s",
				  q.driver, strerror(errno));
	}
	err = ask(sock, &q, dir);
	if (err)
		diag_error("see what the driver's process says", "%s: %s", dir, strerror(-err));
	close(sock);
	free(dir);
	return err ? EXIT_FINDING : EXIT_FINE;
}
