/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The command line of a driver's executable: what "cleat run" passes on. */
#ifndef CLEAT_HOST_OPTIONS_H
#define CLEAT_HOST_OPTIONS_H

#include <stdbool.h>

enum { HOST_MAX_PARAMS = 64 };

/**
 * struct host_options - what the user asked for
 * @mount: where the nodes go, or NULL: below /dev of the command's own, or a folder of our choice
 * @params: "name=value", NULL-terminated
 * @command: NULL-terminated, or NULL: serve until a signal comes
 * @preload: the library that a command's programs load, or NULL: see host/ring.h
 * @poll_us: threads look for so long before they sleep (host/spin.h), or 0
 * @foreground: no supervisor process (for a debugger)
 */
struct host_options {
	const char *mount, *preload;
	const char *params[HOST_MAX_PARAMS + 1];
	char **command;
	unsigned int poll_us;
	bool foreground, json;
};

/** host_options_parse - 0, or 2 after a message; -1 when help was asked for and given */
int host_options_parse(struct host_options *o, int argc, char **argv);

#endif
