/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a driver says to a compiler and not to the checker. One branch of an #if is read; where the
 * condition asks who reads it (__CLEAT_CHECK__, __KERNEL__, __clang__, __has_include), the other
 * one is built all the same. A #pragma may tell clang to be silent about what it sees. And an
 * attribute is a promise that a compiler believes (nonnull, pure, noreturn), or moves a thing to
 * where others find it (section, constructor).
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

static bool is(const char *word, size_t n, const char *wanted)
{
	return n == strlen(wanted) && strncmp(word, wanted, n) == 0;
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

/* The end of the comment or the literal that begins at @c, or @c. */
static char *past(char *c)
{
	char quote = *c, *end;

	if (strncmp(c, "/*", 2) == 0) {
		end = strstr(c + 2, "*/");
		return end ? end + 2 : c + strlen(c);
	}
	if (strncmp(c, "//", 2) == 0)
		return strchrnul(c, '\n');
	if (quote != '"' && quote != '\'')
		return c;
	for (c++; *c && *c != quote && *c != '\n'; c++)
		c += *c == '\\' && c[1];
	return *c == quote ? c + 1 : c;
}

/* A space for every character of a comment or a literal; lines stay as they are. */
static void blank(char *text)
{
	char *end;

	for (char *c = text; *c; c += c == end) {
		end = past(c);
		for (; c < end; c++)
			*c = *c == '\n' ? '\n' : ' ';
	}
}

/* What stands behind the # of a directive's line, or NULL. */
static const char *directive(const char *line)
{
	line += strspn(line, " \t\f\v");
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
	const char *end = strchrnul(line, '\n'),
		   *at = memmem(line, (size_t)(end - line), "_Pragma", 7);

	return at && !is_word(at[7]) && (at == line || !is_word(at[-1]));
}

/* Attributes that change nothing that is proven: layout, warnings, where a function is put, how it is called. */
static const char *const harmless[] = {
	"packed", "aligned", "unused", "fallthrough", "cleanup", "format", "noinline", "always_inline",
	"cold", "hot", "warn_unused_result", "nonstring", "counted_by", "deprecated", NULL,
};

/* Words of C that promise what nobody proves, or that make objects which no rule follows. */
static const char *const promises[] = {
	"_Noreturn", "__declspec", "restrict", "__restrict", "__restrict__", "_Atomic", "_Thread_local", "__thread", NULL,
};

static bool is_one(const char *const *list, const char *word, size_t n)
{
	while (*list && !is(word, n, *list))
		list++;
	return n && *list;
}

static bool is_harmless(const char *name, size_t n)
{
	bool dressed = n > 4 && strncmp(name, "__", 2) == 0 && strncmp(name + n - 2, "__", 2) == 0;

	return is_one(harmless, dressed ? name + 2 : name, dressed ? n - 4 : n);
}

struct seen_text {
	struct report *r;
	const char *path;
};

static void add(const struct seen_text *t, int line, const char *text, const char *fix)
{
	struct finding f = {
		.code = "CL001", .path = t->path, .line = line, .col = 1, .text = text, .fix = fix};

	MEM_PUSH(t->r->arena, t->r->findings, t->r->n_findings, f);
}

static void add_attribute(const struct seen_text *t, int line, const char *name, size_t n)
{
	add(t, line,
	    mem_format(t->r->arena,
		       "'%.*s' tells the compiler what nobody proves: it is outside "
		       "the safe subset",
		       (int)n, name),
	    "take it away, or use the kit's word for it");
}

/* The names in the two pairs of parentheses of an __attribute__, however it is spelled. */
static void look_for_attributes(const struct seen_text *t, const char *text)
{
	int line = 1, depth = 0;
	bool inside = false;

	for (const char *c = text; *c; c++) {
		size_t n = word_length(c);

		line += *c == '\n';
		if (inside)
			depth += (*c == '(') - (*c == ')');
		if (*c == ')' && depth == 0)
			inside = false;
		if (is(c, n, "__attribute__") || is(c, n, "__attribute"))
			inside = true;
		else if (n && inside && depth == 2 && !is_harmless(c, n))
			add_attribute(t, line, c, n);
		else if (is_one(promises, c, n))
			add_attribute(t, line, c, n);
		else if (*c == '[' && c[1 + strspn(c + 1, " \t\n")] == '[')
			add_attribute(t, line, "[[", 2);
		c += n ? n - 1 : 0;
	}
}

static void look_at_line(const struct seen_text *t, const char *line, int number)
{
	const char *at = directive(line), *name;
	size_t n;

	if ((at && is_pragma(at)) || has_pragma_operator(line))
		add(t, number,
		    "a #pragma may hide what the compiler sees: it is outside the safe subset",
		    "take it away; \"once\" and \"pack\" may stay");
	if (!at || (strncmp(at, "if", 2) != 0 && strncmp(at, "elif", 4) != 0))
		return;
	name = asks(at, &n);
	if (name && !is_guard(at, name, n))
		add(t, number,
		    mem_format(t->r->arena,
			       "code that depends on '%.*s' is hidden from some who read it: it is "
			       "outside the safe subset",
			       (int)n, name),
		    "write one text for all readers; what differs between worlds is the kit's");
}

static void look_at(struct report *r, const char *path, char *text)
{
	char *real = realpath(path, NULL);
	const struct seen_text t = {r, mem_strdup(r->arena, real ? real : path)};
	int number = 1;

	free(real);
	blank(text);
	look_for_attributes(&t, text);
	for (const char *line = text; *line; number++) {
		look_at_line(&t, line, number);
		line = strchrnul(line, '\n');
		line += *line == '\n';
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
