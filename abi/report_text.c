/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/report.h"

#include "abi/draw.h"
#include "abi/lock.h"

#include <string.h>

enum { FEW = 12 };

static bool record(const struct abi_entity *e)
{
	return e && (e->kind == ABI_STRUCT || e->kind == ABI_UNION);
}

bool report_layout_pair(const struct abi_finding *f, const struct abi_layout **a,
			const struct abi_layout **b)
{
	*a = record(f->a) && f->va ? &f->va->layout : NULL;
	*b = record(f->b) && f->vb ? &f->vb->layout : NULL;
	return *a || *b;
}

static void subject(const struct abi_finding *f, FILE *out)
{
	if (f->kind < ABI_N_KINDS)
		fprintf(out, "%s ", abi_kind_word(f->kind));
	fputs(f->name, out);
}

static void one(const struct abi_report *r, const struct abi_finding *f, FILE *out, bool draw)
{
	struct arena scratch = {0};
	const struct abi_layout *a, *b;

	fprintf(out, "%-6s ", abi_verdict_word(f->verdict));
	fputs(f->header, out);
	if (f->line)
		fprintf(out, ":%u", f->line);
	fputs(": ", out);
	subject(f, out);
	fprintf(out, ": %s [%s", f->what, f->code);
	if (r->a->n_profiles > 1 && f->mask != (1u << r->a->n_profiles) - 1)
		fprintf(out, ", %s only", abi_profiles(&scratch, r->a, f->mask));
	fputs("]\n", out);
	if (draw && report_layout_pair(f, &a, &b)) {
		fprintf(out, "\n         %-46s   %s\n", r->label_a, r->label_b);
		draw_beside(out, a, b, f->a ? f->a->kind == ABI_UNION : f->b->kind == ABI_UNION,
			    "    ");
		fputc('\n', out);
	}
	if (f->waiver)
		fprintf(out, "       accepted %s: %s\n", f->waiver->date, f->waiver->reason);
	else if (draw && f->fix)
		fprintf(out, "       fix: %s\n", f->fix);
	arena_deinit(&scratch);
}

static void list(const struct abi_report *r, enum abi_verdict v, FILE *out, bool all)
{
	unsigned long n = 0;

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct abi_finding *f = &r->findings[i];

		if (f->verdict != v || (f->folded && !all))
			continue;
		if (all || v == ABI_BREAK || n < FEW)
			one(r, f, out, v == ABI_BREAK && !f->folded);
		n++;
	}
	if (!all && v != ABI_BREAK && n > FEW)
		fprintf(out, "       … and %lu more of these (--verbose shows them)\n", n - FEW);
}

static void additions(const struct abi_report *r, FILE *out)
{
	const char *comma = "new: ";

	for (int k = 0; k < ABI_N_KINDS; k++) {
		if (!r->added[k])
			continue;
		fprintf(out, "%s%lu %s%s", comma, r->added[k], abi_kind_word((enum abi_kind)k),
			r->added[k] == 1 ? "" : "s");
		comma = ", ";
	}
	if (*comma == ',')
		fputc('\n', out);
}

void report_text(const struct abi_report *r, FILE *out, bool verbose)
{
	struct arena scratch = {0};

	list(r, ABI_BREAK, out, verbose);
	list(r, ABI_WAIVED, out, true);
	list(r, ABI_GROWTH, out, verbose);
	list(r, ABI_NOTE, out, verbose);
	additions(r, out);
	fprintf(out, "%s: %lu break%s, %lu growth, %lu note%s",
		r->count[ABI_BREAK] ? "BREAK" : "compatible", r->count[ABI_BREAK],
		r->count[ABI_BREAK] == 1 ? "" : "s", r->count[ABI_GROWTH], r->count[ABI_NOTE],
		r->count[ABI_NOTE] == 1 ? "" : "s");
	if (r->count[ABI_WAIVED])
		fprintf(out, ", %lu waived", r->count[ABI_WAIVED]);
	fprintf(out, "; %lu facts checked for %s\n", r->facts,
		abi_profiles(&scratch, r->a, (1u << r->a->n_profiles) - 1));
	arena_deinit(&scratch);
}
