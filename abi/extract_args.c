/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The compiler's arguments for one profile, and which folders are the roots of header names.
 */
#include "abi/extract_tu.h"

#include "base/diag.h"
#include "base/paths.h"

#include <stdlib.h>
#include <string.h>

/* A file's name below the longest root that it is in. */
const char *tu_header_name(const struct tu *t, const char *path)
{
	for (int i = 0; i < t->n_roots; i++) {
		size_t n = strlen(t->roots[i]);

		if (strncmp(path, t->roots[i], n) == 0 && path[n] == '/')
			return path + n + 1;
	}
	return NULL;
}

/* Are there asm headers for the machine at all? Without them nothing is known of it. */
bool tu_has_asm(const struct tu *t)
{
	for (int i = 0; i < t->n_roots; i++) {
		char *path = paths_format("%s/asm", t->roots[i]);
		bool has = paths_exists(path);

		free(path);
		if (has)
			return true;
	}
	return false;
}

static void add_arg(struct tu *t, const char *fmt, const char *value)
{
	if (t->n_args == TU_ARGS)
		exit(diag_error("give fewer --include and --define",
				"abi: too many compiler flags"));
	t->args[t->n_args++] = arena_format(&t->m->arena, fmt, value);
}

static void add_root(struct tu *t, const char *dir)
{
	char *real = realpath(dir, NULL);

	if (!real)
		return;
	t->roots[t->n_roots++] = arena_copy(&t->m->arena, dir, strlen(dir));
	add_arg(t, "-I%s", dir);
	free(real);
}

static void system_headers(struct tu *t, const struct abi_profile *p)
{
	add_arg(t, "-idirafter%s", "/usr/local/include");
	add_arg(t, "-idirafter/usr/include/%s", p->multiarch);
	add_arg(t, "-idirafter%s", "/usr/include");
}

/*
 * The machine's asm headers. One package may serve several profiles of an architecture (x86_64 and
 * i386 have the same files), so any of that architecture's folders will do.
 */
static void add_asm(struct tu *t, const struct abi_profile *p)
{
	const struct abi_profile *other;
	int before = t->n_roots;
	char *dir;

	dir = paths_format("%s/%s", t->src->root, p->multiarch);
	add_root(t, dir);
	free(dir);
	for (unsigned int i = 0; t->n_roots == before && (other = abi_profile_at(i)); i++) {
		if (strcmp(other->arch, p->arch) != 0)
			continue;
		dir = paths_format("%s/%s", t->src->root, other->multiarch);
		add_root(t, dir);
		free(dir);
	}
	if (t->src->arch_root) {
		dir = paths_format("%s/%s/include/uapi", t->src->arch_root, p->arch);
		add_root(t, dir);
		free(dir);
	}
}

void tu_args(struct tu *t, const struct abi_profile *p, const struct abi_extract *how)
{
	static const char *const fixed[] = {"-xc",
					    "-std=gnu11",
					    "-ferror-limit=0",
					    "-Wno-everything",
					    "-Wmacro-redefined",
					    "-Werror=implicit-function-declaration",
					    "-Werror=implicit-int",
					    "-fno-spell-checking"};
	char *kit = paths_kit("abi/include"), *stubs = paths_kit("abi/stubs");

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		add_arg(t, "%s", fixed[i]);
	add_arg(t, "--target=%s", p->target);
	add_arg(t, "%s", how->system ? "-nostdlibinc" : "-nostdinc");
	if (p->flag)
		add_arg(t, "%s", p->flag);
	add_asm(t, p);
	add_root(t, t->src->root);
	for (const char *const *d = how->includes; d && *d; d++)
		add_arg(t, "-I%s", *d);
	for (const char *const *d = how->defines; d && *d; d++)
		add_arg(t, "%s", *d);
	if (t->src->linux_types) {
		char *prelude = paths_format("%s/prelude.h", stubs);

		add_arg(t, "-idirafter%s", stubs);
		if (t->src->kernel)
			add_arg(t, "-idirafter%s/generic", t->src->temp);
		add_arg(t, "-include%s", prelude);
		free(prelude);
	} else {
		add_arg(t, "-idirafter%s", kit);
	}
	if (how->system)
		system_headers(t, p);
	free(kit);
	free(stubs);
}
