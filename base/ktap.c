/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "base/ktap.h"

#include "base/paths.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void ktap_init(struct ktap *k)
{
	*k = (struct ktap){};
}

void ktap_free(struct ktap *k)
{
	for (size_t i = 0; i < k->n; i++) {
		free(k->results[i].name);
		free(k->results[i].comment);
	}
	free(k->results);
	for (int i = 0; i < KTAP_MAX_DEPTH; i++)
		free(k->level[i].name);
	free(k->diagnostics);
	*k = (struct ktap){};
}

static void add(struct ktap *k, char *name, enum ktap_status status, char *comment)
{
	k->results = reallocarray(k->results, k->n + 1, sizeof(*k->results));
	if (!k->results)
		abort();
	k->results[k->n++] = (struct ktap_result){name, status, comment};
	k->passed += status == KTAP_OK;
	k->failed += status == KTAP_NOT_OK;
	k->skipped += status == KTAP_SKIP;
	for (int i = 0; i < k->depth; i++)
		k->level[i].failed += status == KTAP_NOT_OK;
}

void ktap_fail(struct ktap *k, const char *name, const char *comment)
{
	add(k, paths_format("%s", name), KTAP_NOT_OK, comment ? paths_format("%s", comment) : NULL);
}

/* "[   12.345678] " and what a serial console adds. */
static const char *skip_time_stamp(const char *s)
{
	const char *p = s;

	if (*p++ != '[')
		return s;
	while (*p == ' ' || isdigit((unsigned char)*p) || *p == '.')
		p++;
	/* A thread or CPU id may stand behind the time: "[ 1.2][ T12] ". */
	if (*p++ != ']')
		return s;
	if (*p == '[') {
		const char *end = strchr(p, ']');

		p = end ? end + 1 : p;
	}
	return *p == ' ' ? p + 1 : p;
}

static void push_level(struct ktap *k, int indent)
{
	while (k->depth && k->level[k->depth - 1].indent >= indent)
		k->depth--;
	if (k->depth == KTAP_MAX_DEPTH)
		return;
	free(k->level[k->depth].name);
	k->level[k->depth++] = (struct ktap_level){.indent = indent};
	k->any = true;
}

static struct ktap_level *level_at(struct ktap *k, int indent)
{
	for (int i = k->depth - 1; i >= 0; i--)
		if (k->level[i].indent == indent)
			return &k->level[i];
	return NULL;
}

static char *full_name(struct ktap *k, const struct ktap_level *l, const char *name, size_t len)
{
	if (l->name)
		return paths_format("%s.%.*s", l->name, (int)len, name);
	(void)k;
	return paths_format("%.*s", (int)len, name);
}

/* The suites deeper than @l end here: what their plans promised must have come. */
static bool close_deeper(struct ktap *k, struct ktap_level *l)
{
	bool had_leaves = false;

	while (&k->level[k->depth - 1] != l) {
		struct ktap_level *d = &k->level[k->depth - 1];

		had_leaves |= d->seen > 0;
		if (d->has_plan && d->seen < d->planned)
			add(k, full_name(k, d, "plan", 4), KTAP_NOT_OK,
			    paths_format("%d of %d results came", d->seen, d->planned));
		k->depth--;
	}
	return had_leaves;
}

static char *take_diagnostics(struct ktap *k)
{
	char *d = k->diagnostics;

	k->diagnostics = NULL;
	return d;
}

static void result_line(struct ktap *k, struct ktap_level *l, const char *s, bool ok)
{
	int failed_before = l->failed;
	bool is_suite = close_deeper(k, l);
	const char *name, *hash;
	size_t len;

	l->seen++;
	while (isdigit((unsigned char)*s) || *s == ' ' || *s == '-')
		s++;
	name = s;
	hash = strstr(name, " # ");
	len = hash ? (size_t)(hash - name) : strlen(name);
	if (is_suite) {
		/* The leaves were counted; a suite adds only a failure of its own. */
		if (!ok && l->failed == failed_before && l->failed == 0)
			add(k, full_name(k, l, name, len), KTAP_NOT_OK, take_diagnostics(k));
		return;
	}
	if (hash && strncasecmp(hash + 3, "SKIP", 4) == 0)
		add(k, full_name(k, l, name, len), KTAP_SKIP,
		    paths_format("%s", hash + 7 + (hash[7] == ' ')));
	else
		add(k, full_name(k, l, name, len), ok ? KTAP_OK : KTAP_NOT_OK, ok ? NULL : take_diagnostics(k));
	free(take_diagnostics(k));
}

static void diagnostic_line(struct ktap *k, struct ktap_level *l, const char *s)
{
	if (strncmp(s, "# Subtest: ", 11) == 0) {
		free(l->name);
		l->name = paths_format("%s", s + 11);
	} else {
		char *all = k->diagnostics ? paths_format("%s\n%s", k->diagnostics, s + 2) : paths_format("%s", s + 2);

		free(k->diagnostics);
		k->diagnostics = all;
	}
}

static bool trimmed_line(struct ktap *k, const char *s)
{
	struct ktap_level *l;
	int indent = 0, planned;

	s = skip_time_stamp(s);
	while (s[indent] == ' ')
		indent++;
	s += indent;
	if (strncmp(s, "KTAP version ", 13) == 0 || strncmp(s, "TAP version ", 12) == 0) {
		push_level(k, indent);
		return true;
	}
	l = level_at(k, indent);
	if (!l)
		return false;
	if (sscanf(s, "1..%d", &planned) == 1) {
		l->planned = planned;
		l->has_plan = true;
	} else if (strncmp(s, "ok ", 3) == 0) {
		result_line(k, l, s + 3, true);
	} else if (strncmp(s, "not ok ", 7) == 0) {
		result_line(k, l, s + 7, false);
	} else if (strncmp(s, "# ", 2) == 0) {
		diagnostic_line(k, l, s);
	} else {
		return false;
	}
	return true;
}

bool ktap_line(struct ktap *k, const char *line)
{
	size_t len = strlen(line);
	char *copy;
	bool is_ktap;

	while (len && (line[len - 1] == '\n' || line[len - 1] == '\r'))
		len--;
	copy = strndup(line, len);
	if (!copy)
		abort();
	is_ktap = trimmed_line(k, copy);
	free(copy);
	return is_ktap;
}

void ktap_text(struct ktap *k, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		char *line = strndup(text, len);

		if (!line)
			abort();
		ktap_line(k, line);
		free(line);
		text += len + (text[len] == '\n');
	}
}

void ktap_finish(struct ktap *k, const char *why)
{
	if (!k->any) {
		ktap_fail(k, "output", why ? why : "no test results came");
		return;
	}
	while (k->depth) {
		struct ktap_level *d = &k->level[--k->depth];

		if (d->has_plan && d->seen >= d->planned)
			continue;
		add(k, full_name(k, d, "plan", 4), KTAP_NOT_OK,
		    paths_format("%d of %d results came%s%s", d->seen, d->planned, why ? ": " : "", why ? why : ""));
	}
}

void ktap_json(const struct ktap *k, struct json *j)
{
	static const char *const words[] = {"passed", "failed", "skipped"};

	json_kv_int(j, "passed", k->passed);
	json_kv_int(j, "failed", k->failed);
	json_kv_int(j, "skipped", k->skipped);
	json_key(j, "tests");
	json_array_begin(j);
	for (size_t i = 0; i < k->n; i++) {
		json_object_begin(j);
		json_kv_string(j, "name", k->results[i].name);
		json_kv_string(j, "result", words[k->results[i].status]);
		if (k->results[i].comment)
			json_kv_string(j, "comment", k->results[i].comment);
		json_object_end(j);
	}
	json_array_end(j);
}

static void xml_text(const char *s, FILE *out)
{
	for (; *s; s++) {
		switch (*s) {
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			fputc((unsigned char)*s < 0x20 && *s != '\n' && *s != '\t' ? '?' : *s, out);
		}
	}
}

static void xml_child(const char *tag, const char *message, FILE *out)
{
	fprintf(out, "<%s message=\"", tag);
	xml_text(message ? message : "", out);
	fputs("\"/>", out);
}

void ktap_junit(const struct ktap *k, const char *suite, FILE *out)
{
	fputs("<testsuite name=\"", out);
	xml_text(suite, out);
	fprintf(out, "\" tests=\"%zu\" failures=\"%d\" skipped=\"%d\">\n", k->n, k->failed, k->skipped);
	for (size_t i = 0; i < k->n; i++) {
		fputs("  <testcase name=\"", out);
		xml_text(k->results[i].name, out);
		fputs("\">", out);
		if (k->results[i].status == KTAP_NOT_OK)
			xml_child("failure", k->results[i].comment, out);
		else if (k->results[i].status == KTAP_SKIP)
			xml_child("skipped", k->results[i].comment, out);
		fputs("</testcase>\n", out);
	}
	fputs("</testsuite>\n", out);
}
