/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Code that a driver shows to a compiler and not to the checker. One branch of an #if is read; where
 * the condition asks who reads it (__CLEAT_CHECK__, __KERNEL__, __clang__, __has_include), the other
 * one is built all the same.
 */
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

static void look_at(struct report *r, const char *path, const char *text)
{
	struct finding f = {.code = "CL001", .col = 1, .line = 1};
	char *real = realpath(path, NULL);

	f.fix = "write one text for all readers; what differs between worlds is the kit's";
	f.path = mem_strdup(r->arena, real ? real : path);
	free(real);
	for (; text; f.line++) {
		const char *at = text + strspn(text, " \t"), *name;
		size_t n;

		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
		if (*at++ != '#')
			continue;
		at += strspn(at, " \t");
		if (strncmp(at, "if", 2) != 0 && strncmp(at, "elif", 4) != 0)
			continue;
		name = asks(at, &n);
		if (!name || is_guard(at, name, n))
			continue;
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
