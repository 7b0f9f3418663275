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

static const char *this_file(const struct module *m)
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
	const char *out = "", *at = text;

	while (*at) {
		const char *start = at, *name;
		int i;

		if (!is_word(*at)) {
			out = mem_format(m->arena, "%s%c", out, *at++);
			continue;
		}
		while (is_word(*at))
			at++;
		name = mem_strndup(m->arena, start, (size_t)(at - start));
		i = starts_path(text, start) ? param_index(f, name) : -1;
		if (i >= 0)
			out = mem_format(m->arena, "%s$%d", out, i);
		else if (starts_path(text, start) && *at != '@' && is_internal(m, name))
			out = mem_format(m->arena, "%s%s@%s", out, name, this_file(m));
		else
			out = mem_format(m->arena, "%s%s", out, name);
	}
	return out;
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
	const char *file = this_file(m), *out = "";
	size_t n = strlen(file);

	while (*text) {
		if (*text == '$') {
			char *end;
			long i = strtol(text + 1, &end, 10);

			out = mem_format(m->arena, "%s%s", out, param_name(m, f, (int)i));
			text = end;
		} else if (*text == '@' && strncmp(text + 1, file, n) == 0 &&
			   !is_word(text[n + 1])) {
			text += n + 1;
		} else {
			out = mem_format(m->arena, "%s%c", out, *text++);
		}
	}
	return out;
}

bool driver_foreign(const char *text)
{
	return strchr(text, '@') != NULL;
}
