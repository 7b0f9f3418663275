/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/report.h"

#include "abi/draw.h"
#include "base/json.h"

static void profiles(struct json *j, const struct abi_model *m, uint32_t mask)
{
	json_key(j, "profiles");
	json_array_begin(j);
	for (unsigned int i = 0; i < m->n_profiles; i++)
		if (mask >> i & 1)
			json_string(j, m->profiles[i]->name);
	json_array_end(j);
}

static void layout(struct json *j, const char *key, const struct abi_layout *l, bool is_union)
{
	struct drawing d;

	json_key(j, key);
	if (!l) {
		json_null(j);
		return;
	}
	json_object_begin(j);
	json_kv_int(j, "size", (long long)l->size);
	json_kv_int(j, "align", (long long)l->align);
	json_key(j, "rows");
	json_array_begin(j);
	draw_layout(&d, l, is_union);
	for (size_t i = 0; i < d.n; i++) {
		const struct draw_row *row = &d.rows[i];

		if (row->kind == DRAW_END)
			continue;
		json_object_begin(j);
		json_kv_int(j, "bit", (long long)row->at);
		json_kv_int(j, "bits", (long long)row->bits);
		json_kv_int(j, "depth", row->depth);
		json_kv_string(j, "type", row->kind == DRAW_HOLE ? "hole" : row->type);
		json_kv_string(j, "name", row->name);
		json_object_end(j);
	}
	draw_deinit(&d);
	json_array_end(j);
	json_object_end(j);
}

static void finding(struct json *j, const struct abi_report *r, const struct abi_finding *f)
{
	const struct abi_layout *a, *b;

	json_object_begin(j);
	json_kv_string(j, "code", f->code);
	json_kv_string(j, "verdict", abi_verdict_word(f->verdict));
	json_kv_string(j, "kind", f->kind < ABI_N_KINDS ? abi_kind_word(f->kind) : "header");
	json_kv_string(j, "name", f->name);
	json_kv_string(j, "header", f->header);
	json_kv_int(j, "line", f->line);
	profiles(j, r->a, f->mask);
	json_kv_string(j, "what", f->what);
	json_kv_string(j, "fix", f->fix);
	json_kv_bool(j, "follows", f->folded);
	if (f->waiver) {
		json_kv_string(j, "accepted", f->waiver->date);
		json_kv_string(j, "reason", f->waiver->reason);
	}
	if (report_layout_pair(f, &a, &b)) {
		layout(j, "before", a, f->a && f->a->kind == ABI_UNION);
		layout(j, "after", b, f->b && f->b->kind == ABI_UNION);
	}
	json_object_end(j);
}

void report_json(const struct abi_report *r, FILE *out)
{
	struct json j;

	json_init(&j, out);
	json_object_begin(&j);
	json_kv_string(&j, "a", r->label_a);
	json_kv_string(&j, "b", r->label_b);
	profiles(&j, r->a, (1u << r->a->n_profiles) - 1);
	json_kv_bool(&j, "compatible", r->count[ABI_BREAK] == 0);
	json_kv_int(&j, "facts", (long long)r->facts);
	json_key(&j, "counts");
	json_object_begin(&j);
	for (int v = ABI_N_VERDICTS - 1; v >= 0; v--)
		json_kv_int(&j, abi_verdict_word((enum abi_verdict)v), (long long)r->count[v]);
	json_object_end(&j);
	json_key(&j, "added");
	json_object_begin(&j);
	for (int k = 0; k < ABI_N_KINDS; k++)
		if (k != ABI_ENUM)
			json_kv_int(&j, abi_kind_word((enum abi_kind)k), (long long)r->added[k]);
	json_object_end(&j);
	json_key(&j, "findings");
	json_array_begin(&j);
	for (size_t i = 0; i < r->n_findings; i++)
		finding(&j, r, &r->findings[i]);
	json_array_end(&j);
	json_object_end(&j);
	json_end_document(&j);
}
