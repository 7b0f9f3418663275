/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/diag.h"
#include "cli/binder/binder.h"
#include "cli/command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct command commands[] = {
	{"bench", "[--size N,...] [--clients N]", "round trips: how long, how many", binder_cmd_bench},
	{"call", "NAME CODE [TYPE VALUE]...", "one call, and its reply", binder_cmd_call},
	{"echo", "NAME", "a service that sends back what comes", binder_cmd_echo},
	{"list", "", "the names that the service manager knows", binder_cmd_list},
	{"ping", "NAME", "is the service alive?", binder_cmd_ping},
	{"servicemanager", "", "be the service manager, for Android's programs and libgbinder",
	 binder_cmd_servicemanager},
};

enum { N_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void print_help(FILE *out)
{
	fputs("usage: cleat binder COMMAND [OPTION...] [ARGUMENT...]\n\n", out);
	for (int i = 0; i < N_COMMANDS; i++)
		fprintf(out, "  %-15s %-29s %s\n", commands[i].name, commands[i].args,
			commands[i].what);
	fputs("\n  -d, --device PATH    the Binder device (/dev/binder)\n"
	      "  -p, --protocol WORD  aidl, aidl2 ... aidl6 or hidl: how calls look; aidl3, for\n"
	      "                       hwbinder hidl\n"
	      "  --api-level N        the same by Android's number: 28 to 36\n"
	      "  -j, --json           the result as JSON\n"
	      "  -h, --help           of a command: its own options\n"
	      "\nexit status: 0 fine, 1 no such service or a failed call, 2 usage or environment\n",
	      out);
}

int cmd_binder(int argc, char **argv)
{
	if (argc < 2) {
		print_help(stderr);
		return EXIT_UNABLE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help(stdout);
		return EXIT_FINE;
	}
	for (int i = 0; i < N_COMMANDS; i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	return diag_error("cleat binder --help lists the commands", "binder: '%s': no such command",
			  argv[1]);
}

int binder_option(struct binder_options *o, int c, const char *command)
{
	int level;

	switch (c) {
	case 'd':
		o->device = optarg;
		return 0;
	case 'p':
		o->dialect_set = true;
		if (binder_dialect_named(optarg, &o->dialect))
			return 0;
		return diag_error("aidl, aidl2, aidl3, aidl4, aidl5, aidl6 or hidl",
				  "--protocol %s: no such protocol", optarg);
	case 'A':
		level = atoi(optarg);
		o->dialect = binder_dialect_of_api(level);
		o->dialect_set = true;
		return level > 0 ? 0 : diag_error("28 to 36", "--api-level %s", optarg);
	case 'j':
		o->json = true;
		return 0;
	case 'h':
		return -1;
	default:
		return diag_error("cleat binder --help", "binder %s: wrong usage", command);
	}
}

int binder_options_done(struct binder_options *o, const char *command, int got, int least, int most)
{
	if (!o->device)
		o->device = "/dev/binder";
	if (!o->dialect_set)
		o->dialect = binder_dialect_of_device(o->device);
	if (got >= least && (most < 0 || got <= most))
		return 0;
	return diag_error("cleat binder --help", "binder %s: %s", command,
			  got < least ? "something is missing" : "that is too much");
}

int binder_client_open(struct binder_client *c, const struct binder_options *o)
{
	int err = binder_open(&c->binder, o->device, BINDER_MAP);

	if (err == -ENOENT || err == -ENXIO)
		return diag_error("load a Binder module, or: cleat run drivers/binder -- COMMAND",
				  "%s: there is no such device", o->device);
	if (err == -ENOTTY || err == -EINVAL || err == -EPROTO)
		return diag_error("name a Binder device with -d", "%s: does not speak Binder 8: %s",
				  o->device, strerror(-err));
	if (err)
		return diag_error("-d names another device", "%s: %s", o->device, strerror(-err));
	binder_thread_init(&c->thread, &c->binder);
	return 0;
}

void binder_client_close(struct binder_client *c)
{
	binder_thread_end(&c->thread);
	binder_close(&c->binder);
}

const char *binder_why(int err)
{
	switch (err) {
	case -EPIPE:
		return "it is dead";
	case -EREMOTEIO:
		return "the driver or the service refused the call";
	case -EAGAIN:
		return "it is frozen";
	case -EBADMSG:
		return "it does not know the call";
	default:
		return strerror(-err);
	}
}

int binder_find(struct binder_client *c, const struct binder_options *o, const char *name,
		uint32_t *ret_handle)
{
	int err = names_get(&c->thread, o->dialect, name, ret_handle);

	if (!err)
		return 0;
	if (err == -ENOENT)
		diag_error("cleat binder list", "%s: no service has this name on %s", name, o->device);
	else if (err == -EPIPE || err == -EREMOTEIO)
		diag_error("cleat binder servicemanager, or another --protocol",
			   "%s: the service manager does not answer", o->device);
	else
		diag_error("another --protocol?", "%s: %s", name, binder_why(err));
	return EXIT_FINDING;
}
