/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "base/diag.h"
#include "base/json.h"
#include "base/paths.h"
#include "cli/command.h"
#include "vm/archive.h"
#include "vm/boot.h"
#include "vm/build.h"
#include "vm/kmodules.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
	"usage: cleat vm [OPTION...] [DRIVER[:PARAMETER=VALUE]...] [-- COMMAND...]\n\n"
	"Boot a real kernel, load the drivers, run the command in it, and end with its status.\n"
	"Without a command: a shell when this is a terminal, else the drivers are loaded and "
	"removed.\n\n"
	"  --kernel V      6.1 (default), 6.12, 7.2 or uml\n"
	"  --modprobe NAME[:PARAMETER=VALUE]\n"
	"                  load a module that comes with the kernel (may be repeated)\n"
	"  --with PROGRAM  take this program along too, with its libraries (may be repeated)\n"
	"  --share DIR     the folder appears as /share in the machine\n"
	"  --append ARGS   more words for the kernel's command line\n"
	"  --memory MB     512 by default\n"
	"  --timeout S     stop the machine after this many seconds (120)\n"
	"  --interactive   a shell in the machine\n"
	"  --verbose       show the kernel's console on stderr\n"
	"  --json          say how it ended as JSON\n\n"
	"exit status: the command's; 1 when a driver does not load or the kernel reports trouble\n";

enum { MAX_WORDS = 32 };

struct options {
	struct boot boot;
	const char *kernel;
	const char *modules[MAX_WORDS], *programs[MAX_WORDS];
	int n_modules, n_programs;
	char **drivers, **command;
	int n_drivers;
	bool json;
};

/* What the machine told. */
struct outcome {
	int status;
	bool exited, refused;
	FILE *output;
};

static void print_output(void *arg, const char *data, size_t size)
{
	struct outcome *o = arg;

	fwrite(data, 1, size, o->output);
	fflush(o->output);
}

static void on_event(void *arg, const char *event)
{
	struct outcome *o = arg;
	char name[64], why[256] = "";
	int status;

	if (sscanf(event, "exit %d", &status) == 1) {
		o->status = status;
		o->exited = true;
	} else if (sscanf(event, "load %63s %d %255[^\n]", name, &status, why) >= 2 && status) {
		o->refused = true;
		diag_error("--verbose shows what the kernel says", "%s: does not load: %s", name,
			   why);
	} else if (sscanf(event, "unload %63s %d %*d %255[^\n]", name, &status, why) >= 2 &&
		   status) {
		o->refused = true;
		diag_error("a reference to the module was not given back",
			   "%s: does not unload: %s", name, why);
	}
}

static int take_option(int c, struct options *o)
{
	switch (c) {
	case 'k':
		o->kernel = optarg;
		return 0;
	case 'm':
		if (o->n_modules < MAX_WORDS)
			o->modules[o->n_modules++] = optarg;
		return 0;
	case 'w':
		if (o->n_programs < MAX_WORDS)
			o->programs[o->n_programs++] = optarg;
		return 0;
	case 's':
		o->boot.share = realpath(optarg, NULL);
		return o->boot.share ? 0
				     : diag_error("name a folder", "--share %s: not there", optarg);
	case 'a':
		o->boot.append = optarg;
		return 0;
	case 'M':
		o->boot.memory_mb = (unsigned int)atoi(optarg);
		return o->boot.memory_mb >= 64 ? 0
					       : diag_error("64 or more", "--memory %s", optarg);
	case 't':
		o->boot.timeout_s = (unsigned int)atoi(optarg);
		return o->boot.timeout_s > 0 ? 0 : diag_error("in seconds", "--timeout %s", optarg);
	case 'i':
		o->boot.interactive = true;
		return 0;
	case 'v':
		o->boot.verbose = true;
		return 0;
	case 'j':
		o->json = true;
		return 0;
	default:
		return diag_error("cleat vm --help", "vm: wrong usage");
	}
}

static int parse(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = {{"kernel", required_argument, NULL, 'k'},
					      {"modprobe", required_argument, NULL, 'm'},
					      {"with", required_argument, NULL, 'w'},
					      {"share", required_argument, NULL, 's'},
					      {"append", required_argument, NULL, 'a'},
					      {"memory", required_argument, NULL, 'M'},
					      {"timeout", required_argument, NULL, 't'},
					      {"interactive", no_argument, NULL, 'i'},
					      {"verbose", no_argument, NULL, 'v'},
					      {"json", no_argument, NULL, 'j'},
					      {"help", no_argument, NULL, 'h'},
					      {NULL, 0, NULL, 0}};
	int c, ret, end = 1;

	/* What follows "--" is the command's own. */
	while (end < argc && strcmp(argv[end], "--") != 0)
		end++;
	while ((c = getopt_long(end, argv, "k:m:vh", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(help, stdout), -1;
		ret = take_option(c, o);
		if (ret)
			return ret;
	}
	o->drivers = argv + optind;
	o->n_drivers = end - optind;
	o->command = end < argc - 1 ? argv + end + 1 : NULL;
	if (!o->command && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		o->boot.interactive = true;
	return 0;
}

static char *extend(char *text, char *more)
{
	char *sum = paths_format("%s%s", text, more);

	free(text);
	free(more);
	return sum;
}

/* 'word' for the shell. */
static char *quoted(const char *word)
{
	char *out = paths_format("%s", " '"), *more;

	for (; *word; word++) {
		more = *word == '\'' ? paths_format("%s'\\''", out)
				     : paths_format("%s%c", out, *word);
		free(out);
		out = more;
	}
	return extend(out, paths_format("'"));
}

/* Plan the loading of the kernel's module "NAME:PARAMETER=VALUE" and of what it depends on. */
static int add_kernel_module(const struct options *o, const char *arg, struct initramfs *fs, char **plan)
{
	char *name = paths_format("%.*s", (int)strcspn(arg, ":"), arg), *paths = NULL, *save = NULL;
	char *parameters = arg[strlen(name)] ? quoted(arg + strlen(name) + 1) : NULL;
	int ret = kmodules_add(o->boot.kernel, fs, name, &paths);
	char *p = paths ? strtok_r(paths, "\n", &save) : NULL;

	while (ret == 0 && p) {
		const char *base = paths_base(p), *path = p;
		int len = (int)strlen(base) - 3;

		/* The module itself comes last. Two of them may need the same third one. */
		p = strtok_r(NULL, "\n", &save);
		*plan = extend(*plan, paths_format("grep -qw '^%.*s' /proc/modules || load %.*s %s%s\n",
						   len, base, len, base, path,
						   !p && parameters ? parameters : ""));
	}
	free(parameters);
	free(paths);
	free(name);
	return ret;
}

static int add_kernel_modules(const struct options *o, struct initramfs *fs, char **plan)
{
	int ret = 0;

	for (int i = 0; i < o->n_modules && ret == 0; i++)
		ret = add_kernel_module(o, o->modules[i], fs, plan);
	return ret;
}

/* Build the driver "DIR:PARAMETER=VALUE" and plan its loading now and its removal at the end. */
static int add_driver(const struct options *o, const char *arg, struct initramfs *fs, char **plan,
		      char **undo)
{
	char *dir = paths_format("%.*s", (int)strcspn(arg, ":"), arg), *driver = paths_driver(dir);
	struct build b = {.driver = driver, .kernel = o->boot.kernel};
	const char *parameters = arg[strlen(dir)] ? arg + strlen(dir) + 1 : "";
	int ret = driver ? build_driver(&b) : EXIT_UNABLE;

	for (char **m = b.ret_modules; ret == 0 && *m; m++) {
		const char *base = paths_base(*m);
		char *to = paths_format("usr/lib/cleat/%s", base), *q = quoted(parameters);
		int len = (int)strlen(base) - 3;

		ret = initramfs_copy(fs, *m, to);
		*plan = extend(*plan, paths_format("load %.*s /%s%s\n", len, base, to,
						   *parameters ? q : ""));
		*undo = extend(paths_format("unload %.*s\n", len, base), *undo);
		free(q);
		free(to);
	}
	build_free(&b);
	free(driver);
	free(dir);
	return ret;
}

static int add_command(const struct options *o, struct initramfs *fs, char **plan)
{
	for (int i = 0; i < o->n_programs; i++)
		if (!initramfs_program(fs, o->programs[i]))
			return diag_error("install it here",
					  "--with %s: this system has no such program",
					  o->programs[i]);
	if (o->boot.interactive) {
		*plan = extend(*plan, paths_format("setsid cttyhack sh\n"));
		return 0;
	}
	if (!o->command)
		return 0;
	if (!initramfs_program(fs, o->command[0]) && !initramfs_applet(o->command[0]))
		return diag_error("install it here, or bring it with --with",
				  "%s: neither this system nor busybox has such a program",
				  o->command[0]);
	*plan = extend(*plan, paths_format("run"));
	for (char **w = o->command; *w; w++)
		*plan = extend(*plan, quoted(*w));
	*plan = extend(*plan, paths_format("\n"));
	return 0;
}

static int prepare(struct options *o, struct initramfs *fs, char **ret_initrd)
{
	char *plan = paths_format("%s", ""), *undo = paths_format("%s", "");
	int ret = initramfs_begin(fs);

	ret = ret ? ret : add_kernel_modules(o, fs, &plan);
	for (int i = 0; i < o->n_drivers && ret == 0; i++)
		ret = add_driver(o, o->drivers[i], fs, &plan, &undo);
	ret = ret ? ret : add_command(o, fs, &plan);
	plan = extend(plan, undo);
	ret = ret ? ret : boot_plan(&o->boot, fs, plan);
	ret = ret ? ret : initramfs_end(fs, ret_initrd);
	free(plan);
	return ret;
}

static int judge(const struct options *o, const struct outcome *out)
{
	if (o->boot.end == BOOT_UNABLE)
		return EXIT_UNABLE;
	if (o->boot.end != BOOT_DONE || o->boot.splat || out->refused)
		return EXIT_FINDING;
	return out->exited ? out->status : EXIT_FINE;
}

static void print_json(const struct options *o, const struct outcome *out, int ret)
{
	static const char *const ends[] = {"done", "crashed", "silent", "timeout", "unable"};
	struct json j;

	json_init(&j, stdout);
	json_object_begin(&j);
	json_kv_string(&j, "kernel", o->boot.kernel->name);
	json_kv_string(&j, "release", o->boot.kernel->release);
	json_kv_string(&j, "end", ends[o->boot.end]);
	json_kv_int(&j, "status", ret);
	json_key(&j, "command_status");
	if (out->exited)
		json_int(&j, out->status);
	else
		json_null(&j);
	json_key(&j, "seconds");
	json_double(&j, o->boot.seconds);
	json_kv_string(&j, "report", o->boot.splat);
	json_kv_string(&j, "console", o->boot.console);
	json_object_end(&j);
	json_end_document(&j);
}

static int run(struct options *o)
{
	struct outcome out = {.output = o->json ? stderr : stdout};
	struct initramfs fs = {.file = NULL};
	char *initrd = NULL;
	int ret = prepare(o, &fs, &initrd);

	if (ret == 0) {
		o->boot.output = print_output;
		o->boot.event = on_event;
		o->boot.arg = &out;
		boot_run(&o->boot, initrd);
		boot_explain(&o->boot);
		ret = judge(o, &out);
		if (o->json)
			print_json(o, &out, ret);
	}
	initramfs_free(&fs);
	free(initrd);
	return ret;
}

int cmd_vm(int argc, char **argv)
{
	struct options o = {.kernel = "6.1"};
	struct kernel k;
	int ret = parse(argc, argv, &o);

	if (ret)
		return ret < 0 ? EXIT_FINE : ret;
	o.boot.kernel = &k;
	ret = kernel_get(&k, o.kernel);
	if (ret == 0 && !k.image)
		ret = diag_error("take 6.1, 6.12, 7.2 or uml",
				 "%s: there is no kernel to boot in it", o.kernel);
	if (ret == 0)
		ret = run(&o);
	boot_free(&o.boot);
	free((char *)o.boot.share);
	kernel_free(&k);
	return ret;
}
