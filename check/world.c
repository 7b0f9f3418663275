/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/world.h"

#include "base/diag.h"
#include "base/paths.h"
#include "vm/kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A folder by its true name, as the front end knows its files. */
static const char *true_name(struct mem *a, const char *path)
{
	char *real = realpath(path, NULL);
	const char *copy = mem_strdup(a, real ? real : path);

	free(real);
	return copy;
}

static const char *kit_folder(struct mem *a, const char *rel)
{
	char *path = paths_kit(rel);
	const char *name = true_name(a, path);

	free(path);
	return name;
}

static const char *kept(struct mem *a, char *s)
{
	const char *copy = mem_strdup(a, s);

	free(s);
	return copy;
}

static const char *const *list_of(struct mem *a, const char *const *items)
{
	const char **list = NULL;
	int n = 0;

	for (; *items; items++)
		MEM_PUSH(a, list, n, *items);
	MEM_PUSH(a, list, n, NULL);
	return list;
}

static struct world *world_new(struct mem *a)
{
	const char *trusted[] = {kit_folder(a, "include"), kit_folder(a, "host"),
				 kit_folder(a, "kernel"), NULL};
	struct world *w = mem_new_object(a, struct world);

	w->trusted = list_of(a, trusted);
	return w;
}

const struct world *world_kit(struct mem *a)
{
	struct world *w = world_new(a);
	const char *args[] = {mem_format(a, "-I%s", w->trusted[0]), "-D__CLEAT_CHECK__",
			      "-D__CLEAT_HOST__", "-DKBUILD_MODNAME=\"driver\"", NULL};
	const char *system[] = {"/usr/include", NULL};

	w->args = list_of(a, args);
	w->system = list_of(a, system);
	return w;
}

/* ---- a kernel ---- */

/* Debian has the headers of an architecture and those of all of them in two folders. */
static const char *source_tree(struct mem *a, const char *headers)
{
	char *file = paths_format("%s/Makefile", headers), *text = paths_read(file, NULL);
	const char *line = text ? strstr(text, "include /") : NULL, *end, *tree = headers;

	free(file);
	while (line && line != text && line[-1] != '\n')
		line = strstr(line + 1, "include /");
	end = line ? strstr(line, "/Makefile") : NULL;
	if (end && strcspn(line, "\n") == (size_t)(end - line) + strlen("/Makefile"))
		tree = mem_strndup(a, line + strlen("include "),
				   (size_t)(end - line) - strlen("include "));
	free(text);
	return tree;
}

static bool is_x86(const char *headers)
{
	char *file = paths_format("%s/include/generated/autoconf.h", headers);
	char *text = paths_read(file, NULL);
	bool yes = text && strstr(text, "#define CONFIG_X86_64 1\n") &&
		   !strstr(text, "#define CONFIG_UML 1\n");

	free(text);
	free(file);
	return yes;
}

/* What Kbuild gives the compiler, as far as it changes what is read. */
static const char *const *kernel_args(struct mem *a, const struct world *w, const char *obj,
				      const char *src)
{
	static const struct {
		const char *option, *path;
		bool made;
	} dirs[] = {
		{"-isystem", "arch/x86/include", false},
		{"-isystem", "arch/x86/include/generated", true},
		{"-isystem", "include", false},
		{"-isystem", "include", true},
		{"-isystem", "arch/x86/include/uapi", false},
		{"-isystem", "arch/x86/include/generated/uapi", true},
		{"-isystem", "include/uapi", false},
		{"-isystem", "include/generated/uapi", true},
		{"-include", "include/linux/compiler-version.h", false},
		{"-include", "include/linux/kconfig.h", false},
		{"-include", "include/linux/compiler_types.h", false},
	};
	static const char *const plain[] = {"-nostdinc",
					    "-fms-extensions",
					    "-funsigned-char",
					    "-fshort-wchar",
					    "-m64",
					    "-mcmodel=kernel",
					    "-mno-sse",
					    "-fno-pie",
					    "-DMODULE",
					    "-DCC_USING_FENTRY",
					    "-DKBUILD_MODNAME=\"driver\"",
					    "-DKBUILD_BASENAME=\"driver\"",
					    "-D__KBUILD_MODNAME=kmod_driver",
					    "-D__KERNEL__",
					    "-D__CLEAT_CHECK__"};
	const char **args = NULL;
	int n = 0;

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		MEM_PUSH(a, args, n, plain[i]);
	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++)
		MEM_PUSH(a, args, n,
			 mem_format(a, "%s%s/%s", dirs[i].option, dirs[i].made ? obj : src,
				    dirs[i].path));
	MEM_PUSH(a, args, n, mem_format(a, "-I%s", w->trusted[0]));
	MEM_PUSH(a, args, n, mem_format(a, "-isystem%s", frontend_resources()));
	MEM_PUSH(a, args, n, NULL);
	return args;
}

/* Names of the kit that must not meet the kernel's. */
static const char *view_names(struct mem *a)
{
	const struct world *kit = world_kit(a);
	struct frontend_options fo = {
		.args = kit->args, .trusted = kit->trusted, .system = kit->system};
	const char *prelude = mem_format(a, "%s/cleat/prelude.h", kit->trusted[0]), **names;
	int n = frontend_names(a, prelude, &fo, &names);
	char *text = NULL;
	size_t size;
	FILE *out = n < 0 ? NULL : open_memstream(&text, &size);

	if (out)
		fputs("#ifndef __CLEAT_KERNEL_TYPES__\n", out);
	for (int i = 0; i < n; i++)
		fprintf(out, "#define %s __kernel_own_%s\n", names[i], names[i]);
	if (out)
		fputs("#else\n", out);
	for (int i = 0; i < n; i++)
		fprintf(out, "#undef %s\n", names[i]);
	if (out) {
		fputs("#endif\n", out);
		fclose(out);
	}
	return text ? kept(a, text) : NULL;
}

const struct world *world_kernel(struct mem *a, const char *kernel)
{
	struct world *w = world_new(a);
	const char *obj, *src;
	struct kernel k = {.name = NULL};
	bool uml = strcmp(kernel, "uml") == 0; /* its headers would be built first */
	int err = uml ? 0 : kernel_get_headers(&k, kernel);

	obj = err || uml ? "" : true_name(a, k.headers);
	kernel_free(&k);
	if (err)
		return NULL;
	if (!is_x86(obj)) {
		diag_error("take a kernel for x86-64, or check without --kernel",
			   "%s: no prepared headers of a kernel for x86-64", kernel);
		return NULL;
	}
	src = true_name(a, source_tree(a, obj));
	w->system = list_of(a, (const char *const[]){"/usr/include", obj, src, NULL});
	w->args = kernel_args(a, w, obj, src);
	w->header = mem_format(a, "%s/view.h", w->trusted[2]);
	w->names = view_names(a);
	return w->names ? w : NULL;
}

/* ---- one driver ---- */

struct names {
	struct mem *arena;
	const char **list;
	int n;
};

static void add_name(struct names *all, const char *name)
{
	const char *copy;

	for (int i = 0; i < all->n; i++)
		if (strcmp(all->list[i], name) == 0)
			return;
	copy = mem_strdup(all->arena, name);
	MEM_PUSH(all->arena, all->list, all->n, copy);
}

static void add_includes(struct names *all, const char *path, int depth)
{
	char *text = paths_read(path, NULL);
	size_t dir = (size_t)(strrchr(path, '/') - path) + 1;

	for (char *line = text; line; line = strchr(line, '\n')) {
		char name[256];

		line += *line == '\n';
		if (sscanf(line, " # include < %255[^>\n]>", name) == 1) {
			if (strncmp(name, "linux/", 6) == 0 || strncmp(name, "asm", 3) == 0)
				add_name(all, name);
		} else if (depth < 8 && sscanf(line, " # include \"%255[^\"\n]\"", name) == 1) {
			add_includes(all, mem_format(all->arena, "%.*s%s", (int)dir, path, name),
				     depth + 1);
		}
	}
	free(text);
}

const char *world_includes(struct mem *a, const char *const *files, int n)
{
	struct names all = {.arena = a};
	const char *text = "";

	for (int i = 0; i < n; i++)
		add_includes(&all, files[i], 0);
	for (int i = 0; i < all.n; i++)
		text = mem_format(a, "%s#include <%s>\n", text, all.list[i]);
	return text;
}

struct frontend_options world_options(struct mem *a, const struct world *w, const char *includes,
				      const char *const *args)
{
	struct frontend_options fo = {
		.args = args, .trusted = w->trusted, .system = w->system, .header = w->header};
	struct frontend_made *made;

	if (!w->names)
		return fo;
	made = mem_alloc(a, 2 * sizeof(*made));
	made[0].path = mem_format(a, "%s/cleat_view_names.h", w->trusted[2]);
	made[0].text = w->names;
	made[1].path = mem_format(a, "%s/cleat_view_driver.h", w->trusted[2]);
	made[1].text = includes;
	fo.made = made;
	fo.n_made = 2;
	return fo;
}

/* A folder by its true name: the outcome depends on where it is, not on how it is called. */
static const char *absolute(struct mem *a, const char *arg)
{
	return strncmp(arg, "-I", 2) == 0 ? mem_format(a, "-I%s", true_name(a, arg + 2)) : arg;
}

const char *const *world_args(struct mem *a, const struct world *w, const char *const *more)
{
	const char **args = NULL;
	int n = 0;

	for (const char *const *arg = w->args; *arg; arg++)
		MEM_PUSH(a, args, n, *arg);
	for (; more && *more; more++)
		MEM_PUSH(a, args, n, absolute(a, *more));
	MEM_PUSH(a, args, n, NULL);
	return args;
}
