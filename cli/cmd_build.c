/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "abi/gate.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/paths.h"
#include "cli/command.h"
#include "cli/gate.h"
#include "vm/archive.h"
#include "vm/build.h"
#include "vm/mirror.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
	"usage: cleat build DRIVER [--kernel V[,V...]|DIR] [--out DIR] [--test] [--no-check] [--json]\n\n"
	"Build a driver's kernel module with the kernel's own Kbuild.\n\n"
	"  --kernel V    6.1 (default), 6.12, 7.2, uml, several with commas, or a folder\n"
	"                of prepared headers as /lib/modules/VERSION/build\n"
	"  --out DIR     put the .ko files there (with several kernels: into DIR/V)\n"
	"  --test        build NAME_test.ko, the driver with its tests\n"
	"  --no-check    build it although the checker has findings\n"
	"  --json        say what was built as JSON\n";

struct options {
	const char *driver, *out;
	char **kernels;
	bool test, no_check, json;
};

static int parse(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = {
		{"kernel", required_argument, NULL, 'k'}, {"out", required_argument, NULL, 'o'},
		{"test", no_argument, NULL, 't'}, {"no-check", no_argument, NULL, 'n'}, {"json", no_argument, NULL, 'j'},
		{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
	const char *kernel = "6.1";
	int c;

	while ((c = getopt_long(argc, argv, "k:o:h", longs, NULL)) != -1) {
		if (c == 'k')
			kernel = optarg;
		else if (c == 'o')
			o->out = optarg;
		else if (c == 't')
			o->test = true;
		else if (c == 'n')
			o->no_check = true;
		else if (c == 'j')
			o->json = true;
		else if (c == 'h')
			return fputs(help, stdout), -1;
		else
			return diag_error("cleat build --help", "build: wrong usage");
	}
	if (optind != argc - 1)
		return diag_error("cleat build --help", "build: one driver's folder is wanted");
	o->driver = argv[optind];
	o->kernels = kernel_split(kernel);
	return 0;
}

/* Copy the modules to where the user wants them, and name the copies instead. */
static int put_out(struct build *b, const struct options *o)
{
	char *dir = o->kernels[1] ? paths_format("%s/%s", o->out, b->kernel->name)
				  : paths_format("%s", o->out);
	int err = paths_mkdirs(dir);

	for (char **m = b->ret_modules; *m && !err; m++) {
		char *to = paths_format("%s/%s", dir, paths_base(*m));

		err = mirror_copy(*m, to);
		free(*m);
		*m = to;
	}
	if (err)
		diag_error("name another folder with --out", "%s: %s", dir, strerror(-err));
	free(dir);
	return err ? EXIT_UNABLE : 0;
}

static void report(const struct build *b, int ret, struct json *j)
{
	static const char *const words[] = {"built", "failed", "unable"};

	if (!j) {
		for (char **m = b->ret_modules; ret == 0 && *m; m++)
			printf("kernel %s: %s\n", b->kernel->name, *m);
		return;
	}
	json_object_begin(j);
	json_kv_string(j, "kernel", b->kernel->name);
	json_kv_string(j, "release", b->kernel->release);
	json_kv_string(j, "result", words[ret]);
	json_key(j, "modules");
	json_array_begin(j);
	for (char **m = b->ret_modules; ret == 0 && *m; m++)
		json_string(j, *m);
	json_array_end(j);
	json_kv_string(j, "log", b->log ? b->log : "");
	json_object_end(j);
}

static int build_one(const struct options *o, const char *driver, const char *name, struct json *j)
{
	struct kernel k;
	struct build b = {.driver = driver, .kernel = &k, .test = o->test, .quiet = o->json};
	char *asserts = abi_gate_asserts(driver);
	int ret = kernel_get(&k, name);

	b.asserts = asserts;

	if (ret == 0) {
		ret = build_driver(&b);
		if (ret == 0 && o->out)
			ret = put_out(&b, o);
	}
	report(&b, ret, j);
	build_free(&b);
	kernel_free(&k);
	free(asserts);
	return ret;
}

int cmd_build(int argc, char **argv)
{
	struct options o = {.driver = NULL};
	struct json j;
	char *driver;
	int ret = parse(argc, argv, &o), worst = 0;

	if (ret)
		return ret < 0 ? EXIT_FINE : ret;
	driver = paths_driver(o.driver);
	if (!driver)
		return EXIT_UNABLE;
	worst = gate_driver(driver, !o.no_check);
	if (worst != EXIT_FINE) {
		names_free(o.kernels);
		free(driver);
		return worst;
	}
	if (o.json) {
		json_init(&j, stdout);
		json_array_begin(&j);
	}
	for (char **k = o.kernels; *k; k++) {
		ret = build_one(&o, driver, *k, o.json ? &j : NULL);
		worst = ret > worst ? ret : worst;
	}
	if (o.json) {
		json_array_end(&j);
		json_end_document(&j);
	}
	names_free(o.kernels);
	free(driver);
	return worst;
}
