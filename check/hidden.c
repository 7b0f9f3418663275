/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Code that a driver shows to a compiler and not to the checker. One branch of an #if is read; where
 * the condition asks who reads it (__CLEAT_CHECK__, __KERNEL__, __clang__, __has_include), the other
 * one is built all the same. And a #pragma may tell clang to be silent about what it sees.
 */
#define _GNU_SOURCE
#include "base/paths.h"
#include "check/ast.h"
#include "check/job.h"
#include "check/mem.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t word_length(const char *s)
{
	size_t n = 0;

	while (is_word(s[n]))
		n++;
	return n;
}

/* The first name in the condition at @s that only a compiler, or the kit, defines; or NULL. */
static const char *asks(const char *s, size_t *ret_n)
{
	for (; *s && *s != '\n'; s += is_word(*s) ? word_length(s) : 1) {
		*ret_n = is_word(*s) ? word_length(s) : 0;
		if (strncmp(s, "__", 2) == 0 && strncmp(s, "__cplusplus", *ret_n) != 0)
			return s;
	}
	return NULL;
}

/* "#ifndef X" before "#define X" is the guard of a header. */
static bool is_guard(const char *directive, const char *name, size_t n)
{
	const char *next = strchr(directive, '\n');

	if (strncmp(directive, "ifndef", 6) != 0 || !next)
		return false;
	next += strspn(next, " \t\r\n#");
	return strncmp(next, "define", 6) == 0 &&
	       strncmp(next + 6 + strspn(next + 6, " \t"), name, n) == 0;
}

/* What stands behind the # of a directive's line, which may begin with comments; or NULL. */
static const char *directive(const char *line)
{
	const char *end;

	for (line += strspn(line, " \t\f\v"); strncmp(line, "/*", 2) == 0; line += strspn(line, " \t\f\v")) {
		end = strstr(line + 2, "*/");
		if (!end)
			return NULL;
		line = end + 2;
	}
	if (*line == '#')
		line++;
	else if (strncmp(line, "%:", 2) == 0)
		line += 2;
	else
		return NULL;
	while (isblank((unsigned char)*line) || strncmp(line, "\\\n", 2) == 0)
		line += *line == '\\' ? 2 : 1;
	return line;
}

/* Layout is the same for all who read it; what else a pragma may say is not. */
static bool is_pragma(const char *at)
{
	if (strncmp(at, "pragma", 6) != 0 || is_word(at[6]))
		return false;
	at += 6 + strspn(at + 6, " \t");
	return strncmp(at, "once", 4) != 0 && strncmp(at, "pack", 4) != 0;
}

/* _Pragma("…") stands anywhere. */
static bool has_pragma_operator(const char *line)
{
	const char *end = strchrnul(line, '\n'), *at = memmem(line, (size_t)(end - line), "_Pragma", 7);

	return at && !is_word(at[7]) && (at == line || !is_word(at[-1]));
}

static void look_at(struct report *r, const char *path, const char *text)
{
	struct finding f = {.code = "CL001", .col = 1, .line = 1};
	char *real = realpath(path, NULL);

	f.path = mem_strdup(r->arena, real ? real : path);
	free(real);
	for (; text; f.line++) {
		const char *line = text, *at = directive(line), *name;
		size_t n;

		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
		if ((at && is_pragma(at)) || has_pragma_operator(line)) {
			f.text = "a #pragma may hide what the compiler sees: it is outside the safe subset";
			f.fix = "take it away; \"once\" and \"pack\" may stay";
			MEM_PUSH(r->arena, r->findings, r->n_findings, f);
		}
		if (!at || (strncmp(at, "if", 2) != 0 && strncmp(at, "elif", 4) != 0))
			continue;
		name = asks(at, &n);
		if (!name || is_guard(at, name, n))
			continue;
		f.fix = "write one text for all readers; what differs between worlds is the kit's";
		f.text = mem_format(r->arena, "code that depends on '%.*s' is hidden from some who "
				    "read it: it is outside the safe subset", (int)n, name);
		MEM_PUSH(r->arena, r->findings, r->n_findings, f);
	}
}

void hidden_check(const struct unit *u, struct report *r)
{
	for (int i = 0; i < u->n_inputs; i++) {
		char *text = u->inputs[i].driver ? paths_read(u->inputs[i].path, NULL) : NULL;

		if (text)
			look_at(r, u->inputs[i].path, text);
		free(text);
	}
}
