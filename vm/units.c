/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/units.h"

#include "base/paths.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A word with where it is from; the list is as long as a driver's names. */
struct word {
	struct word *next;
	char *text, *file;
};

/* What is read of one file. */
struct source {
	const char *file;
	char *text;
	struct word *statics, *macros;
	bool configures; /* a macro before the last #include */
};

static bool has(const struct word *list, const char *text)
{
	for (; list; list = list->next)
		if (strcmp(list->text, text) == 0)
			return true;
	return false;
}

static void add(struct word **list, const char *text, size_t len, const char *file)
{
	struct word *w = calloc(1, sizeof(*w));

	w->text = strndup(text, len);
	w->file = strdup(file);
	w->next = *list;
	*list = w;
}

static void words_free(struct word *list)
{
	while (list) {
		struct word *next = list->next;

		free(list->text);
		free(list->file);
		free(list);
		list = next;
	}
}

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Spaces for comments and for what is in quotes; lines stay. */
static void blank(char *c)
{
	while (*c) {
		if (c[0] == '/' && c[1] == '/') {
			for (; *c && *c != '\n'; c++)
				*c = ' ';
		} else if (c[0] == '/' && c[1] == '*') {
			char *end = strstr(c + 2, "*/");

			for (end = end ? end + 2 : c + strlen(c); c < end; c++)
				*c = *c == '\n' ? '\n' : ' ';
		} else if (*c == '"' || *c == '\'') {
			char quote = *c++;

			for (; *c && *c != quote && *c != '\n'; c++) {
				if (*c == '\\' && c[1] && c[1] != '\n')
					*c++ = ' ';
				*c = ' ';
			}
			c += *c == quote;
		} else {
			c++;
		}
	}
}

/* A line that begins with '#'; it is blanked. Return what follows it. */
static char *directive(struct source *s, char *c)
{
	char *word = c + 1 + strspn(c + 1, " \t");
	size_t n = 0;

	if (strncmp(word, "include", 7) == 0)
		s->configures = s->macros && !(strcmp(s->macros->text, "pr_fmt") == 0 && !s->macros->next);
	if (strncmp(word, "define", 6) == 0 || strncmp(word, "undef", 5) == 0) {
		word += *word == 'd' ? 6 : 5;
		word += strspn(word, " \t");
		while (in_word(word[n]))
			n++;
		add(&s->macros, word, n, s->file);
	}
	for (; *c && *c != '\n'; c++) {
		if (*c == '\\' && c[1] == '\n')
			*c++ = ' ';
		*c = ' ';
	}
	return c;
}

/*
 * The name that a file's declaration gives: its last word before the first of "(=;[,{" that is no
 * attribute; after a macro as DEFINE_MUTEX, its first argument. Where this takes another word, a
 * file stays apart that need not.
 */
static void declared(struct source *s, const char *c, const char *end)
{
	const char *name = NULL;
	size_t len = 0;

	while (c < end && !strchr("(=;[,{", *c)) {
		const char *word = c;

		while (c < end && in_word(*c))
			c++;
		if (c > word && strncmp(word, "__", 2) != 0) {
			name = word;
			len = (size_t)(c - word);
		}
		c += c == word;
	}
	if (name && c < end && *c == '(' && len > 6 && strncmp(name, "DEFINE", 6) == 0) {
		for (name = ++c; c < end && in_word(*c); c++)
			;
		len = (size_t)(c - name);
	}
	if (name && len)
		add(&s->statics, name, len, s->file);
}

static void read_source(struct source *s)
{
	char *c = s->text, *start = NULL;
	int depth = 0;
	bool line = true;

	blank(c);
	for (; *c; c++) {
		if (line && *c == '#')
			c = directive(s, c);
		if (!*c)
			break;
		line = *c == '\n' || (line && isspace((unsigned char)*c));
		depth += (*c == '{') - (*c == '}');
		if (!start && depth == 0 && in_word(*c))
			start = c;
		if (start && (*c == ';' || *c == '{' || *c == '}') && depth <= (*c == '{')) {
			if (*c != '}' && strncmp(start, "static", 6) == 0 && !in_word(start[6]))
				declared(s, start + 6, c + 1);
			start = NULL;
		}
	}
}

static int write_joined(const char *dir, const struct source *s)
{
	char *file = paths_format("%s/cleat_with_%.*s.h", dir, (int)strlen(s->file) - 2, s->file), *text, *old;
	size_t size;
	FILE *f = open_memstream(&text, &size);
	int err = 0;

	for (const struct word *w = s->macros; w; w = w->next)
		if (!has(w->next, w->text))
			fprintf(f, "#pragma push_macro(\"%s\")\n#undef %s\n", w->text, w->text);
	fprintf(f, "#include \"%s\"\n", s->file);
	for (const struct word *w = s->macros; w; w = w->next)
		if (!has(w->next, w->text))
			fprintf(f, "#pragma pop_macro(\"%s\")\n", w->text);
	fclose(f);
	old = paths_read(file, NULL);
	if (!old || strcmp(old, text) != 0)
		err = paths_write(file, text);
	free(old);
	free(text);
	free(file);
	return err;
}

/* Return 1 when the file may be joined with the earlier ones, whose statics are @known. */
static int take(const char *dir, const char *name, struct word **known, FILE *told)
{
	char *path = paths_format("%s/%s", dir, name);
	struct source s = {.file = name, .text = paths_read(path, NULL)};
	const struct word *both = NULL, *other = *known;
	int ret = 0;

	if (s.text)
		read_source(&s);
	for (; other && !both; other = both ? other : other->next)
		both = has(s.statics, other->text) ? other : NULL;
	if (both && told)
		fprintf(told, "note: '%s' is static in %s and in %s, which is compiled apart therefore: "
			"give one another name\n", both->text, both->file, name);
	if (s.text && !both && !s.configures) {
		ret = write_joined(dir, &s);
		ret = ret ? ret : 1;
		for (const struct word *w = s.statics; w; w = w->next)
			add(known, w->text, strlen(w->text), name);
	}
	words_free(s.statics);
	words_free(s.macros);
	free(s.text);
	free(path);
	return ret;
}

static int is_source(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 2 && strcmp(d->d_name + n - 2, ".c") == 0 && strncmp(d->d_name, "cleat_", 6) != 0 &&
	       !(n > 7 && strcmp(d->d_name + n - 7, "_test.c") == 0) &&
	       !(n > 6 && strcmp(d->d_name + n - 6, ".mod.c") == 0) &&
	       !(n > 8 && strcmp(d->d_name + n - 8, "_cases.c") == 0);
}

static int is_joined(const struct dirent *d)
{
	return strncmp(d->d_name, "cleat_with_", 11) == 0;
}

/* Remove the headers of files that are not in @sources. */
static void drop(const char *dir, struct dirent **sources, int n)
{
	struct dirent **list = NULL;
	int m = scandir(dir, &list, is_joined, alphasort);

	for (int i = 0; i < m; i++) {
		const char *name = list[i]->d_name + 11;
		size_t len = strlen(name) - 1;
		char *path = paths_format("%s/%s", dir, list[i]->d_name);
		bool there = false;

		for (int j = 0; j < n && !there; j++)
			there = strncmp(sources[j]->d_name, name, len) == 0 && sources[j]->d_name[len] == 'c';
		if (!there)
			unlink(path);
		free(path);
		free(list[i]);
	}
	free(list);
}

void units_drop(const char *dir)
{
	drop(dir, NULL, 0);
}

int units_prepare(const char *dir, FILE *told)
{
	struct dirent **list = NULL;
	struct word *known = NULL;
	int n = scandir(dir, &list, is_source, alphasort), joined = 0, err = 0;

	for (int i = 0; i < n && err >= 0; i++) {
		err = take(dir, list[i]->d_name, &known, told);
		joined += err == 1;
		if (err == 0)
			list[i]->d_name[0] = '\0';
	}
	drop(dir, list, n > 0 ? n : 0);
	for (int i = 0; i < n; i++)
		free(list[i]);
	free(list);
	words_free(known);
	return err < 0 ? err : joined;
}
