/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "host/libc.h"

#include "base/diag.h"
#include "host/core.h"
#include "host/filter.h"
#include "host/log.h"
#include "host/options.h"

enum { POLL_US = 50, POLL_MAX_US = 1000 };

static const char usage[] =
	"  --mount DIR          where the nodes go (made when missing)\n"
	"  --param NAME=VALUE   a module parameter; can be repeated\n"
	"  --filter SPEC        error=ERRNO:RATE[:OP,...]  delay=TIME[:OP,...]  log[:OP,...]\n"
	"                       seed=N; can be repeated, the first is the outermost\n"
	"  --log LEVEL          err, warn, notice, info (default) or debug\n"
	"  --preload FILE       programs of the command load this library (libcleat-preload.so)\n"
	"  --poll[=MICROSEC]    look for so long (50) before sleeping, where there is more than one processor\n"
	"  --foreground         no supervisor process around the driver (for a debugger)\n"
	"  --json               one line of JSON about what is served\n"
	"  -- COMMAND...        run it with the nodes where it expects them, and end with it\n";

static int log_level(const char *name)
{
	static const char *const names[] = {[3] = "err", "warn", "notice", "info", "debug"};

	for (int i = 3; i < (int)ARRAY_SIZE(names); i++) {
		if (strcmp(names[i], name) == 0) {
			host_log_level(i);
			return 0;
		}
	}
	return diag_error("one of: err, warn, notice, info, debug", "--log %s: no such level",
			  name);
}

static int add_param(struct host_options *o, const char *spec)
{
	int n = 0;

	while (o->params[n])
		n++;
	if (n == HOST_MAX_PARAMS)
		return diag_error(NULL, "more than %d parameters", HOST_MAX_PARAMS);
	if (!strchr(spec, '='))
		return diag_error("--param NAME=VALUE", "--param %s: no value", spec);
	o->params[n] = spec;
	return 0;
}

static int poll_for(struct host_options *o, const char *value)
{
	char *end;
	unsigned long us = strtoul(value, &end, 10);

	if (*value < '0' || *value > '9' || *end || us < 1 || us > POLL_MAX_US)
		return diag_error("microseconds, 1 to 1000", "--poll=%s: not understood", value);
	o->poll_us = (unsigned int)us;
	return 0;
}

static int with_value(struct host_options *o, const char *name, const char *value)
{
	if (!value)
		return diag_error("--help shows the options", "%s: a value is wanted", name);
	if (strcmp(name, "--mount") == 0)
		o->mount = value;
	else if (strcmp(name, "--param") == 0)
		return add_param(o, value);
	else if (strcmp(name, "--filter") == 0)
		return host_filter_add(value);
	else if (strcmp(name, "--preload") == 0)
		o->preload = value;
	else if (strcmp(name, "--log") == 0)
		return log_level(value);
	else
		return diag_error("--help shows the options", "%s: no such option", name);
	return 0;
}

static bool takes_value(const char *name)
{
	return strcmp(name, "--mount") == 0 || strcmp(name, "--param") == 0 ||
	       strcmp(name, "--filter") == 0 || strcmp(name, "--log") == 0 ||
	       strcmp(name, "--preload") == 0;
}

int host_options_parse(struct host_options *o, int argc, char **argv)
{
	int err = 0;

	*o = (struct host_options){0};
	for (int i = 1; i < argc && !err; i++) {
		if (strcmp(argv[i], "--") == 0) {
			o->command = argv + i + 1;
			if (!argv[i + 1])
				return diag_error("name the command after --", "--: no command");
			break;
		}
		if (strcmp(argv[i], "--help") == 0) {
			printf("usage: %s [OPTION...] [-- COMMAND...]\n\n%s",
			       program_invocation_short_name, usage);
			return -1;
		}
		if (strcmp(argv[i], "--foreground") == 0)
			o->foreground = true;
		else if (strcmp(argv[i], "--json") == 0)
			o->json = true;
		else if (strcmp(argv[i], "--poll") == 0)
			o->poll_us = POLL_US;
		else if (strncmp(argv[i], "--poll=", 7) == 0)
			err = poll_for(o, argv[i] + 7);
		else if (takes_value(argv[i]))
			err = with_value(o, argv[i], argv[i + 1]), i++;
		else
			err = with_value(o, argv[i], "");
	}
	if (!err && o->foreground && o->command)
		return diag_error("start the command in another shell",
				  "--foreground takes no command");
	return err;
}
