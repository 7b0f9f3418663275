/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "abi/naming.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Does one of @words begin at a word boundary of @name ("my_pad2", "__reserved") ? */
static bool has_word(const char *name, const char *const *words)
{
	for (size_t i = 0; words[i]; i++) {
		size_t n = strlen(words[i]);

		for (const char *p = name; *p; p++)
			if ((*p | 0x20) == (words[i][0] | 0x20) &&
			    (p == name || !isalpha((unsigned char)p[-1])) &&
			    strncasecmp(p, words[i], n) == 0 && !isalpha((unsigned char)p[n]))
				return true;
	}
	return false;
}

bool abi_name_reserved(const char *name)
{
	static const char *const words[] = {"pad",   "padding", "reserved", "rsvd",   "resv", "rsv",
					    "spare", "unused",	"dummy",    "filler", "mbz",  "res",
					    "rsrvd", "notused", "reserve",  NULL};

	return has_word(name, words) || strncmp(name, "__align", 7) == 0 || name[0] == ':';
}

enum abi_mark abi_name_mark(const char *name, const char *text)
{
	static const char *const masks[] = {"MASK", "ALL", NULL};
	static const char *const sets[] = {"VALID", "FLAGS", "SUPPORTED", NULL};
	static const char *const versions[] = {"VERSION", "VER", "REVISION", "MINOR", NULL};
	static const char *const measures[] = {"SIZE",	"BITS",	  "NBITS", "LEN",
					       "SHIFT", "OFFSET", "WIDTH", NULL};
	static const char *const ends[] = {"MAX",   "LAST",  "NUM",	"COUNT", "CNT",
					   "END",   "NR",    "LIMIT",	"TOTAL", "N",
					   "NUMOF", "MAXNR", "INVALID", "SIZE",	 NULL};
	bool measure = has_word(name, measures);

	if (!measure && (has_word(name, masks) || (text && has_word(name, sets))))
		return ABI_MASK;
	if (!measure && has_word(name, versions))
		return ABI_VERSION;
	if (strncmp(name, "__", 2) == 0 || has_word(name, ends))
		return ABI_SENTINEL;
	return ABI_EXACT;
}

const char *abi_next_name(const char *s, size_t *ret_size)
{
	while (*s) {
		const char *from = s;

		if (*s == '"' || *s == '\'') {
			for (s++; *s && *s != *from; s++)
				if (*s == '\\' && s[1])
					s++;
			s += *s != '\0';
			continue;
		}
		if (!is_name_char(*s)) {
			s++;
			continue;
		}
		while (is_name_char(*s))
			s++;
		if (!isdigit((unsigned char)*from)) {
			*ret_size = (size_t)(s - from);
			return from;
		}
	}
	return NULL;
}

bool abi_text_has_name(const char *text)
{
	static const char *const keywords[] = {"sizeof", "int",	       "unsigned", "char",  "long",
					       "short",	 "__u8",       "__u16",	   "__u32", "__u64",
					       "signed", "__signed__", "__s32",	   "__s64"};
	size_t n;

	for (const char *s = text; (s = abi_next_name(s, &n)); s += n) {
		bool keyword = false;

		for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
			keyword |= strlen(keywords[i]) == n && strncmp(keywords[i], s, n) == 0;
		if (!keyword)
			return true;
	}
	return false;
}

/* How many bytes of @s, at most @n, are white space, a line splice or a comment. */
static size_t blank(const char *s, size_t n)
{
	if (n >= 2 && s[0] == '\\' && (s[1] == '\n' || s[1] == '\r'))
		return 2;
	if (n >= 2 && s[0] == '/' && s[1] == '*') {
		const char *end = memmem(s + 2, n - 2, "*/", 2);

		return end ? (size_t)(end + 2 - s) : n;
	}
	if (n >= 2 && s[0] == '/' && s[1] == '/')
		return n;
	return n && isspace((unsigned char)s[0]);
}

static size_t token(const char *s, size_t n)
{
	static const char *const twos[] = {
		"<<", ">>", "##", "==", "!=", "<=", ">=", "&&", "||", "->"};
	size_t i = 0;

	if (s[0] == '"' || s[0] == '\'') {
		for (i = 1; i < n && s[i] != s[0]; i++)
			i += s[i] == '\\';
		return i < n ? i + 1 : n;
	}
	while (i < n && is_name_char(s[i]))
		i++;
	if (i)
		return i;
	for (size_t k = 0; n >= 2 && k < sizeof(twos) / sizeof(twos[0]); k++)
		if (memcmp(s, twos[k], 2) == 0)
			return 2;
	return 1;
}

const char *abi_normal_text(struct arena *a, const char *s, size_t n)
{
	char *out = arena_alloc(a, 2 * n + 2);
	size_t at = 0;

	while (n) {
		size_t k = blank(s, n);

		if (!k) {
			k = token(s, n);
			if (at)
				out[at++] = ' ';
			memcpy(out + at, s, k);
			at += k;
		}
		s += k;
		n -= k;
	}
	return out;
}

struct pattern_state {
	int kind; /* -1: the pattern is of headers */
	bool in_header;
};

/* The part of a glob that stands for itself is compared first: few names pass it. */
static bool glob_matches(const char *glob, const char *s)
{
	size_t n = strcspn(glob, "*?[\\");

	return strncmp(glob, s, n) == 0 && fnmatch(glob + n, s + n, 0) == 0;
}

static void apply_pattern(const struct abi_pattern *p, struct abi_entity *e)
{
	if (p->has_level && !e->has_level)
		e->level = p->level;
	if (p->has_policy && !e->has_policy)
		e->policy = p->policy;
	if (p->has_mark && !e->has_mark) {
		e->mark = p->mark;
		e->has_mark = true;
	}
}

/*
 * What the human wrote about all names of a kind comes before what a name suggests. Entities stand
 * header by header: what a header matches is found once for each.
 */
static void apply_patterns(struct abi_model *m)
{
	struct pattern_state *state = calloc(m->n_patterns, sizeof(*state));
	const char *header = NULL;

	if (!state)
		arena_oom();
	for (size_t k = 0; k < m->n_patterns; k++)
		state[k].kind = abi_kind_of(m->patterns[k].what, strlen(m->patterns[k].what));
	for (size_t i = 0; i < m->n_entities; i++) {
		struct abi_entity *e = m->entities[i];
		bool entered = e->header && e->header != header;

		for (size_t k = 0; k < m->n_patterns; k++) {
			const struct abi_pattern *p = &m->patterns[k];

			if (state[k].kind < 0 && entered)
				state[k].in_header = glob_matches(p->glob, e->header);
			if (state[k].kind < 0 ? e->header && state[k].in_header
					      : state[k].kind == (int)e->kind &&
							glob_matches(p->glob, e->name))
				apply_pattern(p, e);
		}
		if (entered)
			header = e->header;
	}
	free(state);
}

/* Is @e the last of its enum, or declared as an expression of names ("FOO_MAX = __FOO_MAX - 1")? */
static bool closes_enum(const struct abi_model *m, size_t i)
{
	const struct abi_entity *e = m->entities[i];

	if (i + 1 == m->n_entities)
		return true;
	return m->entities[i + 1]->kind != ABI_ENUMERATOR ||
	       strcmp(m->entities[i + 1]->of, e->of) != 0 ||
	       strcmp(m->entities[i + 1]->header, e->header) != 0;
}

/*
 * A sentinel closes its enum, or is an expression of the sentinel that stands just before it. An
 * enumerator called …_FLAGS or …_VERSION is a number like its neighbours, unless it is a set of
 * them.
 */
static void suggest_enumerator(struct abi_model *m, size_t i)
{
	struct abi_entity *e = m->entities[i];
	const struct abi_entity *next = i + 1 < m->n_entities ? m->entities[i + 1] : NULL;
	enum abi_mark mark = abi_name_mark(e->name, e->text);
	bool last = closes_enum(m, i);

	if (e->has_mark || e->kept)
		return;
	if (!last && next && next->text && mark == ABI_SENTINEL && strstr(next->text, e->name))
		e->mark = ABI_SENTINEL;
	else if (last && mark == ABI_SENTINEL)
		e->mark = ABI_SENTINEL;
	else if (mark == ABI_MASK && e->text && strchr(e->text, '|'))
		e->mark = mark;
}

void abi_model_suggest(struct abi_model *m)
{
	if (m->n_patterns)
		apply_patterns(m);
	for (size_t i = 0; !m->frozen && i < m->n_entities; i++) {
		struct abi_entity *e = m->entities[i];

		if (e->kind == ABI_ENUMERATOR)
			suggest_enumerator(m, i);
		else if (e->kind == ABI_CONST && !e->has_mark && !e->kept &&
			 abi_name_mark(e->name, e->text) != ABI_SENTINEL)
			e->mark = abi_name_mark(e->name, e->text);
	}
}
