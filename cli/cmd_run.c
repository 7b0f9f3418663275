/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * cleat run: build the driver for the host and become it. What is not an option of ours is the
 * driver's executable's (host/options.c).
 */
#include "base/diag.h"
#include "base/paths.h"
#include "cli/command.h"
#include "cli/gate.h"
#include "cli/host_build.h"
#include "cli/host_runtime.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
	"usage: cleat run [--sanitize none|address|thread] DRIVER [OPTION...] [-- COMMAND...]\n"
	"\n"
	"Serve the device nodes of DRIVER (a folder with a Kbuild) from a process; with a\n"
	"COMMAND, run it with the nodes in its /dev, and end with it.\n"
	"\n"
	"  --no-check           run it although the checker has findings\n"
	"  --sanitize WORD      none (default), address (with undefined), thread\n"
	"  --mount DIR          where the nodes go (made when missing)\n"
	"  --param NAME=VALUE   a module parameter; can be repeated\n"
	"  --filter SPEC        error=ERRNO:RATE[:OP,...]  delay=TIME[:OP,...]  log[:OP,...]\n"
	"                       seed=N; can be repeated, the first is the outermost\n"
	"  --log LEVEL          err, warn, notice, info (default) or debug\n"
	"  --preload            dynamic programs of the COMMAND reach the driver by shared memory\n"
	"  --poll[=MICROSEC]    look for so long (50) before sleeping, where there is more than one processor\n"
	"  --foreground         no supervisor process around the driver (for a debugger)\n"
	"  --json               one JSON object about what is served\n"
	"\n"
	"Exit status: the command's; without one 0. 1 when the driver does not compile, fails, or\n"
	"leaves something behind; 2 when it cannot be served; 128 + N when signal N ended it.\n";

/**
 * struct request - what is asked for
 * @preload: the fast path; its place in @rest is behind the first, and filled when it is built
 * @rest: the arguments of the driver's executable, [0] left free for its path
 */
struct request {
	enum host_flavour flavour;
	bool no_check, preload;
	const char *driver;
	char **rest;
	int n_rest;
};

static bool takes_value(const char *option)
{
	return strcmp(option, "--mount") == 0 || strcmp(option, "--param") == 0 ||
	       strcmp(option, "--filter") == 0 || strcmp(option, "--log") == 0;
}

static int parse(struct request *q, int argc, char **argv)
{
	int i = 1;

	for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--sanitize") == 0) {
			if (!argv[i + 1] || !host_flavour_parse(argv[i + 1], &q->flavour))
				return diag_error("none, address or thread",
						  "--sanitize %s: no such sanitizer",
						  argv[i + 1] ? argv[i + 1] : "");
			i++;
		} else if (strcmp(argv[i], "--no-check") == 0) {
			q->no_check = true;
		} else if (strcmp(argv[i], "--preload") == 0) {
			q->preload = true;
		} else if (argv[i][0] == '-') {
			bool value = takes_value(argv[i]) && argv[i + 1];

			q->rest[q->n_rest++] = argv[i];
			if (value)
				q->rest[q->n_rest++] = argv[++i];
		} else if (q->driver) {
			return diag_error("cleat run DRIVER -- COMMAND",
					  "%s: a second driver; is it the command?", argv[i]);
		} else {
			q->driver = argv[i];
		}
	}
	for (; i < argc; i++)
		q->rest[q->n_rest++] = argv[i];
	if (!q->driver)
		return diag_error("cleat run --help", "run: no driver named");
	return 0;
}

/* The library was built with the runtime that the driver is linked to. */
static int add_preload(struct request *q)
{
	char *dir;
	int err = host_runtime(q->flavour, &dir);

	if (err)
		return err;
	memmove(q->rest + 3, q->rest + 1, (size_t)(q->n_rest - 1) * sizeof(*q->rest));
	q->rest[1] = "--preload";
	q->rest[2] = paths_format("%s/libcleat-preload.so", dir);
	free(dir);
	return 0;
}

int cmd_run(int argc, char **argv)
{
	struct request q = {.rest = calloc((size_t)argc + 4, sizeof(char *)), .n_rest = 1};
	char *exe = NULL;
	int err;

	if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		fputs(usage, stdout);
		free(q.rest);
		return EXIT_FINE;
	}
	err = parse(&q, argc, argv);
	if (!err)
		err = gate_named(q.driver, !q.no_check);
	if (!err)
		err = host_build(q.driver, q.flavour, false, &exe);
	if (!err && q.preload)
		err = add_preload(&q);
	if (!err) {
		q.rest[0] = exe;
		fflush(NULL);
		execv(exe, q.rest);
		err = diag_error("set CLEAT_CACHE to a folder where programs may run", "%s: %s",
				 exe, strerror(errno));
	}
	free(exe);
	free(q.rest);
	return err;
}
