/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A driver's tests: in a process under each sanitizer, and in kernels. What a run prints is KTAP;
 * what is told is one line a run, the failures, and the sum.
 */
#define _GNU_SOURCE
#include "base/diag.h"
#include "base/json.h"
#include "base/ktap.h"
#include "base/paths.h"
#include "base/run.h"
#include "cli/command.h"
#include "cli/gate.h"
#include "cli/host_build.h"
#include "vm/archive.h"
#include "vm/kernel.h"
#include "vm/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: cleat test [DRIVER...] [OPTION...]\n"
	"\n"
	"Run the tests of drivers (folders with a Kbuild and a NAME_test.c; default: the current folder):\n"
	"in a process, first under ASan and UBSan, then under TSan; or in kernels.\n"
	"\n"
	"  --sanitize WORD[,WORD]  none, address, thread (default: address,thread)\n"
	"  --kernel V[,V...]       in these kernels instead: 6.1, 6.12, 7.2, uml\n"
	"  --no-check              test it although the checker has findings\n"
	"  --timeout SECONDS       for one run (default 120; a kernel 300)\n"
	"  --verbose               show what the tests print\n"
	"  --json                  one JSON document\n"
	"  --junit FILE            also write JUnit XML\n"
	"\n"
	"Exit status: 0 all passed, 1 a test failed or a driver does not compile, 2 could not run.\n";

enum { MAX_DRIVERS = 64 };

/**
 * struct request - what is asked for
 * @sanitize: a bit for each enum host_flavour
 * @kernels: the --kernel list, or NULL
 */
struct request {
	const char *drivers[MAX_DRIVERS];
	int n_drivers;
	unsigned int sanitize;
	const char *kernels;
	const char *junit;
	unsigned int timeout_s;
	bool no_check, verbose, as_json;
};

/** struct run_report - where the results of each run go, and their sums */
struct run_report {
	const struct request *q;
	struct json json;
	FILE *junit;
	int passed, failed, skipped;
	int status;
};

/* ---- reporting ---- */

static void report_begin(struct run_report *r)
{
	if (r->q->as_json) {
		json_init(&r->json, stdout);
		json_object_begin(&r->json);
		json_key(&r->json, "runs");
		json_array_begin(&r->json);
	}
	if (r->junit)
		fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", r->junit);
}

static void report_failures(const struct ktap *k)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct ktap_result *t = &k->results[i];

		if (t->status == KTAP_OK)
			continue;
		printf("  %s %s", t->status == KTAP_SKIP ? "skip  " : "not ok", t->name);
		for (const char *c = t->comment; c && *c; c += *c == '\n') {
			size_t len = strcspn(c, "\n");

			printf("%s%.*s", t->status == KTAP_SKIP ? ": " : "\n         ", (int)len, c);
			c += len;
		}
		putchar('\n');
	}
}

/* One run of one driver: its name, where it ran, and its results. */
static void report_run(struct run_report *r, const char *driver, const char *where, const struct ktap *k)
{
	char *name = paths_format("%s (%s)", driver, where);

	r->passed += k->passed;
	r->failed += k->failed;
	r->skipped += k->skipped;
	if (k->failed && r->status == EXIT_FINE)
		r->status = EXIT_FINDING;
	if (r->junit)
		ktap_junit(k, name, r->junit);
	if (r->q->as_json) {
		json_object_begin(&r->json);
		json_kv_string(&r->json, "driver", driver);
		json_kv_string(&r->json, "where", where);
		ktap_json(k, &r->json);
		json_object_end(&r->json);
	} else {
		printf("%-7s %s: %d passed, %d failed", k->failed ? "not ok" : "ok", name, k->passed, k->failed);
		printf(k->skipped ? ", %d skipped\n" : "\n", k->skipped);
		report_failures(k);
	}
	free(name);
}

static void report_end(struct run_report *r)
{
	if (r->junit) {
		fputs("</testsuites>\n", r->junit);
		fclose(r->junit);
	}
	if (r->q->as_json) {
		json_array_end(&r->json);
		json_kv_int(&r->json, "passed", r->passed);
		json_kv_int(&r->json, "failed", r->failed);
		json_kv_int(&r->json, "skipped", r->skipped);
		json_object_end(&r->json);
		json_end_document(&r->json);
	} else if (r->passed + r->failed + r->skipped) {
		printf("%d passed, %d failed", r->passed, r->failed);
		printf(r->skipped ? ", %d skipped\n" : "\n", r->skipped);
	}
}

/* ---- runs in a process ---- */

static const char *const flavour_words[] = {"host", "host, ASan+UBSan", "host, TSan"};

static void show_output(const char *out)
{
	fputs(out, stderr);
	if (*out && out[strlen(out) - 1] != '\n')
		fputc('\n', stderr);
}

/* What the process's end adds to its results. */
static void judge_end(struct ktap *k, const struct run *run, unsigned int timeout_s)
{
	if (run->timed_out) {
		char *why = paths_format("no end after %u s", timeout_s);

		ktap_finish(k, why);
		if (!k->failed)
			ktap_fail(k, "end", why);
		free(why);
		return;
	}
	ktap_finish(k, run->status >= 128 ? "the process crashed" : NULL);
	if (run->status != 0 && !k->failed) {
		char *why = paths_format("the process ended with status %d: its last words are above", run->status);

		ktap_fail(k, "end", why);
		free(why);
	}
}

/* false: it does not compile, and would not for another sanitizer */
static bool run_on_host(struct run_report *r, const char *driver, enum host_flavour flavour)
{
	unsigned int timeout_s = r->q->timeout_s ? r->q->timeout_s : 120;
	static const char *const env[] = {"ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:exitcode=1",
					  "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1",
					  "TSAN_OPTIONS=second_deadlock_stack=1:exitcode=1", NULL};
	char *exe, *name = realpath(driver, NULL);
	const char *argv[] = {NULL, NULL};
	struct run run = {.argv = argv, .capture = true, .merge = true, .env = env, .timeout_ms = timeout_s * 1000};
	int status = host_build(driver, flavour, true, &exe);
	struct ktap k;

	ktap_init(&k);
	if (status != EXIT_FINE) {
		if (status == EXIT_FINDING) {
			ktap_fail(&k, "build", "it does not compile: the compiler's words are above");
			report_run(r, paths_base(name ? name : driver), "host", &k);
		} else {
			r->status = EXIT_UNABLE;
		}
		ktap_free(&k);
		free(name);
		return false;
	}
	argv[0] = exe;
	run_wait(&run);
	ktap_text(&k, run.out ? run.out : "");
	judge_end(&k, &run, timeout_s);
	if ((r->q->verbose || k.failed) && run.out)
		show_output(run.out);
	report_run(r, paths_base(name ? name : driver), flavour_words[flavour], &k);
	ktap_free(&k);
	free(run.out);
	free(exe);
	free(name);
	return true;
}

static void run_all_on_host(struct run_report *r)
{
	for (int i = 0; i < r->q->n_drivers; i++) {
		bool built = true;

		for (int f = HOST_PLAIN; f <= HOST_TSAN && built; f++)
			if (r->q->sanitize & (1u << f))
				built = run_on_host(r, r->q->drivers[i], (enum host_flavour)f);
	}
}

/* ---- runs in kernels ---- */

struct kernel_run {
	struct run_report *r;
	const char *where;
};

static void on_kernel_report(void *arg, const char *driver, const struct ktap *k, const char *log)
{
	struct kernel_run *run = arg;

	report_run(run->r, paths_base(driver), run->where, k);
	if (k->failed && *log)
		diag_note("  log: %s", log);
}

static void run_in_kernel(struct run_report *r, const char *name, const char *const *folders)
{
	char *where = paths_format("kernel %s", name);
	struct kernel_run run = {.r = r, .where = where};
	struct vm_test t = {.kernel = name, .drivers = folders, .n_drivers = r->q->n_drivers,
			    .timeout_s = r->q->timeout_s, .verbose = r->q->verbose, .quiet = r->q->as_json,
			    .report = on_kernel_report, .arg = &run};

	if (vm_test(&t) != EXIT_FINE)
		r->status = EXIT_UNABLE;
	free(where);
}

static void run_all_in_kernels(struct run_report *r)
{
	char **kernels = kernel_split(r->q->kernels), *folders[MAX_DRIVERS];

	for (int i = 0; i < r->q->n_drivers; i++)
		folders[i] = paths_driver(r->q->drivers[i]);
	for (char **k = kernels; *k; k++)
		run_in_kernel(r, *k, (const char *const *)folders);
	for (int i = 0; i < r->q->n_drivers; i++)
		free(folders[i]);
	names_free(kernels);
}

/* ---- the request ---- */

static int parse_sanitize(struct request *q, const char *list)
{
	char *copy = paths_format("%s", list), *save = NULL;
	int status = 0;

	q->sanitize = 0;
	for (char *w = strtok_r(copy, ",", &save); w && !status; w = strtok_r(NULL, ",", &save)) {
		enum host_flavour f;

		if (host_flavour_parse(w, &f))
			q->sanitize |= 1u << f;
		else
			status = diag_error("none, address or thread", "--sanitize %s: no such sanitizer", w);
	}
	free(copy);
	return status;
}

/* One option that takes a value; 0, EXIT_UNABLE after a message, or -1 when it is none of ours. */
static int parse_value(struct request *q, const char *option, const char *value)
{
	bool known = strcmp(option, "--sanitize") == 0 || strcmp(option, "--kernel") == 0 ||
		     strcmp(option, "--timeout") == 0 || strcmp(option, "--junit") == 0;
	char *end;

	if (!known)
		return -1;
	if (!value)
		return diag_error("cleat test --help", "test: %s wants a value", option);
	if (strcmp(option, "--sanitize") == 0)
		return parse_sanitize(q, value);
	if (strcmp(option, "--kernel") == 0) {
		q->kernels = value;
	} else if (strcmp(option, "--junit") == 0) {
		q->junit = value;
	} else {
		q->timeout_s = (unsigned int)strtoul(value, &end, 10);
		if (*end || end == value || q->timeout_s == 0)
			return diag_error("give seconds", "--timeout %s: no number", value);
	}
	return 0;
}

static int parse(struct request *q, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		int status = parse_value(q, argv[i], argv[i + 1]);

		if (status > 0)
			return status;
		if (status == 0)
			i++;
		else if (strcmp(argv[i], "--no-check") == 0)
			q->no_check = true;
		else if (strcmp(argv[i], "--verbose") == 0)
			q->verbose = true;
		else if (strcmp(argv[i], "--json") == 0)
			q->as_json = true;
		else if (argv[i][0] == '-')
			return diag_error("cleat test --help", "test: '%s' is not understood", argv[i]);
		else if (q->n_drivers == MAX_DRIVERS)
			return diag_error("name fewer drivers", "test: more than %d drivers", MAX_DRIVERS);
		else
			q->drivers[q->n_drivers++] = argv[i];
	}
	if (q->n_drivers == 0)
		q->drivers[q->n_drivers++] = ".";
	return 0;
}

/* Every driver is looked at before the first run. */
static int check_drivers(const struct request *q)
{
	int worst = EXIT_FINE;

	for (int i = 0; i < q->n_drivers && worst != EXIT_UNABLE; i++) {
		int status = gate_named(q->drivers[i], !q->no_check);

		worst = status > worst ? status : worst;
	}
	return worst;
}

int cmd_test(int argc, char **argv)
{
	struct request q = {.sanitize = 1u << HOST_ASAN | 1u << HOST_TSAN};
	struct run_report r = {.q = &q, .status = EXIT_FINE};
	int status;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return EXIT_FINE;
	}
	status = parse(&q, argc, argv);
	if (!status)
		status = check_drivers(&q);
	if (status)
		return status;
	diag_quiet(q.as_json);
	if (q.junit && !(r.junit = fopen(q.junit, "we")))
		return diag_error("name a file that can be written", "%s: %m", q.junit);
	report_begin(&r);
	if (q.kernels)
		run_all_in_kernels(&r);
	else
		run_all_on_host(&r);
	report_end(&r);
	return r.status;
}
