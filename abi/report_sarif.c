/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/report.h"

#include "base/json.h"

#include <string.h>

#ifndef CLEAT_VERSION
#define CLEAT_VERSION "unknown"
#endif

static const char *level(enum abi_verdict v)
{
	return v == ABI_BREAK ? "error" : v == ABI_WAIVED ? "warning" : "note";
}

/* SARIF wants each rule once; the first finding with its code introduces it. */
static void rules(struct json *j, const struct abi_report *r)
{
	json_key(j, "rules");
	json_array_begin(j);
	for (size_t i = 0; i < r->n_findings; i++) {
		bool seen = false;

		for (size_t k = 0; k < i && !seen; k++)
			seen = strcmp(r->findings[k].code, r->findings[i].code) == 0;
		if (seen)
			continue;
		json_object_begin(j);
		json_kv_string(j, "id", r->findings[i].code);
		json_key(j, "shortDescription");
		json_object_begin(j);
		json_kv_string(j, "text", r->findings[i].code);
		json_object_end(j);
		json_object_end(j);
	}
	json_array_end(j);
}

static void text(struct json *j, const struct abi_finding *f)
{
	char message[2048];

	snprintf(message, sizeof(message), "%s %s: %s%s%s",
		 f->kind < ABI_N_KINDS ? abi_kind_word(f->kind) : "header", f->name, f->what,
		 f->fix ? ". Fix: " : "", f->fix ? f->fix : "");
	json_key(j, "message");
	json_object_begin(j);
	json_kv_string(j, "text", message);
	json_object_end(j);
}

static void location(struct json *j, const struct abi_finding *f, const char *uri)
{
	char path[4096];
	size_t n = strlen(uri);
	bool is_file = n > 2 && strcmp(uri + n - 2, ".h") == 0;

	if (is_file || !n)
		snprintf(path, sizeof(path), "%s", is_file ? uri : f->header);
	else
		snprintf(path, sizeof(path), "%s%s%s", uri, uri[n - 1] == '/' ? "" : "/",
			 f->header);
	json_key(j, "locations");
	json_array_begin(j);
	json_object_begin(j);
	json_key(j, "physicalLocation");
	json_object_begin(j);
	json_key(j, "artifactLocation");
	json_object_begin(j);
	json_kv_string(j, "uri", path);
	json_object_end(j);
	json_key(j, "region");
	json_object_begin(j);
	json_kv_int(j, "startLine", f->line ? f->line : 1);
	json_object_end(j);
	json_object_end(j);
	json_object_end(j);
	json_array_end(j);
}

static void result(struct json *j, const struct abi_finding *f, const char *uri)
{
	json_object_begin(j);
	json_kv_string(j, "ruleId", f->code);
	json_kv_string(j, "level", level(f->verdict));
	text(j, f);
	location(j, f, uri);
	if (f->waiver) {
		json_key(j, "suppressions");
		json_array_begin(j);
		json_object_begin(j);
		json_kv_string(j, "kind", "inSource");
		json_kv_string(j, "justification", f->waiver->reason);
		json_object_end(j);
		json_array_end(j);
	}
	json_object_end(j);
}

void report_sarif(const struct abi_report *r, FILE *out, const char *uri)
{
	struct json j;

	json_init(&j, out);
	json_object_begin(&j);
	json_kv_string(&j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_kv_string(&j, "version", "2.1.0");
	json_key(&j, "runs");
	json_array_begin(&j);
	json_object_begin(&j);
	json_key(&j, "tool");
	json_object_begin(&j);
	json_key(&j, "driver");
	json_object_begin(&j);
	json_kv_string(&j, "name", "cleat abi");
	json_kv_string(&j, "version", CLEAT_VERSION);
	rules(&j, r);
	json_object_end(&j);
	json_object_end(&j);
	json_key(&j, "results");
	json_array_begin(&j);
	for (size_t i = 0; i < r->n_findings; i++)
		result(&j, &r->findings[i], uri);
	json_array_end(&j);
	json_object_end(&j);
	json_array_end(&j);
	json_object_end(&j);
	json_end_document(&j);
}
