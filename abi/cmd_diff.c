/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * `cleat abi diff A B` and `cleat abi check PATH`, which is a diff of abi.lock against the headers
 * beside it.
 */
#include "abi/compare.h"
#include "abi/gate.h"
#include "abi/lock.h"
#include "abi/naming.h"
#include "abi/report.h"
#include "abi/verbs.h"

#include "base/diag.h"
#include "base/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char diff_usage[] =
	"usage: cleat abi diff [OPTION...] A B\n\n"
	"  A, B: a lock file, a header, a folder, REV:PATH (git), FILE.deb, or pkg:NAME\n\n"
	"  --profiles LIST   machines, such as x86_64,i386,arm64 (default x86_64,i386)\n"
	"  --policy FILE     levels, policies and marks for A (lines \"pattern …\" of a lock "
	"file)\n"
	"  --skip GLOBS      headers to leave out\n"
	"  --include DIR     more headers to include; --define NAME[=VALUE]; --system\n"
	"  --verbose         all growth and notes; --json; --sarif FILE; --html FILE\n\n"
	"exit status: 0 compatible, 1 break, 2 could not check\n";

static const char check_usage[] =
	"usage: cleat abi check [OPTION...] [PATH...]\n\n"
	"  PATH: a driver's folder (uapi.h and abi.lock), or a header with abi.lock beside it;\n"
	"        the current folder if none is named\n\n"
	"  --include DIR, --define NAME[=VALUE], --system, --skip GLOBS: as for freeze\n"
	"  --verbose   all growth and notes; --json; --sarif FILE; --html FILE\n\n"
	"exit status: 0 compatible, 1 break, 2 could not check\n";

static bool write_report(const struct abi_report *r, const char *path, const char *uri,
			 void (*write)(const struct abi_report *, FILE *, const char *))
{
	FILE *f = fopen(path, "w");

	if (f)
		write(r, f, uri);
	if (f && fclose(f) == 0)
		return true;
	diag_error("name a file in a folder that can be written to", "%s: %s", path,
		   strerror(errno));
	return false;
}

static void html(const struct abi_report *r, FILE *out, const char *uri)
{
	(void)uri;
	report_html(r, out);
}

/* Compare, report in all the forms that were asked for, and free the models. */
static int compare_and_report(const struct abi_options *o, struct abi_report *r, const char *uri)
{
	int state = EXIT_UNABLE;

	if (r->a && r->b && abi_compare(r)) {
		state = abi_report_exit(r);
		if (o->json)
			report_json(r, stdout);
		else
			report_text(r, stdout, o->verbose);
		if ((o->sarif && !write_report(r, o->sarif, uri, report_sarif)) ||
		    (o->html && !write_report(r, o->html, uri, html)))
			state = EXIT_UNABLE;
	}
	abi_report_deinit(r);
	return state;
}

int abi_diff(int argc, char **argv)
{
	struct abi_options o;
	struct abi_report r = {0};
	int state = options_parse(&o, argc, argv, diff_usage);

	if (state >= 0)
		return state;
	if (o.n_paths != 2)
		return diag_error("cleat abi diff --help", "abi diff: two inputs are wanted");
	r.label_a = o.paths[0];
	r.label_b = o.paths[1];
	r.a = model_load(&o, o.paths[0], NULL);
	if (!r.a || (o.policy && !model_add_policy(r.a, o.policy))) {
		abi_report_deinit(&r);
		return EXIT_UNABLE;
	}
	abi_model_suggest(r.a);
	r.b = model_load(&o, o.paths[1], r.a);
	return compare_and_report(&o, &r, "");
}

static int check_one(const struct abi_options *o, const char *path)
{
	char *lock = abi_source_lock_path(path);
	struct abi_report r = {.label_a = lock, .label_b = path};
	int state;

	r.a = lock_read(lock, false);
	if (r.a && abi_model_facts(r.a, -1) == 0) {
		state = diag_error("freeze a header that has structs or ioctl numbers in it",
				   "%s: there is no fact in it to check", lock);
		abi_model_free(r.a);
	} else if (r.a) {
		abi_model_suggest(r.a);
		r.b = model_load(o, path, r.a);
		state = compare_and_report(o, &r, path);
	} else {
		state = EXIT_UNABLE;
	}
	free(lock);
	return state;
}

int abi_gate(const char *driver)
{
	struct abi_options o = {0};
	char *lock = abi_source_lock_path(driver);
	struct abi_report r = {.label_a = lock, .label_b = driver};
	int state = EXIT_FINE;

	if (paths_exists(lock)) {
		r.a = lock_read(lock, false);
		if (r.a)
			abi_model_suggest(r.a);
		r.b = r.a ? model_load(&o, driver, r.a) : NULL;
		state = r.a && r.b && abi_compare(&r) ? abi_report_exit(&r) : EXIT_UNABLE;
		if (state == EXIT_FINDING) {
			report_text(&r, stderr, false);
			diag_error(
				"undo the break; or: cleat abi freeze --accept \"why it is right\"",
				"%s: breaks its userspace ABI: not built", driver);
		}
		abi_report_deinit(&r);
	}
	free(lock);
	return state;
}

int abi_check(int argc, char **argv)
{
	struct abi_options o;
	int state = options_parse(&o, argc, argv, check_usage), worst = EXIT_FINE;

	if (state >= 0)
		return state;
	if (o.n_paths == 0)
		o.paths[o.n_paths++] = ".";
	if (o.n_paths > 1 && (o.json || o.sarif || o.html))
		return diag_error("check one at a time",
				  "abi check: --json, --sarif and --html want one path");
	for (int i = 0; i < o.n_paths; i++) {
		state = check_one(&o, o.paths[i]);
		worst = state > worst ? state : worst;
	}
	return worst;
}
