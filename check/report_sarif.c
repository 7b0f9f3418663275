/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* SARIF 2.1.0 (OASIS): what code hosts and editors read. One run, one result for each finding. */
#include "base/diag.h"
#include "base/json.h"
#include "check/check.h"
#include "check/codes.h"
#include "check/report.h"

#include <ctype.h>
#include <string.h>

static void write_text(struct json *j, const char *key, const char *text)
{
	json_key(j, key);
	json_object_begin(j);
	json_kv_string(j, "text", text);
	json_object_end(j);
}

/* A URI spells what is neither a letter, a digit nor one of a few marks as %XX (RFC 3986). */
static void format_uri(char *uri, size_t size, const char *path)
{
	size_t n = (size_t)snprintf(uri, size, "file://");

	for (; *path && n + 4 <= size; path++) {
		unsigned char c = (unsigned char)*path;

		if (isalnum(c) || strchr("/-._~", c))
			uri[n++] = *path;
		else
			n += (size_t)snprintf(uri + n, size - n, "%%%02X", c);
	}
	uri[n] = 0;
}

static void write_place(struct json *j, const char *path, unsigned int line, unsigned int col)
{
	char uri[3 * 4096 + 8];

	format_uri(uri, sizeof(uri), path);
	json_key(j, "physicalLocation");
	json_object_begin(j);
	json_key(j, "artifactLocation");
	json_object_begin(j);
	json_kv_string(j, "uri", uri);
	json_object_end(j);
	json_key(j, "region");
	json_object_begin(j);
	json_kv_int(j, "startLine", line ? line : 1);
	json_kv_int(j, "startColumn", col ? col : 1);
	json_object_end(j);
	json_object_end(j);
}

static void write_steps(struct json *j, const struct finding *f)
{
	json_key(j, "codeFlows");
	json_array_begin(j);
	json_object_begin(j);
	json_key(j, "threadFlows");
	json_array_begin(j);
	json_object_begin(j);
	json_key(j, "locations");
	json_array_begin(j);
	for (int i = 0; i < f->n_steps; i++) {
		json_object_begin(j);
		json_key(j, "location");
		json_object_begin(j);
		write_place(j, f->steps[i].path, f->steps[i].line, f->steps[i].col);
		write_text(j, "message", f->steps[i].text);
		json_object_end(j);
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
	json_array_end(j);
	json_object_end(j);
	json_array_end(j);
}

static void write_result(struct json *j, const struct finding *f)
{
	json_object_begin(j);
	json_kv_string(j, "ruleId", f->code);
	json_kv_string(j, "level", "error");
	write_text(j, "message", f->text);
	json_key(j, "locations");
	json_array_begin(j);
	json_object_begin(j);
	write_place(j, f->path, f->line, f->col);
	json_object_end(j);
	json_array_end(j);
	if (f->n_steps)
		write_steps(j, f);
	json_object_end(j);
}

static void write_driver(struct json *j)
{
	json_key(j, "tool");
	json_object_begin(j);
	json_key(j, "driver");
	json_object_begin(j);
	json_kv_string(j, "name", "cleat check");
	json_key(j, "rules");
	json_array_begin(j);
	for (const struct code *c = codes_first(); c; c = codes_next(c)) {
		json_object_begin(j);
		json_kv_string(j, "id", c->code);
		write_text(j, "shortDescription", c->title);
		write_text(j, "fullDescription", c->why);
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
	json_object_end(j);
}

void findings_sarif(const struct report *r, FILE *out)
{
	struct json j;

	json_init(&j, out);
	json_object_begin(&j);
	json_kv_string(&j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_kv_string(&j, "version", "2.1.0");
	json_key(&j, "runs");
	json_array_begin(&j);
	json_object_begin(&j);
	write_driver(&j);
	json_key(&j, "invocations");
	json_array_begin(&j);
	json_object_begin(&j);
	json_kv_bool(&j, "executionSuccessful", check_status(r) != EXIT_UNABLE);
	json_object_end(&j);
	json_array_end(&j);
	json_key(&j, "results");
	json_array_begin(&j);
	for (int i = 0; i < r->n_findings; i++)
		write_result(&j, &r->findings[i]);
	json_array_end(&j);
	json_object_end(&j);
	json_array_end(&j);
	json_object_end(&j);
	json_end_document(&j);
}
