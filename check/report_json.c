/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/json.h"
#include "check/report.h"

static void write_finding(struct json *j, const struct finding *f)
{
	json_object_begin(j);
	json_kv_string(j, "code", f->code);
	json_kv_string(j, "file", f->path);
	json_kv_int(j, "line", f->line);
	json_kv_int(j, "column", f->col);
	json_kv_string(j, "function", f->func);
	json_kv_string(j, "message", f->text);
	json_kv_string(j, "fix", f->fix);
	json_key(j, "path");
	json_array_begin(j);
	for (int i = 0; i < f->n_steps; i++) {
		json_object_begin(j);
		json_kv_string(j, "file", f->steps[i].path);
		json_kv_int(j, "line", f->steps[i].line);
		json_kv_int(j, "column", f->steps[i].col);
		json_kv_string(j, "message", f->steps[i].text);
		json_object_end(j);
	}
	json_array_end(j);
	json_object_end(j);
}

static void write_regions(struct json *j, const struct report *r, int driver)
{
	json_key(j, "unsafe");
	json_array_begin(j);
	for (int i = 0; i < r->n_regions; i++) {
		const struct unsafe_region *u = &r->regions[i];

		if (driver >= 0 && u->driver != driver)
			continue;
		json_object_begin(j);
		json_kv_string(j, "file", u->path);
		json_kv_int(j, "line", u->line);
		json_kv_int(j, "lines", u->lines);
		json_kv_string(j, "reason", u->reason);
		json_object_end(j);
	}
	json_array_end(j);
}

static void write_driver(struct json *j, const struct report *r, int driver)
{
	const struct driver_count *d = &r->drivers[driver];

	json_object_begin(j);
	json_kv_string(j, "driver", d->path);
	json_kv_int(j, "files", d->files);
	json_kv_int(j, "functions", d->functions);
	json_kv_int(j, "lines", d->lines);
	json_kv_int(j, "unsafe_regions", d->regions);
	json_kv_int(j, "unsafe_lines", d->unsafe_lines);
	write_regions(j, r, driver);
	json_object_end(j);
}

void findings_json(const struct report *r, FILE *out)
{
	struct json j;

	json_init(&j, out);
	json_object_begin(&j);
	json_kv_int(&j, "files", r->files);
	json_kv_int(&j, "functions", r->functions);
	json_kv_int(&j, "lines", r->lines);
	json_kv_int(&j, "could_not_check", r->unable);
	json_kv_int(&j, "from_cache", r->cached);
	json_key(&j, "parse_ms");
	json_double(&j, r->parse_ms);
	json_key(&j, "check_ms");
	json_double(&j, r->check_ms);
	json_key(&j, "findings");
	json_array_begin(&j);
	for (int i = 0; i < r->n_findings; i++)
		write_finding(&j, &r->findings[i]);
	json_array_end(&j);
	write_regions(&j, r, -1);
	json_key(&j, "drivers");
	json_array_begin(&j);
	for (int i = 0; i < r->n_drivers; i++)
		write_driver(&j, r, i);
	json_array_end(&j);
	json_object_end(&j);
	json_end_document(&j);
}
