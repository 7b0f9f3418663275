/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/json.h"

#include <assert.h>
#include <math.h>

void json_init(struct json *j, FILE *out)
{
	*j = (struct json){.out = out};
}

static void newline(struct json *j)
{
	fputc('\n', j->out);
	for (int i = 0; i < j->depth; i++)
		fputs("  ", j->out);
}

static void before_value(struct json *j)
{
	if (j->after_key) {
		j->after_key = false;
		return;
	}
	if (j->depth == 0)
		return;
	if (j->has_item[j->depth])
		fputc(',', j->out);
	j->has_item[j->depth] = true;
	newline(j);
}

static void begin(struct json *j, char bracket)
{
	before_value(j);
	fputc(bracket, j->out);
	assert(j->depth + 1 < JSON_MAX_DEPTH);
	j->has_item[++j->depth] = false;
}

static void end(struct json *j, char bracket)
{
	bool had = j->has_item[j->depth];

	assert(j->depth > 0 && !j->after_key);
	j->depth--;
	if (had)
		newline(j);
	fputc(bracket, j->out);
}

void json_object_begin(struct json *j)
{
	begin(j, '{');
}

void json_object_end(struct json *j)
{
	end(j, '}');
}

void json_array_begin(struct json *j)
{
	begin(j, '[');
}

void json_array_end(struct json *j)
{
	end(j, ']');
}

/* Length of the UTF-8 sequence at @s, or 0 when it is not one. */
static int utf8_len(const unsigned char *s)
{
	int n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;

	for (int i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if (n == 3 && ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f)))
		return 0;
	if (n == 4 && ((s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f)))
		return 0;
	return n;
}

static void quoted(struct json *j, const char *str)
{
	const unsigned char *s = (const unsigned char *)str;
	int n;

	fputc('"', j->out);
	for (; *s; s += n) {
		n = utf8_len(s);
		if (n == 0) {
			fputs("\\ufffd", j->out);
			n = 1;
		} else if (*s == '"' || *s == '\\') {
			fprintf(j->out, "\\%c", *s);
		} else if (*s == '\n') {
			fputs("\\n", j->out);
		} else if (*s == '\t') {
			fputs("\\t", j->out);
		} else if (*s < 0x20) {
			fprintf(j->out, "\\u%04x", *s);
		} else {
			fwrite(s, 1, (size_t)n, j->out);
		}
	}
	fputc('"', j->out);
}

void json_key(struct json *j, const char *key)
{
	before_value(j);
	quoted(j, key);
	fputs(": ", j->out);
	j->after_key = true;
}

void json_string(struct json *j, const char *s)
{
	if (!s) {
		json_null(j);
		return;
	}
	before_value(j);
	quoted(j, s);
}

void json_int(struct json *j, long long v)
{
	before_value(j);
	fprintf(j->out, "%lld", v);
}

void json_uint(struct json *j, unsigned long long v)
{
	before_value(j);
	fprintf(j->out, "%llu", v);
}

void json_double(struct json *j, double v)
{
	if (!isfinite(v)) {
		json_null(j);
		return;
	}
	before_value(j);
	fprintf(j->out, "%.17g", v);
}

void json_bool(struct json *j, bool v)
{
	before_value(j);
	fputs(v ? "true" : "false", j->out);
}

void json_null(struct json *j)
{
	before_value(j);
	fputs("null", j->out);
}

void json_kv_string(struct json *j, const char *key, const char *s)
{
	json_key(j, key);
	json_string(j, s);
}

void json_kv_int(struct json *j, const char *key, long long v)
{
	json_key(j, key);
	json_int(j, v);
}

void json_kv_bool(struct json *j, const char *key, bool v)
{
	json_key(j, key);
	json_bool(j, v);
}

void json_end_document(struct json *j)
{
	assert(j->depth == 0);
	fputc('\n', j->out);
	fflush(j->out);
}
