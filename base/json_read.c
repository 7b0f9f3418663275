/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/json_read.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 64 };

struct reader {
	const char *at;
	int depth;
};

static struct json_value *read_value(struct reader *r);

static void *must(void *p)
{
	if (!p) {
		fputs("cleat: out of memory\n", stderr);
		exit(2);
	}
	return p;
}

static void skip(struct reader *r)
{
	r->at += strspn(r->at, " \t\r\n");
}

static bool eat(struct reader *r, char c)
{
	skip(r);
	if (*r->at != c)
		return false;
	r->at++;
	return true;
}

static bool read_hex(struct reader *r, uint32_t *ret)
{
	*ret = 0;
	for (int i = 0; i < 4; i++, r->at++) {
		static const char digits[] = "0123456789abcdef";
		const char *d = *r->at ? strchr(digits, *r->at | 0x20) : NULL;

		if (!d)
			return false;
		*ret = *ret << 4 | (uint32_t)(d - digits);
	}
	return true;
}

static char *put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to++ = (char)c;
	} else if (c < 0x800) {
		*to++ = (char)(0xc0 | c >> 6);
	} else if (c < 0x10000) {
		*to++ = (char)(0xe0 | c >> 12);
		*to++ = (char)(0x80 | (c >> 6 & 0x3f));
	} else {
		*to++ = (char)(0xf0 | c >> 18);
		*to++ = (char)(0x80 | (c >> 12 & 0x3f));
		*to++ = (char)(0x80 | (c >> 6 & 0x3f));
	}
	if (c >= 0x80)
		*to++ = (char)(0x80 | (c & 0x3f));
	return to;
}

/* After "\u": one character, of two halves when it is beyond 16 bits. */
static bool read_unicode(struct reader *r, uint32_t *ret)
{
	uint32_t low;

	if (!read_hex(r, ret) || !*ret)
		return false;
	if (*ret < 0xd800 || *ret > 0xdfff)
		return true;
	if (*ret > 0xdbff || strncmp(r->at, "\\u", 2) != 0)
		return false;
	r->at += 2;
	if (!read_hex(r, &low) || low < 0xdc00 || low > 0xdfff)
		return false;
	*ret = 0x10000 + ((*ret - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

static char *read_escape(struct reader *r, char *to)
{
	static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *name = *r->at ? strchr(names, *r->at) : NULL;
	uint32_t c;

	if (name) {
		*to = meant[name - names];
		r->at++;
		return to + 1;
	}
	if (*r->at++ != 'u' || !read_unicode(r, &c))
		return NULL;
	return put_utf8(to, c);
}

/* After the quote. */
static char *read_string(struct reader *r)
{
	char *text = must(malloc(strlen(r->at) + 1)), *to = text;

	while (to && *r->at != '"' && (unsigned char)*r->at >= 0x20) {
		if (*r->at == '\\') {
			r->at++;
			to = read_escape(r, to);
		} else {
			*to++ = *r->at++;
		}
	}
	if (!to || *r->at != '"') {
		free(text);
		return NULL;
	}
	r->at++;
	*to = '\0';
	return must(realloc(text, (size_t)(to - text) + 1));
}

/* After the bracket: values, each after a name in an object. */
static bool read_members(struct reader *r, struct json_value *v)
{
	struct json_value **end = &v->first;
	char close = v->kind == JSON_OBJECT ? '}' : ']';

	if (eat(r, close))
		return true;
	for (;;) {
		char *key = NULL;

		if (v->kind == JSON_OBJECT) {
			if (!eat(r, '"') || !(key = read_string(r)))
				return false;
			if (!eat(r, ':')) {
				free(key);
				return false;
			}
		}
		*end = read_value(r);
		if (!*end) {
			free(key);
			return false;
		}
		(*end)->key = key;
		end = &(*end)->next;
		if (eat(r, close))
			return true;
		if (!eat(r, ','))
			return false;
	}
}

static bool read_word(struct reader *r, struct json_value *v)
{
	size_t n = strspn(r->at, "+-.0123456789abcdefghijklmnopqrstuvwxyzE");
	char *end;

	v->text = must(strndup(r->at, n));
	if (strcmp(v->text, "null") == 0)
		v->kind = JSON_NULL;
	else if (strcmp(v->text, "true") == 0 || strcmp(v->text, "false") == 0)
		v->kind = JSON_BOOL;
	else
		v->kind = JSON_NUMBER;
	r->at += n;
	if (v->kind != JSON_NUMBER)
		return true;
	strtod(v->text, &end);
	return n && !*end && strspn(v->text, "+-.eE0123456789") == n && v->text[0] != '+' &&
	       v->text[0] != '.';
}

static bool read_any(struct reader *r, struct json_value *v)
{
	if (eat(r, '"')) {
		v->kind = JSON_STRING;
		return (v->text = read_string(r)) != NULL;
	}
	if (eat(r, '{'))
		v->kind = JSON_OBJECT;
	else if (eat(r, '['))
		v->kind = JSON_ARRAY;
	else
		return read_word(r, v);
	return r->depth < MAX_DEPTH && read_members(r, v);
}

static struct json_value *read_value(struct reader *r)
{
	struct json_value *v = must(calloc(1, sizeof(*v)));
	bool good;

	r->depth++;
	good = read_any(r, v);
	r->depth--;
	return good ? v : json_value_free(v);
}

struct json_value *json_read(const char *text, size_t *ret_at)
{
	struct reader r = {.at = text};
	struct json_value *v = read_value(&r);

	if (v)
		skip(&r);
	if (v && *r.at)
		v = json_value_free(v);
	if (ret_at)
		*ret_at = (size_t)(r.at - text);
	return v;
}

struct json_value *json_value_free(struct json_value *v)
{
	while (v) {
		struct json_value *next = v->next;

		json_value_free(v->first);
		free(v->key);
		free(v->text);
		free(v);
		v = next;
	}
	return NULL;
}

const struct json_value *json_member(const struct json_value *v, const char *key)
{
	if (!v || v->kind != JSON_OBJECT)
		return NULL;
	for (const struct json_value *m = v->first; m; m = m->next)
		if (strcmp(m->key, key) == 0)
			return m;
	return NULL;
}

const char *json_member_text(const struct json_value *v, const char *key)
{
	const struct json_value *m = json_member(v, key);

	return m && m->kind == JSON_STRING ? m->text : NULL;
}
