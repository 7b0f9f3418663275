/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "abi/naming.h"
#include "abi/lock.h"
#include "abi/syscalls.h"
#include "abi/verbs.h"

#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

static bool parse_profiles(struct abi_options *o, const char *list)
{
	char *copy = strdup(list), *save = NULL;
	bool fine = true;

	for (char *p = strtok_r(copy, ",", &save); p && fine; p = strtok_r(NULL, ",", &save)) {
		const struct abi_profile *profile = abi_profile_find(p);

		for (unsigned int i = 0; i < o->n_profiles; i++)
			if (o->profiles[i] == profile)
				profile = NULL;
		fine = profile && o->n_profiles < ABI_MAX_PROFILES;
		if (fine)
			o->profiles[o->n_profiles++] = profile;
		else
			diag_error("known: x86_64 i386 x32 arm64 arm riscv64 loongarch64 s390x "
				   "ppc64le ppc "
				   "mips64el mipsel sparc64 m68k, each once",
				   "--profiles: '%s'", p);
	}
	free(copy);
	return fine;
}

static bool add(const char **items, int *n, const char *item)
{
	if (*n == OPTIONS_MAX_PATHS - 1) {
		diag_error("give fewer", "abi: more than %d of these", OPTIONS_MAX_PATHS - 1);
		return false;
	}
	items[(*n)++] = item;
	return true;
}

struct flag {
	const char *name;
	bool *on;
	const char **value;
};

static int parse_flag(struct abi_options *o, const char *name, const char *value, bool *ret_used)
{
	const struct flag flags[] = {
		{"--json", &o->json, NULL},	  {"--system", &o->system, NULL},
		{"--recount", &o->recount, NULL}, {"--quiet", &o->quiet, NULL},
		{"--verbose", &o->verbose, NULL}, {"--c", &o->c, NULL},
		{"--rust", &o->rust, NULL},	  {"--skip", NULL, &o->skip},
		{"--output", NULL, &o->output},	  {"--policy", NULL, &o->policy},
		{"--accept", NULL, &o->accept},	  {"--sarif", NULL, &o->sarif},
		{"--html", NULL, &o->html},	  {"--in", NULL, &o->in},
		{"--only", NULL, &o->only},	  {"--base", NULL, &o->base},
	};

	*ret_used = false;
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (strcmp(name, flags[i].name) != 0)
			continue;
		if (flags[i].on) {
			*flags[i].on = true;
			return -1;
		}
		*ret_used = true;
		*flags[i].value = value;
		return value ? -1 : diag_error(NULL, "%s: a value is wanted", name);
	}
	*ret_used = true;
	if (strcmp(name, "--profiles") == 0 && value)
		return parse_profiles(o, value) ? -1 : EXIT_UNABLE;
	if (strcmp(name, "--include") == 0 && value)
		return add(o->includes, &o->n_includes, value) ? -1 : EXIT_UNABLE;
	if (strcmp(name, "--define") == 0 && value) {
		char *flag;

		if (asprintf(&flag, "-D%s", value) < 0)
			arena_oom();
		return add(o->defines, &o->n_defines, flag) ? -1 : EXIT_UNABLE;
	}
	return diag_error("--help lists the options", "%s: no such option, or its value is missing",
			  name);
}

int options_parse(struct abi_options *o, int argc, char **argv, const char *usage)
{
	*o = (struct abi_options){.usage = usage};
	for (int i = 1; i < argc; i++) {
		bool used;
		int state;

		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			fputs(usage, stdout);
			return EXIT_FINE;
		}
		if (argv[i][0] != '-' || !argv[i][1]) {
			if (!add(o->paths, &o->n_paths, argv[i]))
				return EXIT_UNABLE;
			continue;
		}
		state = parse_flag(o, argv[i], i + 1 < argc ? argv[i + 1] : NULL, &used);
		if (state >= 0)
			return state;
		i += used;
	}
	diag_quiet(o->quiet || o->json);
	return -1;
}

static void choose_profiles(struct abi_model *m, const struct abi_options *o,
			    const struct abi_model *like)
{
	if (like) {
		memcpy(m->profiles, like->profiles, sizeof(m->profiles));
		m->n_profiles = like->n_profiles;
	} else if (o->n_profiles) {
		memcpy(m->profiles, o->profiles, sizeof(m->profiles));
		m->n_profiles = o->n_profiles;
	} else {
		m->profiles[0] = abi_profile_find("x86_64");
		m->profiles[1] = abi_profile_find("i386");
		m->n_profiles = 2;
	}
}

/* "-DX -IY" as freeze noted them: split at blanks. */
static void split_flags(struct abi_model *m, const char *flags, const char **defines, int *n)
{
	char *copy = flags ? arena_copy(&m->arena, flags, strlen(flags)) : NULL, *save = NULL;

	for (char *f = copy ? strtok_r(copy, " ", &save) : NULL; f; f = strtok_r(NULL, " ", &save))
		if (*n < OPTIONS_MAX_PATHS - 1)
			defines[(*n)++] = f;
}

static void note_flags(struct abi_model *m, const char *const *defines, int n)
{
	for (int i = 0; i < n; i++)
		m->flags = m->flags ? arena_format(&m->arena, "%s %s", m->flags, defines[i])
				    : arena_format(&m->arena, "%s", defines[i]);
}

static struct abi_model *load_headers(const struct abi_options *o, struct abi_source *s,
				      struct abi_model *m, const struct abi_model *like)
{
	const char *defines[OPTIONS_MAX_PATHS * 2] = {NULL};
	struct abi_extract how = {.includes = o->includes, .defines = defines, .system = o->system};
	int n = 0;

	for (; n < o->n_defines; n++)
		defines[n] = o->defines[n];
	if (like)
		split_flags(m, like->flags, defines, &n);
	note_flags(m, defines, n);
	if (o->skip || (like && like->skips))
		m->skips = arena_format(&m->arena, "%s", o->skip ? o->skip : like->skips);
	if (abi_extract(m, s, &how) != EXIT_FINE)
		return abi_model_free(m);
	return m;
}

struct abi_model *model_load(const struct abi_options *o, const char *arg,
			     const struct abi_model *like)
{
	struct abi_model *m = abi_model_new();
	struct abi_source_how how = {.skips = o->skip ? o->skip : like ? like->skips : NULL};
	struct abi_source s;

	choose_profiles(m, o, like);
	how.profiles = m->profiles;
	how.n_profiles = m->n_profiles;
	if (!abi_source_open(&s, arg, &how)) {
		m = abi_model_free(m);
	} else if (s.lock || s.table) {
		abi_model_free(m);
		m = s.lock ? lock_read(s.lock, o->recount) : syscalls_model(s.table);
	} else {
		m = load_headers(o, &s, m, like);
	}
	abi_source_close(&s);
	return m;
}

/* The patterns of a policy file go in front of what names suggest. */
bool model_add_policy(struct abi_model *m, const char *path)
{
	struct abi_model *p = lock_read(path, true);

	if (!p)
		return false;
	for (size_t i = 0; i < p->n_patterns; i++) {
		struct abi_pattern q = p->patterns[i];

		q.what = arena_format(&m->arena, "%s", q.what);
		q.glob = arena_format(&m->arena, "%s", q.glob);
		m->patterns = arena_array(&m->arena, m->patterns, m->n_patterns, sizeof(q));
		m->patterns[m->n_patterns++] = q;
	}
	abi_model_free(p);
	return true;
}
