/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/compare.h"
#include "abi/draw.h"
#include "abi/lock.h"
#include "abi/verbs.h"

#include "base/diag.h"
#include "base/json.h"

#include <fnmatch.h>
#include <inttypes.h>
#include <string.h>

static const char usage[] = "usage: cleat abi show [OPTION...] PATH NAME...\n\n"
			    "  PATH: a lock file, a folder with one, or headers; NAME: a struct, "
			    "union, ioctl, … or a glob\n\n"
			    "  --profiles LIST   machines, such as x86_64,i386,arm64\n"
			    "  --json\n\n"
			    "exit status: 0 shown, 1 no such name, 2 could not read\n";

static void json_rows(struct json *j, const struct drawing *d)
{
	json_key(j, "rows");
	json_array_begin(j);
	for (size_t i = 0; i < d->n; i++) {
		const struct draw_row *r = &d->rows[i];

		if (r->kind == DRAW_END)
			continue;
		json_object_begin(j);
		json_kv_int(j, "bit", (long long)r->at);
		json_kv_int(j, "bits", (long long)r->bits);
		json_kv_int(j, "depth", r->depth);
		json_kv_string(j, "type", r->kind == DRAW_HOLE ? "hole" : r->type);
		json_kv_string(j, "name", r->name);
		json_kv_bool(j, "reserved", r->reserved);
		json_object_end(j);
	}
	json_array_end(j);
}

static void show_json(struct json *j, const struct abi_model *m, const struct abi_entity *e)
{
	bool record = e->kind == ABI_STRUCT || e->kind == ABI_UNION;
	struct arena scratch = {0};

	for (unsigned int i = 0; i < e->n_variants; i++) {
		const struct abi_variant *v = &e->variants[i];
		struct drawing d;

		json_object_begin(j);
		json_kv_string(j, "kind", abi_kind_word(e->kind));
		json_kv_string(j, "name", e->name);
		json_kv_string(j, "header", e->header);
		json_kv_string(j, "profiles", abi_profiles(&scratch, m, v->mask));
		if (record) {
			json_kv_int(j, "size", (long long)v->layout.size);
			json_kv_int(j, "align", (long long)v->layout.align);
			draw_layout(&d, &v->layout, e->kind == ABI_UNION);
			json_kv_int(j, "holes", d.holes);
			json_rows(j, &d);
			draw_deinit(&d);
		} else if (e->kind == ABI_IOCTL) {
			json_kv_int(j, "number", v->ioctl.number);
			json_kv_string(j, "argument", v->ioctl.arg);
		} else if (e->kind == ABI_CONST || e->kind == ABI_ENUMERATOR) {
			json_kv_int(j, "value", v->value.num);
		} else {
			json_kv_string(j, "text", v->value.text ? v->value.text : e->text);
		}
		json_object_end(j);
	}
	arena_deinit(&scratch);
}

static void show_text(const struct abi_model *m, const struct abi_entity *e)
{
	struct arena scratch = {0};

	if (e->kind != ABI_STRUCT && e->kind != ABI_UNION) {
		lock_entity(m, e, stdout);
		return;
	}
	for (unsigned int i = 0; i < e->n_variants; i++) {
		const struct abi_variant *v = &e->variants[i];
		struct drawing d;

		draw_layout(&d, &v->layout, e->kind == ABI_UNION);
		printf("%s %s: %" PRIu64 " bytes, aligned to %" PRIu64, abi_kind_word(e->kind),
		       e->name, v->layout.size, v->layout.align);
		if (d.holes)
			printf(", %u hole%s of %" PRIu64 " bytes", d.holes, d.holes == 1 ? "" : "s",
			       d.hole_bits / 8);
		printf("  (%s; %s)\n  offset size  type and name\n", e->header,
		       abi_profiles(&scratch, m, v->mask));
		draw_deinit(&d);
		draw_one(stdout, &v->layout, e->kind == ABI_UNION, "  ");
	}
	arena_deinit(&scratch);
}

int abi_show(int argc, char **argv)
{
	struct abi_options o;
	struct abi_model *m;
	struct json j;
	int state = options_parse(&o, argc, argv, usage);

	if (state >= 0)
		return state;
	if (o.n_paths < 2)
		return diag_error("cleat abi show --help",
				  "abi show: a path and a name are wanted");
	m = model_load_frozen(&o, o.paths[0]);
	if (!m)
		return EXIT_UNABLE;
	state = EXIT_FINE;
	json_init(&j, stdout);
	if (o.json)
		json_array_begin(&j);
	for (int i = 1; i < o.n_paths; i++) {
		bool found = false;

		for (size_t k = 0; k < m->n_entities; k++) {
			if (m->entities[k]->kind == ABI_ENUM ||
			    fnmatch(o.paths[i], m->entities[k]->name, 0) != 0)
				continue;
			found = true;
			if (o.json)
				show_json(&j, m, m->entities[k]);
			else
				show_text(m, m->entities[k]);
		}
		if (!found) {
			diag_error("a glob such as 'foo_*' shows what there is",
				   "%s: %s is not in it", o.paths[0], o.paths[i]);
			state = EXIT_FINDING;
		}
	}
	if (o.json) {
		json_array_end(&j);
		json_end_document(&j);
	}
	abi_model_free(m);
	return state;
}
