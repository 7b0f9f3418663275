/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* servicemanager: lib/binder/manager.h as a program. */
#include "base/diag.h"
#include "cli/binder/binder.h"
#include "lib/binder/manager.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: cleat binder servicemanager [OPTION...]\n\n"
	"Be the service manager of a Binder device. Callers may speak any protocol at any time;\n"
	"--protocol aidl5 or aidl6 (Android 15, 16) says which numbers its newer calls have.\n"
	"Whoever may open the device may add any name.\n\n"
	"  -q, --quiet          say nothing of the names that come and go\n"
	"  -d, -p, --api-level: cleat binder --help\n";

static void tell(const char *what, const char *name, pid_t who)
{
	if (who)
		printf("%s %s (process %d)\n", what, name, who);
	else
		printf("%s %s\n", what, name);
}

static int serve(const struct binder_options *o, bool quiet)
{
	/* What HIDL and the old dialects mean is fixed; the numbers are for AIDL3's header. */
	enum binder_names numbers = o->dialect.names == NAMES_AIDL5 || o->dialect.names == NAMES_AIDL6
					    ? o->dialect.names
					    : NAMES_AIDL3;
	struct binder_client c;
	struct manager m;
	int err = binder_client_open(&c, o);

	if (err)
		return err;
	manager_init(&m, numbers);
	m.log = quiet ? NULL : tell;
	err = binder_become_manager(&c.binder, &m.object);
	if (err) {
		binder_client_close(&c);
		return diag_error(err == -EBUSY ? "end the other one" : "who may is a matter of its owner",
				  "%s: cannot become the service manager: %s", o->device,
				  err == -EBUSY ? "there is one" : strerror(-err));
	}
	printf("service manager of %s\n", o->device);
	fflush(stdout);
	err = binder_loop(&c.thread, false);
	binder_client_close(&c);
	diag_error(NULL, "%s: %s", o->device, strerror(-err));
	return EXIT_FINDING;
}

int binder_cmd_servicemanager(int argc, char **argv)
{
	static const struct option longs[] = {
		BINDER_LONGS, {"quiet", no_argument, NULL, 'q'}, {NULL, 0, NULL, 0}};
	struct binder_options o = {0};
	bool quiet = false;
	int c, err;

	optind = 1;
	while ((c = getopt_long(argc, argv, BINDER_SHORTS "q", longs, NULL)) != -1) {
		if (c == 'q') {
			quiet = true;
			continue;
		}
		err = binder_option(&o, c, argv[0]);
		if (err)
			return err < 0 ? (fputs(usage, stdout), EXIT_FINE) : err;
	}
	err = binder_options_done(&o, argv[0], argc - optind, 0, 0);
	return err ? err : serve(&o, quiet);
}
