/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* list and ping: what the service manager knows, and whether it is alive. */
#include "base/diag.h"
#include "base/json.h"
#include "cli/binder/binder.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static int parse(struct binder_options *o, int argc, char **argv, int *count)
{
	static const struct option longs[] = {
		BINDER_LONGS, {"count", required_argument, NULL, 'n'}, {NULL, 0, NULL, 0}};
	int c, err;

	optind = 1;
	while ((c = getopt_long(argc, argv, count ? BINDER_SHORTS "n:" : BINDER_SHORTS, longs, NULL)) != -1) {
		if (c == 'n' && count) {
			*count = atoi(optarg);
			if (*count < 1)
				return diag_error("1 or more", "--count %s", optarg);
			continue;
		}
		err = binder_option(o, c, argv[0]);
		if (err)
			return err;
	}
	return binder_options_done(o, argv[0], argc - optind, count ? 1 : 0, count ? 1 : 0);
}

static void print_names(const struct binder_options *o, char **names)
{
	struct json j;

	if (!o->json) {
		for (char **n = names; *n; n++)
			puts(*n);
		return;
	}
	json_init(&j, stdout);
	json_object_begin(&j);
	json_kv_string(&j, "device", o->device);
	json_key(&j, "services");
	json_array_begin(&j);
	for (char **n = names; *n; n++)
		json_string(&j, *n);
	json_array_end(&j);
	json_object_end(&j);
	json_end_document(&j);
}

int binder_cmd_list(int argc, char **argv)
{
	struct binder_options o = {0};
	struct binder_client c;
	char **names;
	int err = parse(&o, argc, argv, NULL);

	if (err < 0)
		return puts("usage: cleat binder list [-d DEVICE] [-p PROTOCOL] [--json]"), EXIT_FINE;
	if (!err)
		err = binder_client_open(&c, &o);
	if (err)
		return err;
	err = names_list(&c.thread, o.dialect, &names);
	if (err) {
		diag_error("cleat binder servicemanager, or another --protocol",
			   "%s: the service manager does not answer: %s", o.device, binder_why(err));
		err = EXIT_FINDING;
	} else {
		print_names(&o, names);
		names_list_free(names);
	}
	binder_client_close(&c);
	return err;
}

static double now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static int ping(struct binder_client *c, const struct binder_options *o, const char *name, int count)
{
	double start = now_us(), us;
	struct json j;
	uint32_t handle;
	int err = binder_find(c, o, name, &handle);

	if (err)
		return err;
	start = now_us();
	for (int i = 0; i < count && !err; i++)
		err = names_ping(&c->thread, o->dialect.header, handle);
	us = (now_us() - start) / count;
	if (o->json) {
		json_init(&j, stdout);
		json_object_begin(&j);
		json_kv_string(&j, "service", name);
		json_kv_bool(&j, "alive", !err);
		json_key(&j, "microseconds");
		json_double(&j, us);
		json_object_end(&j);
		json_end_document(&j);
	} else if (err) {
		printf("%s: %s\n", name, binder_why(err));
	} else {
		printf("%s: alive, %.1f us\n", name, us);
	}
	return err ? EXIT_FINDING : EXIT_FINE;
}

int binder_cmd_ping(int argc, char **argv)
{
	struct binder_options o = {0};
	struct binder_client c;
	int count = 1, err = parse(&o, argc, argv, &count);

	if (err < 0) {
		puts("usage: cleat binder ping [-d DEVICE] [-p PROTOCOL] [--count N] [--json] NAME");
		return EXIT_FINE;
	}
	if (!err)
		err = binder_client_open(&c, &o);
	if (err)
		return err;
	err = ping(&c, &o, argv[optind], count);
	binder_client_close(&c);
	return err;
}
