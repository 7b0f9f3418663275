/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/compile.h"

#include "base/paths.h"
#include "check/mem.h"
#include "check/sources.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILES_DEEP = 4 };

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool ends_in_c(const char *s)
{
	size_t n = strlen(s);

	return n > 2 && strcmp(s + n - 2, ".c") == 0;
}

static const char *absolute(struct mem *a, const char *dir, const char *path)
{
	const char *whole = *path == '/' ? path : mem_format(a, "%s/%s", dir, path);
	char *real = realpath(whole, NULL);

	if (real)
		whole = mem_strdup(a, real);
	free(real);
	return whole;
}

static bool exists(struct mem *a, const char *dir, const char *rel)
{
	return paths_exists(mem_format(a, "%s/%s", dir, rel));
}

/* Is the absolute @path one of the include folders or headers of a kernel's tree? */
static bool is_kernels(struct mem *a, const char *path)
{
	static const char *const below[] = {"include", "arch/", "tools/", NULL};
	char *root = mem_strdup(a, path);

	for (char *slash = strrchr(root, '/'); slash && slash != root; slash = strrchr(root, '/')) {
		const char *rest = path + (slash - root) + 1;

		*slash = '\0';
		if (!exists(a, root, "include/linux/kconfig.h") &&
		    !exists(a, root, "include/generated/autoconf.h"))
			continue;
		for (int i = 0; below[i]; i++)
			if (begins(rest, below[i]))
				return true;
		return false;
	}
	return false;
}

static void take_path(struct mem *a, struct compile *c, const char *option, const char *path)
{
	path = absolute(a, c->dir, path);
	if (strcmp(option, "-include") != 0)
		c->kit |= exists(a, path, "cleat/contract.h");
	if (!is_kernels(a, path))
		MEM_PUSH(a, c->args, c->n_args, mem_format(a, "%s%s", option, path));
}

static void take_name(struct mem *a, struct compile *c, const char *option, const char *name)
{
	static const char *const kbuilds[] = {"KBUILD_", "__KBUILD_", "__KERNEL__", "__CLEAT_", "MODULE",
					      "CC_USING_", NULL};

	for (int i = 0; kbuilds[i]; i++)
		if (begins(name, kbuilds[i]))
			return;
	MEM_PUSH(a, c->args, c->n_args, mem_format(a, "%s%s", option, name));
}

/* An option with a value, joined to it or the next word; the number of words that it is, or 0. */
static int take_option(struct mem *a, struct compile *c, const char *const *arg)
{
	static const struct {
		const char *option;
		void (*take)(struct mem *a, struct compile *c, const char *option, const char *value);
	} known[] = {
		{"-I", take_path}, {"-iquote", take_path}, {"-isystem", take_path},
		{"-idirafter", take_path}, {"-include", take_path}, {"-imacros", take_path},
		{"-D", take_name}, {"-U", take_name},
		{"-o", NULL}, {"-x", NULL}, {"-MF", NULL}, {"-MT", NULL}, {"-MQ", NULL},
		{"-iprefix", NULL}, {"-Xclang", NULL}, {"-Xassembler", NULL}, {"-Xlinker", NULL},
		{"-Xpreprocessor", NULL}, {"-T", NULL}, {"-u", NULL}, {"-z", NULL}, {"--param", NULL},
		{"-arch", NULL}, {"-target", NULL}, {"-L", NULL}, {"-l", NULL}, {"-e", NULL},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const char *option = known[i].option, *value = arg[0] + strlen(option);
		bool joined;

		if (!begins(arg[0], option))
			continue;
		joined = *value != '\0';
		if (joined && !known[i].take)
			continue;
		if (!joined && !arg[1])
			return 1;
		if (known[i].take)
			known[i].take(a, c, option, joined ? value : arg[1]);
		return joined ? 1 : 2;
	}
	return 0;
}

static void take_words(struct mem *a, struct compile *c, const char *const *argv, int depth)
{
	static const char *const no_compile[] = {"-E", "-M", "-MM", "-fsyntax-only", "--version",
						 "-dumpversion", "-dumpmachine", NULL};

	for (int n = 1; *argv; argv += n) {
		n = take_option(a, c, argv);
		if (n)
			continue;
		n = 1;
		for (int i = 0; no_compile[i]; i++)
			if (strcmp(*argv, no_compile[i]) == 0)
				c->reads_only = true;
		if (**argv == '@' && depth < MAX_FILES_DEEP) {
			char *text = paths_read(absolute(a, c->dir, *argv + 1), NULL);
			const char **words = text ? compile_split(a, text) : NULL;

			free(text);
			if (words)
				take_words(a, c, words, depth + 1);
			else
				c->why = "its file of arguments cannot be read";
		} else if (**argv != '-' && ends_in_c(*argv)) {
			MEM_PUSH(a, c->files, c->n_files, absolute(a, c->dir, *argv));
		}
	}
}

struct compile compile_read(struct mem *a, const char *dir, const char *const *argv)
{
	struct compile c = {.dir = absolute(a, "/", dir)};

	if (argv[0])
		take_words(a, &c, argv + 1, 0);
	MEM_PUSH(a, c.files, c.n_files, NULL);
	MEM_PUSH(a, c.args, c.n_args, NULL);
	c.n_files--;
	c.n_args--;
	return c;
}

bool compile_checks(const struct compile *c, const char *file)
{
	return c->kit && !sources_is_test(paths_base(file));
}

/* ---- a shell's words ---- */

/* From @from to the end of a part in quotes; NULL when there is none. */
static const char *unquote(const char *from, char quote, char **to)
{
	for (; *from != quote; from++) {
		if (!*from)
			return NULL;
		if (quote == '"' && *from == '\\' && from[1] && strchr("\"\\$`\n", from[1]))
			from++;
		*(*to)++ = *from;
	}
	return from + 1;
}

static const char *one_word(const char *at, char **to)
{
	while (at && *at && !isspace((unsigned char)*at)) {
		if (*at == '"' || *at == '\'') {
			at = unquote(at + 1, *at, to);
		} else if (strchr("|&;<>()$`", *at)) {
			return NULL;
		} else {
			at += *at == '\\' && at[1];
			*(*to)++ = *at++;
		}
	}
	return at;
}

const char **compile_split(struct mem *a, const char *text)
{
	const char **words = NULL;
	int n = 0;

	for (;;) {
		char *word, *to;

		text += strspn(text, " \t\r\n");
		if (!*text)
			break;
		word = to = mem_alloc(a, strlen(text) + 1);
		text = one_word(text, &to);
		if (!text)
			return NULL;
		*to = '\0';
		MEM_PUSH(a, words, n, word);
	}
	MEM_PUSH(a, words, n, NULL);
	return words;
}
