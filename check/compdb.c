/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/compdb.h"

#include "base/diag.h"
#include "base/json_read.h"
#include "base/paths.h"
#include "check/compile.h"
#include "check/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* @only as absolute paths, and whether each was met. */
struct wanted {
	const char **paths;
	bool *met;
	int n;
};

static struct json_value *read_database(const char *path)
{
	struct stat st;
	bool folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	char *file = paths_format(folder ? "%s/compile_commands.json" : "%s", path);
	char *text = paths_read(file, NULL);
	size_t at = 0;
	struct json_value *v = text ? json_read(text, &at) : NULL;

	if (!text)
		diag_error("let the build write it: cmake, meson, bear, or the kernel's "
			   "scripts/clang-tools/gen_compile_commands.py",
			   "%s: %m", file);
	else if (!v || v->kind != JSON_ARRAY) {
		diag_error("write it again", "%s: not a compilation database (byte %zu)", file, at);
		v = json_value_free(v);
	}
	free(text);
	free(file);
	return v;
}

/* The words of an entry's command: a list, or a line for a shell. */
static const char **entry_words(struct mem *a, const struct json_value *entry)
{
	const struct json_value *list = json_member(entry, "arguments");
	const char *line = json_member_text(entry, "command"), **words = NULL;
	int n = 0;

	if (!list || list->kind != JSON_ARRAY)
		return line ? compile_split(a, line) : NULL;
	for (const struct json_value *v = list->first; v; v = v->next) {
		if (v->kind != JSON_STRING)
			return NULL;
		MEM_PUSH(a, words, n, mem_strdup(a, v->text));
	}
	MEM_PUSH(a, words, n, NULL);
	return words;
}

static bool is_wanted(struct wanted *w, const char *file)
{
	bool yes = w->n == 0;

	for (int i = 0; i < w->n; i++) {
		size_t n = strlen(w->paths[i]);

		if (strncmp(w->paths[i], file, n) == 0 && (!file[n] || file[n] == '/'))
			yes = w->met[i] = true;
	}
	return yes;
}

/* Return: how many files were added; -1 after a message. */
static int take_entry(struct check *c, struct mem *a, const struct json_value *entry,
		      struct wanted *w, const char *path)
{
	const char *dir = json_member_text(entry, "directory"), *file = json_member_text(entry, "file");
	const char **words = entry_words(a, entry);
	struct compile cmd;
	char *real;
	int added = 0;

	if (!dir || !file || !words) {
		diag_error("write it again", "%s: the entry of %s: no folder, or no command that can be read",
			   path, file ? file : "no file");
		return -1;
	}
	file = *file == '/' ? file : mem_format(a, "%s/%s", dir, file);
	real = realpath(file, NULL);
	file = real ? mem_strdup(a, real) : file;
	free(real);
	cmd = compile_read(a, dir, words);
	if (cmd.why) {
		diag_error("write it again", "%s: the command of %s: %s", path, file, cmd.why);
		return -1;
	}
	if (!compile_checks(&cmd, file) || !is_wanted(w, file))
		return 0;
	for (int i = 0; i < cmd.n_files; i++)
		if (strcmp(cmd.files[i], file) == 0)
			added += check_add_file(c, file, cmd.args);
	if (!added)
		diag_error("write it again", "%s: the command of %s does not compile it", path, file);
	return added ? added : -1;
}

bool compdb_add(struct check *c, const char *path, const char *const *only)
{
	struct json_value *v = read_database(path);
	struct mem *a = mem_new();
	struct wanted w = {.n = 0};
	int added = 0;
	bool good = v != NULL;

	for (; only && *only; only++) {
		char *real = realpath(*only, NULL);

		MEM_PUSH(a, w.paths, w.n, mem_strdup(a, real ? real : *only));
		free(real);
	}
	w.met = mem_alloc(a, (size_t)w.n + 1);
	for (const struct json_value *e = v ? v->first : NULL; e; e = e->next) {
		int n = take_entry(c, a, e, &w, path);

		good &= n >= 0;
		added += n > 0 ? n : 0;
	}
	for (int i = 0; v && i < w.n; i++)
		if (!w.met[i])
			good = diag_error("build it first, or check it without -p",
					  "%s: no driver's file of that name is in %s", w.paths[i], path) == 0;
	if (good && !added)
		good = diag_error("name the database of a driver's build, whose commands have -I to the kit's include",
				  "%s: it compiles no file of a driver", path) == 0;
	mem_free(a);
	json_value_free(v);
	return good;
}
