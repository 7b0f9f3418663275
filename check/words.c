/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Names from one file to another: parameters by number, static variables with their file. */
#include "check/driver.h"
#include "check/mem.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

const char *driver_file(const struct module *m)
{
	const char *path = m->u->files[1].path, *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_internal(const struct module *m, const char *name)
{
	for (int i = 0; i < m->u->n_globals; i++)
		if (m->u->globals[i]->internal && strcmp(m->u->globals[i]->name, name) == 0)
			return true;
	return false;
}

static int param_index(const struct func *f, const char *name)
{
	for (int i = 0; f && i < f->n_params; i++)
		if (strcmp(f->params[i]->name, name) == 0)
			return i;
	return -1;
}

/* A name at the start of a path ("d" of "d->lock"), which stands for itself. */
static bool starts_path(const char *text, const char *at)
{
	while (at > text && at[-1] == ' ')
		at--;
	return at == text || (at[-1] != '.' && !(at[-1] == '>' && at - 1 > text && at[-2] == '-'));
}

const char *driver_public(const struct module *m, const struct func *f, const char *text)
{
	const char *at = text, *out = "", *same = text; /* from there on nothing has changed yet */

	while (*at) {
		const char *start = at, *name, *other = NULL;
		int i;

		while (is_word(*at))
			at++;
		if (at == start) {
			at++;
			continue;
		}
		if (!starts_path(text, start))
			continue;
		name = mem_strndup(m->arena, start, (size_t)(at - start));
		i = param_index(f, name);
		if (i >= 0)
			other = mem_format(m->arena, "$%d", i);
		else if (*at != '@' && is_internal(m, name))
			other = mem_format(m->arena, "%s@%s", name, driver_file(m));
		if (!other)
			continue;
		out = mem_format(m->arena, "%s%.*s%s", out, (int)(start - same), same, other);
		same = at;
	}
	return same == text ? text : mem_format(m->arena, "%s%s", out, same);
}

static const char *param_name(const struct module *m, const struct func *f, int i)
{
	struct decl *d = f && i < f->n_params ? f->params[i] : NULL;

	if (!d)
		return "?";
	if (!*d->name)
		d->name = mem_format(m->arena, "arg%d", i);
	return d->name;
}

const char *driver_local(const struct module *m, const struct func *f, const char *text)
{
	const char *file = driver_file(m), *out = "", *mark;
	size_t n = strlen(file);

	for (; (mark = strpbrk(text, "$@")); text = mark) {
		const char *before = mem_strndup(m->arena, text, (size_t)(mark - text));

		if (*mark == '$') {
			char *end;
			long i = strtol(mark + 1, &end, 10);

			out = mem_format(m->arena, "%s%s%s", out, before,
					 param_name(m, f, (int)i));
			mark = end;
		} else if (strncmp(mark + 1, file, n) == 0 && !is_word(mark[n + 1])) {
			out = mem_format(m->arena, "%s%s", out, before);
			mark += n + 1;
		} else {
			out = mem_format(m->arena, "%s%s@", out, before);
			mark++;
		}
	}
	return *out ? mem_format(m->arena, "%s%s", out, text) : text;
}

bool driver_foreign(const char *text)
{
	return strchr(text, '@') != NULL;
}
