/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * cleat binder: programs that talk Binder, for any device that speaks it: the driver of this tree as a
 * module or in a process, or the kernel's own. The same commands are also a static program,
 * cleat-binder, that goes into test machines.
 */
#ifndef CLI_BINDER_H
#define CLI_BINDER_H

#include "lib/binder/names.h"
#include "lib/binder/object.h"

#include <getopt.h>
#include <stdio.h>

/** struct binder_options - what all of the commands take */
struct binder_options {
	const char *device;
	struct binder_dialect dialect;
	bool dialect_set, json;
};

/** struct binder_client - an open device and the main thread's part of it */
struct binder_client {
	struct binder binder;
	struct binder_thread thread;
};

#define BINDER_SHORTS "d:p:jh"
#define BINDER_LONGS \
	{"device", required_argument, NULL, 'd'}, {"protocol", required_argument, NULL, 'p'}, \
		{"api-level", required_argument, NULL, 'A'}, {"json", no_argument, NULL, 'j'}, \
		{"help", no_argument, NULL, 'h'}

enum { BINDER_MAP = 1 << 20 };

/**
 * binder_option - take one of the common options
 * @c: what getopt_long() said; @command: for messages
 *
 * Return: 0, -1 when help was printed, or EXIT_UNABLE after a message.
 */
int binder_option(struct binder_options *o, int c, const char *command);

/** binder_options_done - set what was left to us; 0, or EXIT_UNABLE when @got operands are not as wanted */
int binder_options_done(struct binder_options *o, const char *command, int got, int least, int most);

/** binder_client_open - 0, or EXIT_UNABLE after a message that says what to do about it */
int binder_client_open(struct binder_client *c, const struct binder_options *o);
void binder_client_close(struct binder_client *c);

/** binder_find - the handle of @name; 0, or an exit state after a message */
int binder_find(struct binder_client *c, const struct binder_options *o, const char *name,
		uint32_t *ret_handle);

/** binder_why - what a result of binder_call() means, in words */
const char *binder_why(int err);

/* The commands; argv[0] is the command's name. */
int binder_cmd_list(int argc, char **argv);
int binder_cmd_ping(int argc, char **argv);
int binder_cmd_call(int argc, char **argv);
int binder_cmd_bench(int argc, char **argv);
int binder_cmd_echo(int argc, char **argv);
int binder_cmd_servicemanager(int argc, char **argv);

/* values.c: "i32 42 s16 text" into a parcel, and back; false after a message. */
bool values_put(struct parcel *p, char *const *words, int n);
bool values_print(struct parcel_reader *r, const char *types, FILE *out);

#endif
