/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/check.h"
#include "base/diag.h"
#include "base/paths.h"
#include "check/mem.h"
#include "check/frontend.h"
#include "check/module.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_ROUNDS = 20 };

struct report *check_report_new(void)
{
	struct mem *a = mem_new();
	struct report *r = mem_new_object(a, struct report);

	r->arena = a;
	return r;
}

struct report *check_report_free(struct report *r)
{
	if (r)
		mem_free(r->arena);
	return NULL;
}

static int count(const char *const *list)
{
	int n = 0;

	while (list && list[n])
		n++;
	return n;
}

void check_file(const char *path, const struct check_options *opt, struct report *r)
{
	char *include = paths_kit("include"), *host = paths_kit("host"),
	     *kernel = paths_kit("kernel");
	char *root = paths_kit("");
	const char *trusted[] = {include, host, kernel, NULL};
	int n = count(opt->args);
	const char **args = mem_alloc(r->arena, sizeof(*args) * (size_t)(n + 5));
	struct frontend_options fo = {.args = args, .trusted = trusted};
	struct unit *u;

	args[0] = mem_format(r->arena, "-I%s", include);
	args[1] = "-D__CLEAT_CHECK__";
	args[2] = "-D__CLEAT_HOST__";
	args[3] = "-DKBUILD_MODNAME=\"driver\"";
	memcpy(args + 4, opt->args, sizeof(*args) * (size_t)n);
	u = frontend_parse(path, &fo);
	if (u)
		module_check(u, r);
	else
		r->unable++;
	frontend_free(u);
	free(include);
	free(host);
	free(kernel);
	free(root);
}

static int is_c_file(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 2 && strcmp(d->d_name + n - 2, ".c") == 0 && d->d_name[0] != '.' &&
	       !(n > 6 && strcmp(d->d_name + n - 6, ".mod.c") == 0) &&
	       !(n > 7 && strcmp(d->d_name + n - 7, "_test.c") == 0);
}

/*
 * What one file of a driver teaches (a field that is left NULL) the others must know: all are
 * checked again until nothing new is learned. A file knows what was taught in the rounds before its
 * own, so that the order of the files is of no importance.
 */
static void check_files(const char *path, struct dirent **list, int n,
			const struct check_options *opt, struct report *r)
{
	const struct report before = *r;
	struct facts known = {0}, taught;

	for (int round = 0; round < MAX_ROUNDS; round++) {
		*r = before;
		r->known = &known;
		for (int i = 0; i < n; i++) {
			char *file = paths_format("%s/%s", path, list[i]->d_name);

			check_file(file, opt, r);
			free(file);
		}
		taught = r->taught;
		r->known = NULL;
		r->taught = before.taught;
		if (n == 1 || !facts_merge(&known, r->arena, &taught))
			return;
	}
	diag_error(NULL, "%s: its files teach each other without end", path);
	r->unable++;
}

static bool check_folder(const char *path, const struct check_options *opt, struct report *r)
{
	struct dirent **list;
	int n = scandir(path, &list, is_c_file, alphasort);

	if (n <= 0) {
		if (n == 0)
			free(list);
		diag_error("name a C file or a driver's folder", "%s: no C file in it", path);
		return false;
	}
	check_files(path, list, n, opt, r);
	for (int i = 0; i < n; i++)
		free(list[i]);
	free(list);
	return true;
}

bool check_path(const char *path, const struct check_options *opt, struct report *r)
{
	char *real = realpath(path, NULL);
	struct stat st;
	bool ok = true;

	if (!real || stat(real, &st) != 0) {
		diag_error("name a C file or a driver's folder", "%s: no such file or folder",
			   path);
		free(real);
		return false;
	}
	if (S_ISDIR(st.st_mode))
		ok = check_folder(real, opt, r);
	else
		check_file(real, opt, r);
	free(real);
	return ok;
}

int check_status(const struct report *r)
{
	if (r->unable)
		return EXIT_UNABLE;
	return r->n_findings ? EXIT_FINDING : EXIT_FINE;
}

int check_driver(const char *dir, struct check_summary *ret)
{
	struct report *r = check_report_new();
	static const struct check_options none = {.args = NULL};
	bool found = check_path(dir, &none, r);
	int status = found ? check_status(r) : EXIT_UNABLE;

	report_sort(r);
	if (status != EXIT_FINE)
		findings_text(r, stderr);
	*ret = (struct check_summary){.findings = r->n_findings,
				      .unable = r->unable + !found,
				      .files = r->files,
				      .functions = r->functions,
				      .lines = r->lines,
				      .unsafe_regions = r->n_regions,
				      .ms = r->parse_ms + r->check_ms};
	for (int i = 0; i < r->n_regions; i++)
		ret->unsafe_lines += (int)r->regions[i].lines;
	check_report_free(r);
	return status;
}
